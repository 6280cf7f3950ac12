import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest import vectors
from ingest.errors import StorageFailed
from ingest.vectors import Neighbour, VectorStore

EAST = [1.0, 0.0]
NORTH = [0.0, 1.0]
WEST = [-1.0, 0.0]


@pytest.fixture
def store(tmp_path: Path) -> VectorStore:
    store = VectorStore(tmp_path)
    store.put(["east", "north"], np.array([EAST, NORTH], np.float32), [{"ordinal": 0}, {"ordinal": 1}])
    return store


def test_similarity_is_the_cosine_and_the_nearest_comes_first(store: VectorStore) -> None:
    store.put(["west"], np.array([WEST], np.float32), [{"ordinal": 2}])
    assert store.nearest(EAST, 3) == [Neighbour("east", 1.0), Neighbour("north", 0.0), Neighbour("west", -1.0)]


def test_no_more_are_given_than_asked(store: VectorStore) -> None:
    assert [neighbour.passage_id for neighbour in store.nearest(NORTH, 1)] == ["north"]


@pytest.mark.parametrize("compared_one_by_one", [0, 400])
def test_a_search_can_be_kept_to_some_passages(
    store: VectorStore, monkeypatch: pytest.MonkeyPatch, compared_one_by_one: int
) -> None:
    monkeypatch.setattr(vectors, "_COMPARED_ONE_BY_ONE", compared_one_by_one)
    store.put(["west"], np.array([WEST], np.float32), [{"ordinal": 2}])
    assert store.nearest(EAST, 5, ["west", "north", "never there"]) == [
        Neighbour("north", 0.0),
        Neighbour("west", -1.0),
    ]
    assert store.nearest(EAST, 1, ["west", "north"]) == [Neighbour("north", 0.0)]


def test_of_no_passages_none_is_near(store: VectorStore) -> None:
    assert store.nearest(EAST, 5, []) == []


def test_putting_an_id_again_replaces_its_vector(store: VectorStore) -> None:
    store.put(["east"], np.array([WEST], np.float32), [{"ordinal": 0}])
    assert store.count() == 2
    assert store.nearest(WEST, 1) == [Neighbour("east", 1.0)]


def test_what_is_removed_is_not_found(store: VectorStore) -> None:
    store.remove(["east", "never there"])
    assert store.all_ids() == {"north"}
    assert [neighbour.passage_id for neighbour in store.nearest(EAST, 5)] == ["north"]


def test_metadata_can_be_replaced_alone(store: VectorStore) -> None:
    store.describe(["east"], [{"ordinal": 7}])
    assert store._collection.get(["east"])["metadatas"] == [{"ordinal": 7}]
    assert store.nearest(EAST, 1) == [Neighbour("east", 1.0)]


def test_nothing_to_do_is_no_error(store: VectorStore) -> None:
    store.put([], np.empty((0, 2), np.float32), [])
    store.describe([], [])
    store.remove([])
    assert store.count() == 2


def test_an_empty_store_has_no_neighbours(tmp_path: Path) -> None:
    assert VectorStore(tmp_path / "empty").nearest(EAST, 5) == []


def test_vectors_outlive_the_process_that_wrote_them(store: VectorStore, tmp_path: Path) -> None:
    assert VectorStore(tmp_path).all_ids() == {"east", "north"}


@pytest.mark.parametrize("among", [None, ["east", "north", "south"]])
@pytest.mark.parametrize("compared_one_by_one", [0, 400])
def test_a_search_goes_on_when_another_process_has_written(
    store: VectorStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    among: list[str] | None,
    compared_one_by_one: int,
) -> None:
    monkeypatch.setattr(vectors, "_COMPARED_ONE_BY_ONE", compared_one_by_one)
    store.nearest(EAST, 1)
    write = (
        "from pathlib import Path; from ingest.vectors import VectorStore; import numpy as np\n"
        f"VectorStore(Path({str(tmp_path)!r})).put(['south'], np.array([[0, -1]], np.float32), [{{'ordinal': 2}}])"
    )
    subprocess.run([sys.executable, "-c", write], cwd=Path(__file__).parents[2], check=True)
    assert store.nearest(EAST, 1, among) == [Neighbour("east", 1.0)]


@pytest.mark.parametrize(
    "work",
    [
        lambda store: store.put(["west"], np.array([WEST], np.float32), [{"ordinal": 2}]),
        lambda store: store.describe(["east"], [{"ordinal": 7}]),
        lambda store: store.remove(["east"]),
        lambda store: store.clear(),
        lambda store: store.all_ids(),
        lambda store: store.all_vectors(),
        lambda store: store.count(),
        lambda store: store.nearest(EAST, 1),
        lambda store: store.reopen(),
    ],
)
def test_damage_is_said_with_the_folder_and_what_to_do(
    store: VectorStore, tmp_path: Path, work: Callable[[VectorStore], object]
) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"not a database " * 1000)
    with pytest.raises(StorageFailed, match=rf"{tmp_path} cannot be read or written .*verify --repair"):
        work(store)


def test_a_damaged_folder_can_be_replaced_without_a_new_process(store: VectorStore, tmp_path: Path) -> None:
    store.close()
    (tmp_path / "chroma.sqlite3").write_bytes(b"not a database " * 1000)
    with pytest.raises(StorageFailed, match="file is not a database"):
        VectorStore(tmp_path)
    shutil.rmtree(tmp_path)
    assert VectorStore(tmp_path).count() == 0


def test_a_damaged_search_index_is_said(store: VectorStore, tmp_path: Path) -> None:
    many = 1_100  # Chroma writes its search index only after a thousand
    store.put([str(n) for n in range(many)], np.full((many, 2), EAST, np.float32), [{"ordinal": 0}] * many)
    store.close()
    (index,) = tmp_path.rglob("header.bin")
    index.write_bytes(b"damaged")
    with pytest.raises(StorageFailed, match="hnsw"):
        VectorStore(tmp_path).nearest(EAST, 1)


def test_a_full_disk_is_said(store: VectorStore) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))  # no file may grow beyond
    try:
        with pytest.raises(StorageFailed, match="free the disk"):
            store.put([str(n) for n in range(500)], np.ones((500, 2), np.float32), [{"ordinal": 0}] * 500)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests as root may write everywhere, so the system's refusal is made here."""

    def refuse(self: Path, *arguments: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StorageFailed, match=r"Permission denied.*the right to write"):
        VectorStore(tmp_path / "closed")

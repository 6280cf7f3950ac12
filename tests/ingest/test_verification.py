import numpy as np
import pytest

from ingest.errors import RecipeMismatch
from ingest.index import PassageIndex
from ingest.pipeline import ingest
from ingest.vectors import VectorStore
from ingest.verification import rebuild, repair, verify

from tests.conftest import PASSAGE_CHARS, RECIPE, SUMMIT, TRAILER
from tests.embedders import BagOfWordsEmbeddings


def test_a_sound_archive_has_no_findings(archive: PassageIndex) -> None:
    assert verify(archive, PASSAGE_CHARS).is_sound


def test_a_stray_vector_is_found_and_removed(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    archive.vectors.put(["stray"], np.full((1, 64), 0.125, np.float32), [{"ordinal": 0}])
    assert verify(archive, PASSAGE_CHARS).strays == {"stray"}
    repair(archive, embedder, PASSAGE_CHARS)
    assert verify(archive, PASSAGE_CHARS).is_sound
    assert embedder.texts_embedded == []


def test_a_missing_vector_is_found_and_made(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    archive.vectors.remove(sorted(archive.catalog.passage_ids("trailer")))
    assert verify(archive, PASSAGE_CHARS).damaged == {"trailer"}
    repair(archive, embedder, PASSAGE_CHARS)
    assert verify(archive, PASSAGE_CHARS).is_sound
    assert len(embedder.texts_embedded) == 1


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM lexical WHERE rowid = (SELECT number FROM passages WHERE identity = 'trailer')",
        "DELETE FROM passages WHERE identity = 'trailer'",
        "UPDATE articles SET text = text || ' Forged.' WHERE identity = 'trailer'",
        "UPDATE passages SET id = 'other' WHERE identity = 'trailer'",
    ],
)
def test_damage_in_the_catalog_is_found_and_mended(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings, damage: str
) -> None:
    archive.catalog.database.execute(damage)
    assert verify(archive, PASSAGE_CHARS).damaged == {"trailer"}
    repair(archive, embedder, PASSAGE_CHARS)
    assert verify(archive, PASSAGE_CHARS).is_sound
    assert len(archive.catalog.lexical(["photographed"], 5)) == 1


def test_a_run_after_one_that_was_broken_off_mends_what_it_left(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    archive.vectors.put(["stray"], np.full((1, 64), 0.125, np.float32), [{"ordinal": 0}])
    with pytest.raises(RuntimeError), archive.changing():
        raise RuntimeError("killed")
    assert archive.is_unfinished
    ingest([SUMMIT], archive, embedder, PASSAGE_CHARS)
    assert not archive.is_unfinished
    assert verify(archive, PASSAGE_CHARS).is_sound


def test_a_rebuild_broken_off_at_once_leaves_no_vector_under_the_new_recipe(
    archive: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(store: VectorStore) -> None:
        raise KeyboardInterrupt

    folder = archive._data_dir
    archive.close()
    monkeypatch.setattr(VectorStore, "clear", killed)
    with pytest.raises(KeyboardInterrupt), PassageIndex.adopting(folder, "finer"):
        pass
    left = PassageIndex.open(folder, RECIPE)
    assert left.is_unfinished
    left.close()


def test_a_mended_article_is_as_current_as_it_was(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    row = "SELECT state || changed_at FROM articles WHERE identity = 'trailer'"
    before = archive.catalog.database.first(row)
    archive.vectors.remove(sorted(archive.catalog.passage_ids("trailer")))
    archive.catalog.database.execute("UPDATE articles SET changed_at = '2026-01-01T00:00:00Z'")
    repair(archive, embedder, PASSAGE_CHARS)
    assert before.startswith("current")
    assert archive.catalog.database.first(row) == "current2026-01-01T00:00:00Z"


def test_an_archive_is_rebuilt_by_another_recipe(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    folder = archive._data_dir
    archive.close()
    assert rebuild(folder, "finer", embedder, 100) == 2
    with pytest.raises(RecipeMismatch):
        PassageIndex.open(folder, RECIPE)
    rebuilt = PassageIndex.open(folder, "finer")
    assert verify(rebuilt, 100).is_sound
    assert len(rebuilt.catalog.passage_ids(SUMMIT.identity)) == 2
    assert len(rebuilt.catalog.passage_ids(TRAILER.identity)) == 1
    rebuilt.close()

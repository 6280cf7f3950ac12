import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest import index
from ingest.articles import Article
from ingest.database import Database
from ingest.errors import ArchiveBusy, NoArchive, RecipeMismatch, StorageFailed
from ingest.index import PassageIndex
from ingest.passages import DateRange
from ingest.pipeline import ingest
from ingest.selection import Selection

from tests.conftest import PASSAGE_CHARS, RECIPE, SUMMIT, TRAILER
from tests.embedders import BagOfWordsEmbeddings


def test_a_folder_without_an_archive_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(NoArchive, match="python -m ingest add"):
        PassageIndex.open(tmp_path, RECIPE)
    assert list(tmp_path.glob("*.sqlite3")) == []


def test_an_archive_of_another_recipe_is_refused_and_both_are_named(archive: PassageIndex, tmp_path: Path) -> None:
    with pytest.raises(RecipeMismatch, match=r"made with \[recipe of the tests\].* ask for \[another\]"):
        PassageIndex.open(tmp_path / "archive", "another")


def test_catalog_and_vectors_hold_the_same_passages(archive: PassageIndex) -> None:
    assert archive.vectors.all_ids() == archive.catalog.all_passage_ids()
    assert archive.vectors.count() == 2


def test_a_passage_found_by_meaning_is_the_stored_text(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    (nearest,) = archive.vectors.nearest(embedder.embed_query("red trailer photographed"), 1)
    passage = archive.catalog.passages([nearest.passage_id])[nearest.passage_id]
    assert passage.article == TRAILER
    assert passage.text == TRAILER.text


@pytest.mark.parametrize("many", [0.01, 1.1])
@pytest.mark.parametrize(
    ("among", "found"),
    [
        (Selection(DateRange("2018-07-01")), ["trailer"]),
        (Selection(DateRange(None, "2018-07-01")), ["summit"]),
        (Selection(DateRange("2018-06-12", "2018-06-13")), ["summit"]),
        (Selection(DateRange("2018-06-13", "2018-07-31")), []),
        (Selection(source="Third Wire"), ["undated"]),
        (Selection(DateRange("2018-06-12"), "Third Wire"), []),
        (Selection(source="other post' OR 1 --"), []),
    ],
)
def test_the_nearest_are_of_the_days_and_the_outlet_asked_for(
    archive: PassageIndex,
    embedder: BagOfWordsEmbeddings,
    monkeypatch: pytest.MonkeyPatch,
    among: Selection,
    found: list[str],
    many: float,
) -> None:
    """Of few articles and of many, which are searched in different ways."""
    undated = Article(id="undated", source="Third Wire", text="The leaders of no day.")
    ingest([undated], archive, embedder, PASSAGE_CHARS)
    monkeypatch.setattr(index, "_MANY", many)
    neighbours = archive.nearest(embedder.embed_query("the leaders"), 5, among)
    stored = archive.catalog.passages(neighbour.passage_id for neighbour in neighbours)
    assert [passage.article.id for passage in stored.values()] == found


def test_a_changed_article_leaves_no_stale_passage(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    edited = TRAILER.model_copy(update={"text": "A blue trailer was photographed on July 8."})
    ingest([edited], archive, embedder, PASSAGE_CHARS)
    assert archive.vectors.all_ids() == archive.catalog.all_passage_ids()
    assert archive.catalog.lexical(["bright"], 5) == []
    assert len(archive.catalog.lexical(["blue"], 5)) == 1


def test_a_vector_that_the_catalog_does_not_list_is_invisible(archive: PassageIndex) -> None:
    archive.vectors.put(["stray"], np.full((1, 64), 0.125, np.float32), [{"ordinal": 0}])
    assert archive.catalog.passages(["stray"]) == {}


def test_an_archive_can_be_read_while_it_is_written(
    archive: PassageIndex, tmp_path: Path, embedder: BagOfWordsEmbeddings
) -> None:
    reader = PassageIndex.open(tmp_path / "archive", RECIPE)
    ingest([Article(id="new", text="Entirely new words.")], archive, embedder, PASSAGE_CHARS)
    assert len(reader.catalog.lexical(["entirely"], 5)) == 1
    reader.close()


def test_a_second_writer_is_told_that_the_archive_is_busy(tmp_path: Path) -> None:
    second = PassageIndex.writing(tmp_path, RECIPE, wait_seconds=0)
    with (
        PassageIndex.writing(tmp_path, RECIPE),
        pytest.raises(ArchiveBusy, match="another process is writing"),
        second,
    ):
        pass
    with PassageIndex.writing(tmp_path, RECIPE, wait_seconds=0):
        pass


def test_the_order_of_articles_does_not_matter(tmp_path: Path, embedder: BagOfWordsEmbeddings) -> None:
    ids = []
    for name, articles in (("one", [SUMMIT, TRAILER]), ("two", [TRAILER, SUMMIT])):
        index = PassageIndex.create(tmp_path / name, RECIPE)
        ingest(articles, index, embedder, PASSAGE_CHARS)
        ids.append(index.vectors.all_ids())
        index.close()
    assert ids[0] == ids[1]


def test_what_another_process_adds_is_found_by_meaning_without_opening_the_archive_again(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings, tmp_path: Path
) -> None:
    question = embedder.embed_query("zeppelins over the harbour")
    assert len(archive.nearest(question, 10)) == 2
    add = (
        "from pathlib import Path; from ingest.articles import Article; from ingest.index import PassageIndex\n"
        "from ingest.pipeline import ingest; from tests.embedders import BagOfWordsEmbeddings\n"
        f"index = PassageIndex.open(Path({str(tmp_path / 'archive')!r}), {RECIPE!r})\n"
        "ingest([Article(id='z', text='Zeppelins over the harbour.')], index, BagOfWordsEmbeddings(), 300)"
    )
    subprocess.run([sys.executable, "-c", add], cwd=Path(__file__).parents[2], check=True)
    nearest = archive.nearest(question, 1)[0]
    assert archive.catalog.passages([nearest.passage_id])[nearest.passage_id].article.id == "z"


def test_words_are_merged_again_when_an_archive_has_grown_by_a_quarter(
    tmp_path: Path, embedder: BagOfWordsEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    merges: list[Database] = []
    monkeypatch.setattr(index, "merge_segments", merges.append)
    with PassageIndex.writing(tmp_path, RECIPE) as archive:
        for first, after in ((0, 10), (10, 12), (12, 13)):
            ingest([Article(id=str(n), text=f"Text {n}.") for n in range(first, after)], archive, embedder, 300)
    assert len(merges) == 2


def test_a_data_folder_that_cannot_be_written_is_said_with_the_setting_that_names_another(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(StorageFailed, match=r"file cannot be written \(File exists\).*DATA_DIR"),
        PassageIndex.writing(tmp_path / "file", RECIPE),
    ):
        pass

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.index import PassageIndex
from ingest.pipeline import Ingest, IngestReport, ingest
from ingest.readers import Failure, read_paths
from ingest.statistics import visible_count

from tests.conftest import PASSAGE_CHARS, SUMMIT, TRAILER
from tests.embedders import BagOfWordsEmbeddings

FAILURE = Failure("bad.txt", 3, "not text")


def counts(report: IngestReport) -> tuple[int, int, int, int]:
    return report.read, report.added, report.updated, report.unchanged


def test_new_articles_are_added(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    report = ingest([SUMMIT, FAILURE, TRAILER], index, embedder, PASSAGE_CHARS)
    assert counts(report) == (2, 2, 0, 0)
    assert report.failed == [FAILURE]
    assert report.passages == 2
    assert visible_count(index.catalog) == 2


def test_adding_again_changes_nothing_and_embeds_nothing(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    report = ingest([SUMMIT, TRAILER], archive, embedder, PASSAGE_CHARS)
    assert counts(report) == (2, 0, 0, 2)
    assert embedder.texts_embedded == []


def test_of_an_edited_article_only_the_changed_passage_is_embedded(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    ingest([SUMMIT], index, embedder, 100)
    embedder.texts_embedded.clear()
    edited = SUMMIT.model_copy(update={"text": SUMMIT.text.replace("four points", "five points")})
    report = ingest([edited], index, embedder, 100)
    assert counts(report) == (1, 0, 1, 0)
    assert embedder.texts_embedded == [
        "Leaders meet in Singapore — Demo Wire — 2018-06-12\n"
        "The statement has five points. The last is about the remains of soldiers."
    ]
    assert index.vectors.all_ids() == index.catalog.all_passage_ids()


def test_a_passage_that_moved_keeps_its_vector_and_is_described_where_it_stands(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    ingest([SUMMIT], index, embedder, 100)
    edited = SUMMIT.model_copy(update={"text": SUMMIT.text.replace("on Tuesday", "on a Tuesday")})
    assert ingest([edited], index, embedder, 100).passages == 1  # the second of the two is as it was
    (kept,) = [p for p in index.catalog.passages(index.catalog.all_passage_ids()).values() if p.ordinal == 1]
    assert kept.start == 91
    assert index.vectors._collection.get([kept.id])["metadatas"][0]["start"] == 91


def test_an_article_is_not_found_by_the_words_of_one_whose_place_it_took(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    archive.withdraw(["trailer"], "withdrawn", "2026-01-01T00:00:00Z")
    ingest([Article(id="boat", text="A boat was seen.")], archive, embedder, PASSAGE_CHARS)  # its number is free now
    match = "SELECT count(*) FROM lexical_articles WHERE lexical_articles MATCH ?"
    assert archive.catalog.database.first(match, ("boat",)) == 1
    assert archive.catalog.database.first(match, ("loading",)) == 0


def test_the_same_article_twice_in_one_run_is_one_article(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    edited = TRAILER.model_copy(update={"text": "A blue trailer."})
    assert counts(ingest([TRAILER, TRAILER, edited], index, embedder, PASSAGE_CHARS)) == (3, 1, 1, 1)
    assert [row.text for row in index.catalog.passages(index.catalog.all_passage_ids()).values()] == ["A blue trailer."]


def test_articles_are_stored_while_more_are_read(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    seen_while_reading: list[int] = []

    def many() -> Iterator[Article]:
        for number in range(600):
            yield Article(id=str(number), text=f"Article number {number} about rockets.")
            seen_while_reading.append(visible_count(index.catalog))

    ingest(many(), index, embedder, PASSAGE_CHARS)
    assert seen_while_reading[-1] > 0
    assert visible_count(index.catalog) == 600


def test_an_error_while_reading_leaves_what_was_stored_usable(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    def broken() -> Iterator[Article]:
        yield SUMMIT
        raise RuntimeError("the disk went away")

    with pytest.raises(RuntimeError, match="the disk went away"):
        ingest(broken(), index, embedder, PASSAGE_CHARS)
    assert counts(ingest([SUMMIT, TRAILER], index, embedder, PASSAGE_CHARS))[0] == 2
    assert index.vectors.all_ids() == index.catalog.all_passage_ids()


def test_progress_is_told_as_articles_are_read(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    told: list[int] = []
    ingest([SUMMIT, TRAILER], index, embedder, PASSAGE_CHARS, lambda report: told.append(report.read))
    assert told[:2] == [1, 2]


def test_a_file_whose_address_is_corrected_is_one_article_still(
    index: PassageIndex, embedder: BagOfWordsEmbeddings, tmp_path: Path
) -> None:
    path = tmp_path / "a.md"
    for name in ("first", "second-address"):
        path.write_text(f"---\nurl: https://demo.example/{name}\n---\nNobody signed.\n")
        report = ingest(read_paths([path], 1000, index.second_ledger().source), index, embedder, PASSAGE_CHARS)
    assert (report.added, report.withdrawn) == (1, 1)
    assert [article.url for article in index.catalog.visible_articles()] == ["https://demo.example/second-address"]


def test_files_that_change_places_lose_no_article(
    index: PassageIndex, embedder: BagOfWordsEmbeddings, tmp_path: Path
) -> None:
    names = ["first", "second-address"]
    for order in (names, names[::-1]):
        for file, name in zip("ab", order, strict=True):
            text = f"---\nurl: https://demo.example/{name}\n---\nOf {name}.\n"
            (tmp_path / f"{file}.md").write_text(text)
        report = ingest(read_paths([tmp_path], 1000, index.second_ledger().source), index, embedder, PASSAGE_CHARS)
    assert report.withdrawn == 0
    assert len(list(index.catalog.visible_articles())) == 2


LINES = (
    {"id": "1", "source": "Wire", "text": "Nobody signed."},
    {"id": "2", "url": "https://demo.example/2", "source": "Wire", "text": "All left."},
    {"text": "It rained."},
)


def read_lines(index: PassageIndex, path: Path, *lines: dict[str, str] | str) -> IngestReport:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return ingest(
        read_paths([path], 10_000, index.second_ledger().source), index, BagOfWordsEmbeddings(), PASSAGE_CHARS
    )


@pytest.mark.parametrize(
    ("place", "changed"),
    [
        (0, {"id": "1-new"}),
        (0, {"url": "https://demo.example/1"}),
        (1, {"url": "https://demo.example/2-corrected", "text": "All have left."}),
        (2, {"id": "3"}),
    ],
)
def test_a_line_whose_identity_is_corrected_is_one_article_still(
    index: PassageIndex, tmp_path: Path, place: int, changed: dict[str, str]
) -> None:
    path = tmp_path / "a.jsonl"
    read_lines(index, path, *LINES)
    lines = [line | changed if number == place else line for number, line in enumerate(LINES)]
    report = read_lines(index, path, *lines)
    assert (report.added, report.withdrawn, report.failed) == (1, 1, [])
    assert sorted(article.text for article in index.catalog.visible_articles()) == sorted(
        line["text"] for line in lines
    )
    assert read_lines(index, path, *lines, {"id": "4", "text": "More."}).withdrawn == 0


def test_nothing_is_withdrawn_for_a_line_that_left_its_file_or_cannot_be_read(
    index: PassageIndex, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    read_lines(index, path, *LINES)
    renamed = LINES[0] | {"id": "1-new"}
    assert read_lines(index, path, renamed, "{broken").withdrawn == 0
    assert read_lines(index, path, {"id": "9", "source": "Wire", "text": "Other news."}).withdrawn == 0
    assert len(list(index.catalog.visible_articles())) == 5


def test_an_edited_line_beside_one_that_could_not_be_read_is_withdrawn_once_all_can(
    index: PassageIndex, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    read_lines(index, path, *LINES)
    renamed = LINES[0] | {"id": "1-new"}
    assert read_lines(index, path, renamed, "{broken", LINES[2]).withdrawn == 0
    assert read_lines(index, path, renamed, *LINES[1:]).withdrawn == 1


def test_an_article_that_another_file_still_holds_is_not_withdrawn(index: PassageIndex, tmp_path: Path) -> None:
    for name in "ab":
        read_lines(index, tmp_path / f"{name}.jsonl", *LINES[:2])
    renamed = LINES[0] | {"id": "1-new"}
    assert read_lines(index, tmp_path / "a.jsonl", renamed, LINES[1]).withdrawn == 0
    assert read_lines(index, tmp_path / "b.jsonl", renamed, LINES[1]).withdrawn == 1


def test_a_file_whose_lines_all_get_other_identities_does_not_empty_the_archive(
    index: PassageIndex, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    for prefix in ("old", "new"):
        report = read_lines(index, path, *({"id": f"{prefix}-{n}", "text": f"Report {n}."} for n in range(11)))
    assert (report.added, report.withdrawn) == (11, 0)
    assert "--allow-mass-removal" in report.failed[-1].reason
    run = Ingest(index, BagOfWordsEmbeddings(), PASSAGE_CHARS)
    readings = read_paths([path], 10_000, index.second_ledger().source)
    run.run(readings, lambda report: None, allow_mass_removal=True)
    assert (run.report.withdrawn, run.report.unchanged) == (11, 11)

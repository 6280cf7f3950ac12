import io

from rich.console import Console

from ingest.articles import Article
from ingest.cleaning import clean
from ingest.ledger import RunRecord
from ingest.pipeline import IngestReport
from ingest.presentation import preview_page, report_table, run_table, summary_page
from ingest.readers import Failure
from ingest.statistics import ArchiveSummary

BODY = "The talks ended on Tuesday without a deal, and nobody wanted to say when they would go on.\n\n" * 2


def shown(*parts: object, colour: bool = False) -> str:
    console = Console(file=io.StringIO(), force_terminal=colour, width=120, color_system="standard" if colour else None)
    for part in parts:
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_preview_shows_what_was_removed_in_red_with_the_rules_name() -> None:
    preview = clean(Article(id="1", title="Talks end", text=BODY + "Read more: Why cats purr\n\nNobody signed."))
    page = shown(*preview_page(preview), colour=True)
    assert "removed as read-more" in page
    assert "\x1b[9;31mRead more: Why cats purr" in page  # struck through, red
    assert "unknown" in page


def test_a_preview_says_what_was_kept_though_a_rule_fits() -> None:
    page = shown(*preview_page(clean(Article(id="1", text="Nobody signed.\n\n" + "Read more: A headline\n\n" * 9))))
    assert "kept, though read-more fits" in page


def test_a_report_counts_everything_and_names_what_failed() -> None:
    report = IngestReport(9, 4, 1, 2, 1, 2, [Failure("a\nb.txt", 3, "not \x1b[31mtext")], 30, 1.5)
    page = shown(*report_table(report))
    assert "9 articles read, 30 passages embedded in 1.5 s" in page
    assert "a\N{REPLACEMENT CHARACTER}b.txt:3" in page
    assert "\x1b" not in page


def test_a_summary_shows_sources_months_size_and_recipe() -> None:
    months = {f"20{year}-01": 1 for year in range(49, 19, -1)}
    summary = ArchiveSummary(30, 90, "2049-01", "2020-01", {"Wire\x1b": 29, "": 1}, months, 3, 2, 4, 5_000_000)
    page = shown(*summary_page(summary, "model=x"))
    assert "30 articles in 90 passages, 5.0 MB on disk" in page
    assert "3 updated, 2 withdrawn, 4 tell a story told before" in page
    assert "recipe: model=x" in page
    assert "Wire\N{REPLACEMENT CHARACTER}" in page
    assert "2049-01" in page
    assert "and 6 earlier months" in page


def test_the_history_tells_what_there_was_to_do() -> None:
    failed = [{"path": "a", "line": None, "reason": "bad"}]
    runs = [
        RunRecord(
            "2026-01-02T00:00:00Z", "add", {"read": 4, "added": 3, "updated": 0, "failed": failed, "seconds": 1.26}
        ),
        RunRecord("2026-01-01T00:00:00Z", "feed", {}),
    ]
    page = shown(run_table(runs))
    assert "4 read, 3 added, 1 failed" in page
    assert "1.3" in page
    assert "nothing to do" in page

"""PDF files, made here by pypdf itself."""

import io
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest.articles import Article
from ingest.readers import Failure
from ingest.readers.pdf import pdf_fields
from ingest.readers.source import NotAnArticle

from tests.ingest.readings import read_files

LINES = (
    "Talks end without a deal",
    "By Ada Writer",
    "July 31, 2018",
    "The talks ended and nobo-",
    "dy signed. More follows.",
)


def pdf(lines: tuple[str, ...], pages: int = 1, password: str | None = None, title: str | None = None) -> bytes:
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for _ in range(pages):
        page = writer.add_blank_page(600, 800)
        stream = DecodedStreamObject()
        shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
        stream.set_data(f"BT /F1 12 Tf 50 700 Td {shown} ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    if title:
        writer.add_metadata({"/Title": title})
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_pdf_gives_its_text_title_author_and_date(tmp_path: Path) -> None:
    path = tmp_path / "talks.pdf"
    path.write_bytes(pdf(LINES))
    (article,) = read_files(path)
    assert isinstance(article, Article)
    assert (article.title, article.author, article.published_at) == (
        "Talks end without a deal",
        "Ada Writer",
        "2018-07-31",
    )
    assert article.text == "The talks ended and nobody signed. More follows."


def test_the_title_a_pdf_names_goes_before_its_first_line() -> None:
    assert pdf_fields(pdf(LINES, title="The real title"))["title"] == "The real title"


def test_the_day_a_pdf_was_made_is_not_the_day_of_publication() -> None:
    assert "published_at" not in pdf_fields(pdf(("Only words here.",)))


def test_an_encrypted_pdf_is_refused_and_one_that_opens_without_a_password_is_read() -> None:
    with pytest.raises(NotAnArticle, match="an encrypted PDF"):
        pdf_fields(pdf(LINES, password="secret"))
    assert "talks ended" in str(pdf_fields(pdf(LINES, password=""))["text"])


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"%PDF-1.4\n" + b"\x00" * 1000, pdf(LINES)[:300], b"no pdf at all"])
def test_a_broken_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(NotAnArticle, match=r"a broken PDF|a PDF without text"):
        pdf_fields(content)


def test_a_pdf_of_pictures_is_refused() -> None:
    with pytest.raises(NotAnArticle, match="a PDF without text"):
        pdf_fields(pdf(()))


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    with pytest.raises(NotAnArticle, match="a PDF of 501 pages; at most 500 are read"):
        pdf_fields(pdf((), pages=501))


def test_a_failure_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.4")
    (failure,) = read_files(path)
    assert isinstance(failure, Failure)
    assert failure.path == str(path)

"""The README's picture is made of what the bot really sends."""

import shutil
from pathlib import Path

import pytest

from docs.picture import BROWSERS, PICTURE, REPORT_PICTURE, page, photograph

PNG = b"\x89PNG\r\n\x1a\n"


async def test_it_shows_the_answer_its_sources_and_the_buttons() -> None:
    shown = await page()
    assert "<div class=field>Sources</div>" in shown
    assert "[1] <a href='https://demo.footnote.example/2018/06/12/singapore-summit-joint-statement#:~:text=" in shown
    assert "<b>&quot;We will be stopping the war games,&quot; Trump told reporters" in shown
    assert ">Sources</span>" in shown
    assert shown.count("<svg") == 2


@pytest.mark.parametrize("picture", [PICTURE, REPORT_PICTURE])
def test_the_pictures_in_the_repository_are_small_png_files(picture: Path) -> None:
    content = picture.read_bytes()
    assert content.startswith(PNG)
    assert len(content) < 250_000


def test_it_can_be_made_again(tmp_path: Path) -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("no Chromium on this machine")
    photograph("<p>words", tmp_path / "picture.png", browser, (300, 200), scale=1.0)
    assert (tmp_path / "picture.png").read_bytes().startswith(PNG)

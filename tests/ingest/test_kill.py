"""Whatever is killed wherever, the next run ends in the state of an undisturbed one."""

import multiprocessing
import random
import time
from pathlib import Path

import numpy as np

from ingest.index import PassageIndex
from ingest.verification import verify

from tests.ingest.killed_run import ARTICLES, PASSAGE_CHARS, RECIPE, run

_KILLS = 20
_FAR_APART = 30.0  # seconds; a process that is not killed has long ended


def in_process(folder: Path, version: int, seconds: float) -> int | None:
    """Exit code of a run that is killed after so many seconds, if it has not ended before."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.ingest.killed_run"])
    process = context.Process(target=run, args=(folder, version))
    process.start()
    process.join(seconds)
    process.kill()
    process.join()
    return process.exitcode


def contents(folder: Path) -> tuple[set[tuple[str, str, int, int]], dict[str, bytes]]:
    """What readers see of every passage, and every vector, to four places."""
    index = PassageIndex.open(folder, RECIPE)
    assert verify(index, PASSAGE_CHARS).is_sound
    stored = index.catalog.passages(index.catalog.all_passage_ids()).values()
    passages = {(passage.id, passage.text, passage.start, passage.end) for passage in stored}
    vectors = {name: np.round(row, 4).tobytes() for name, row in index.vectors.all_vectors().items()}
    index.close()
    return passages, vectors


def half_visible(folder: Path) -> frozenset[str]:
    """Articles that a reader would find in part, or cut otherwise than their text."""
    if not (folder / "catalog.sqlite3").is_file():
        return frozenset()
    index = PassageIndex.create(folder, RECIPE)
    damaged = verify(index, PASSAGE_CHARS).damaged
    index.close()
    return damaged


def test_after_twenty_kills_and_one_clean_run_everything_is_as_in_an_undisturbed_run(tmp_path: Path) -> None:
    moments = random.Random()
    in_process(tmp_path / "warm up", 0, _FAR_APART)
    began = time.monotonic()
    assert in_process(tmp_path / "undisturbed", _KILLS, _FAR_APART) == 0
    duration = time.monotonic() - began
    codes = []
    for kill in range(_KILLS):
        codes.append(in_process(tmp_path / "killed", kill, moments.uniform(0, duration)))
        assert half_visible(tmp_path / "killed") == frozenset()
    assert codes.count(-9) >= _KILLS // 2
    assert in_process(tmp_path / "killed", _KILLS, _FAR_APART) == 0
    undisturbed, killed = contents(tmp_path / "undisturbed"), contents(tmp_path / "killed")
    assert len(undisturbed[0]) == len(undisturbed[1]) >= ARTICLES
    assert killed == undisturbed

"""Fingerprints change with what is measured, and with nothing else."""

import os
from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.index import PassageIndex
from ingest.pipeline import ingest

from bot.settings import BotSettings

from evals.fingerprints import (
    corpus_fingerprint,
    machine,
    model_fingerprints,
    questions_fingerprint,
    settings_fingerprint,
    settings_record,
)

from tests.conftest import PASSAGE_CHARS
from tests.embedders import BagOfWordsEmbeddings
from tests.evals.outcomes import question


def test_the_order_of_questions_is_no_difference_and_a_word_is() -> None:
    one, other = question(id="1"), question(id="2")
    assert questions_fingerprint([one, other]) == questions_fingerprint([other, one])
    assert questions_fingerprint([one, other]) != questions_fingerprint([one, question(id="2", question="who")])


def test_one_more_article_is_another_corpus(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    before = corpus_fingerprint(archive.catalog)
    assert corpus_fingerprint(archive.catalog) == before
    ingest([Article(id="new", text="One more.")], archive, embedder, PASSAGE_CHARS)
    assert corpus_fingerprint(archive.catalog) != before


def test_settings_that_answers_depend_on_count_and_secrets_and_places_do_not() -> None:
    usual = BotSettings()
    assert settings_fingerprint(usual) != settings_fingerprint(BotSettings(passages=1))
    elsewhere = BotSettings.model_validate(
        {"discord_token": "not for anyone", "data_dir": "/elsewhere", "allowed_channels": "42"}
    )
    assert settings_fingerprint(usual) == settings_fingerprint(elsewhere)
    assert "not for anyone" not in str(settings_record(elsewhere))


def test_of_a_model_file_its_name_is_told_and_not_its_folder(tmp_path: Path) -> None:
    (tmp_path / "small.gguf").touch()
    settings = BotSettings(chat_model=str(tmp_path / "small.gguf"), reranker_model=str(tmp_path))
    assert settings_record(settings)["chat_model"] == "small.gguf"
    assert str(tmp_path) not in str(settings_record(settings))


def test_where_the_system_does_not_tell_which_cores_may_be_used_all_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 42)
    assert machine().endswith(", 42 cores")


def test_the_default_models_are_told_by_their_files_and_others_by_their_names() -> None:
    usual, hosted = model_fingerprints(BotSettings()), model_fingerprints(BotSettings(chat_model="openai:gpt-5-mini"))
    assert {len(fingerprint) for fingerprint in usual.values()} == {16}
    assert hosted == usual | {"chat_model": "openai:gpt-5-mini"}

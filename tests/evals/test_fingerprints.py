"""Fingerprints change with what is measured, and with nothing else."""

from ingest.articles import Article
from ingest.index import PassageIndex
from ingest.pipeline import ingest

from bot.settings import BotSettings

from evals.fingerprints import corpus_fingerprint, questions_fingerprint, settings_fingerprint, settings_record

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
    elsewhere = BotSettings.model_validate({"discord_token": "not for anyone", "data_dir": "/elsewhere"})
    assert settings_fingerprint(usual) == settings_fingerprint(elsewhere)
    assert "not for anyone" not in str(settings_record(elsewhere))

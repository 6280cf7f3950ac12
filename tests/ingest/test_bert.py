"""The encoder of questions beside sentence-transformers, on a tiny random model that is made here."""

from pathlib import Path

import numpy as np
import pytest

from ingest.bert import BertEncoder
from ingest.embedder import SentenceTransformerEmbeddings
from ingest.errors import ModelUnavailable

from tests.ingest.test_embedder import save_tiny_model

TEXTS = ["the missile", "a", "", "talks end " * 100, "Zeppelin über der Stadt, 🛩"]


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = save_tiny_model(tmp_path_factory.mktemp("tiny"))
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 64}')  # as the default model names its length
    return folder


@pytest.mark.parametrize("text", TEXTS)
def test_a_vector_is_the_one_that_sentence_transformers_gives(model_folder: Path, text: str) -> None:
    vector = BertEncoder(model_folder).encode(text)
    assert vector.dtype == np.float32
    np.testing.assert_allclose(vector, SentenceTransformerEmbeddings(model_folder).encode([text])[0], atol=1e-6)


def test_a_question_is_embedded_without_loading_the_model_for_passages(model_folder: Path, tmp_path: Path) -> None:
    encoder = BertEncoder(model_folder)
    embeddings = SentenceTransformerEmbeddings(tmp_path / "absent", for_questions=encoder)
    np.testing.assert_allclose(embeddings.embed_query("the missile"), encoder.encode("the missile"), atol=1e-7)


def test_a_damaged_model_is_reported_with_the_command_that_mends_it(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(ModelUnavailable, match="python -m ingest models"):
        BertEncoder(tmp_path).encode("the missile")

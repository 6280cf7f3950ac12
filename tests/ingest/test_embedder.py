"""The real embedder on a tiny random model that is made here, under LangChain's own suite."""

import gc
from pathlib import Path

import numpy as np
import pytest
from langchain_tests.integration_tests import EmbeddingsIntegrationTests
from langchain_tests.unit_tests import EmbeddingsUnitTests
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import BertConfig, BertModel, BertTokenizer

from ingest.embedder import SentenceTransformerEmbeddings
from ingest.errors import ModelUnavailable

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] the a missile trailer talks end foo bar content hello world test".split()


def save_tiny_model(folder: Path) -> Path:
    """A BERT of two layers with random weights, in the form sentence-transformers loads."""
    bert = folder / "bert"
    bert.mkdir(parents=True)
    (bert / "vocab.txt").write_text("\n".join(WORDS))
    BertTokenizer(str(bert / "vocab.txt")).save_pretrained(bert)
    BertModel(
        BertConfig(
            vocab_size=len(WORDS),
            hidden_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=64,
        )
    ).save_pretrained(bert)
    transformer = Transformer(str(bert), max_seq_length=64)
    model = folder / "model"
    SentenceTransformer(modules=[transformer, Pooling(16)], device="cpu").save(str(model))
    return model


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def tiny(model_folder: Path) -> SentenceTransformerEmbeddings:
    return SentenceTransformerEmbeddings(model_folder)


def test_a_token_has_a_row_of_unit_length_that_depends_on_the_words_around_it(
    tiny: SentenceTransformerEmbeddings,
) -> None:
    missile, trailer, nothing = tiny.encode_tokens(["the missile", "a trailer the missile", ""])
    assert [rows.shape for rows in (missile, trailer, nothing)] == [(4, 16), (6, 16), (2, 16)]  # with both ends
    assert missile.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(trailer, axis=1), 1.0, atol=1e-3)
    np.testing.assert_allclose(missile, tiny.encode_tokens(["the missile"])[0], atol=1e-2)
    assert not np.allclose(missile[2], trailer[4], atol=1e-2)


def test_rows_are_of_unit_length_and_in_the_order_of_the_texts(tiny: SentenceTransformerEmbeddings) -> None:
    texts = ["the missile", "a trailer " * 20, "talks end"]
    rows = tiny.encode(texts)
    assert rows.dtype == np.float32
    assert rows.shape == (3, 16)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-3)
    np.testing.assert_allclose(rows[2], tiny.encode(["talks end"])[0], atol=1e-2)


def test_nothing_shows_on_the_terminal_when_a_model_is_loaded(
    model_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    SentenceTransformerEmbeddings(model_folder).encode(["the missile"])
    assert capfd.readouterr() == ("", "")


def test_the_model_is_loaded_at_first_use_only(tmp_path: Path) -> None:
    SentenceTransformerEmbeddings(tmp_path / "absent")


def test_a_folder_without_a_model_is_reported_with_the_setting_to_change(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="EMBEDDING_MODEL takes a hub id or a folder"):
        SentenceTransformerEmbeddings(tmp_path).encode(["the missile"])


class _Suite:
    folder: Path

    @pytest.fixture(autouse=True)
    def use_tiny_model(self, model_folder: Path) -> None:
        type(self).folder = model_folder

    @property
    def embeddings_class(self) -> type[SentenceTransformerEmbeddings]:
        return SentenceTransformerEmbeddings

    @property
    def embedding_model_params(self) -> dict[str, object]:
        return {"model": self.folder}


class TestLangChainUnitSuite(_Suite, EmbeddingsUnitTests):
    """LangChain's own suite. `test_init_from_env` has nothing to try and passes: the embedder takes no key and no
    address from the environment, which only the settings classes read."""


class TestLangChainIntegrationSuite(_Suite, EmbeddingsIntegrationTests):
    """LangChain's own suite, all of it."""


def test_garbage_is_collected_again_once_a_model_is_loaded(model_folder: Path) -> None:
    SentenceTransformerEmbeddings(model_folder).embed_query("harbour")
    assert gc.isenabled()

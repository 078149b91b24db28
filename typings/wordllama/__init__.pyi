"""The part of wordllama that Curator calls; the package itself is untyped."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

class WordLlamaInference:
    embedding: NDArray[np.float32]
    tokenizer: Tokenizer
    def embed(
        self,
        texts: str | list[str],
        norm: bool = False,
        return_np: bool = True,
        pool_embeddings: bool = True,
        batch_size: int = 64,
    ) -> NDArray[np.float32]: ...

class WordLlama:
    @classmethod
    def load(
        cls,
        config: str = "l2_supercat",
        cache_dir: Path | str | None = None,
        binary: bool = False,
        dim: int = 256,
        trunc_dim: int | None = None,
        disable_download: bool = False,
    ) -> WordLlamaInference: ...

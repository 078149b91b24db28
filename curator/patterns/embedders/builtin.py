"""The built-in embedder: static word vectors out of a wheel, offline, no key, no download."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

_TEXTS_AT_ONCE = 256
_TOKENS_AT_ONCE = 4096
"""Token vectors summed at once: a long text takes 4 MB, not its length times 1 kB."""


class WordLlamaEmbedder:
    """WordLlama's token vectors, averaged over the whole text and brought to length 1.

    Pooled text by text instead of in padded batches: a vector then depends on its text alone,
    and one long text among short ones costs no memory.
    """

    def __init__(self, vectors: NDArray[np.float32], tokenizer: Tokenizer, version: str) -> None:
        self._vectors = vectors
        self._tokenizer = tokenizer
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._id = f"wordllama-{version}-{vectors.shape[1]}"

    @property
    def id(self) -> str:
        return self._id

    @property
    def dims(self) -> int:
        return int(self._vectors.shape[1])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Texts to (texts, dims) float32 of length 1; blank texts to zeros."""
        import numpy as np

        result = np.zeros((len(texts), self.dims), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            batch = [_encodable(text) for text in texts[start : start + _TEXTS_AT_ONCE]]
            encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            for offset, encoding in enumerate(encodings):
                if batch[offset].strip():
                    result[start + offset] = self._pooled(encoding.ids)
        return result

    def _pooled(self, ids: Sequence[int]) -> NDArray[np.float32]:
        import numpy as np

        total = np.zeros(self.dims, dtype=np.float32)
        for start in range(0, len(ids), _TOKENS_AT_ONCE):
            total += self._vectors[ids[start : start + _TOKENS_AT_ONCE]].sum(axis=0)
        length = float(np.linalg.norm(total))
        return total / np.float32(length) if length > 0 else total


def _encodable(text: str) -> str:
    """The text without lone surrogates, which logs may hold and no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def _root_logger_untouched() -> Generator[None]:
    """WordLlama configures the root logger when imported; an application's is its own."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


@cache
def load() -> WordLlamaEmbedder:
    """The built-in embedder, loaded once (0.7 s).

    `cache_dir` is the package's own folder: without it version 0.4.0 looks for its tokenizer in
    the wrong place and would turn to the network, which `disable_download` forbids.
    """
    from importlib.metadata import version

    with _root_logger_untouched():
        import wordllama
        from wordllama import WordLlama

    folder = Path(wordllama.__file__).parent
    model = WordLlama.load(cache_dir=folder, disable_download=True)
    return WordLlamaEmbedder(model.embedding, model.tokenizer, version("wordllama"))

"""Embedding with the project's cache: each text is embedded once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from curator.patterns.embedders import builtin
from curator.project import embeddings
from curator.project.store import ProjectFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from curator.model.work import Embed
    from curator.patterns.embedders import Embedder


@cache
def built_in() -> Embedder:
    """The built-in embedder, loaded once a process."""
    return builtin.load()


def chosen_embedder(project: ProjectFile) -> Embedder:
    """The embedder that this project's patterns are made with."""
    del project
    return built_in()


def cached_embed(project: ProjectFile, embedder: Embedder | None = None) -> Embed:
    """An `Embed` that looks in the project first and keeps what it had to work out."""
    chosen = embedder or built_in()

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        hashes = [embeddings.text_hash(text) for text in texts]
        with project.reading() as connection:
            known = embeddings.known(connection, chosen.id, list(set(hashes)))
        missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
        if missing:
            vectors = chosen.embed(list(missing.values()))
            fresh = {
                key: vector.astype("<f4").tobytes()
                for key, vector in zip(missing, vectors, strict=True)
            }
            with project.writing() as connection:
                embeddings.keep(connection, chosen.id, fresh)
            known |= fresh
        if not texts:
            return np.zeros((0, chosen.dims), dtype=np.float32)
        return np.stack([np.frombuffer(known[key], dtype="<f4") for key in hashes]).astype(
            np.float32
        )

    return embed

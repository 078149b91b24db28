"""The embedding cache: vectors by hash of the text and by embedder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from curator.project.sql import and_, insert, schema, select

if TYPE_CHECKING:
    from curator.project.connection import Connection

_BATCH = 500


def text_hash(text: str) -> bytes:
    """128 bits of SHA-256: what a vector is found by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def known(connection: Connection, embedder: str, hashes: Sequence[bytes]) -> dict[bytes, bytes]:
    """The cached vectors (little-endian float32 bytes) among these texts."""
    table = schema.embeddings
    found: dict[bytes, bytes] = {}
    for start in range(0, len(hashes), _BATCH):
        query = select(table.c.text_hash, table.c.vector).where(
            and_(
                table.c.embedder == embedder,
                table.c.text_hash.in_(hashes[start : start + _BATCH]),
            )
        )
        found.update((key, vector) for key, vector in connection.execute(query))
    return found


def known_keys(connection: Connection, embedder: str, hashes: Sequence[bytes]) -> set[bytes]:
    """Which of these texts have a vector of this embedder."""
    table = schema.embeddings
    found: set[bytes] = set()
    for start in range(0, len(hashes), _BATCH):
        query = select(table.c.text_hash).where(
            and_(
                table.c.embedder == embedder,
                table.c.text_hash.in_(hashes[start : start + _BATCH]),
            )
        )
        found.update(connection.execute(query).scalars())
    return found


def keep(connection: Connection, embedder: str, vectors: Mapping[bytes, bytes]) -> None:
    """Cache vectors that are not there yet."""
    rows = [
        {"text_hash": key, "embedder": embedder, "vector": vector}
        for key, vector in vectors.items()
    ]
    if rows:
        connection.execute(insert(schema.embeddings).prefix_with("OR IGNORE"), rows)

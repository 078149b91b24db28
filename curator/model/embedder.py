"""Which embedder a project's patterns are made with, and what that costs."""

from __future__ import annotations

from typing import Literal

from curator.model.base import Noun

EmbedderKind = Literal["built-in", "endpoint", "model2vec", "sentence-transformers"]


class EmbedderChoice(Noun):
    """A project's setting. Never holds a key: an endpoint is named, its key is in the keyring."""

    kind: EmbedderKind = "built-in"
    endpoint: str = ""
    """Name of an endpoint profile on this machine."""
    model: str = ""
    """The endpoint's embedding model; "" is the profile's own."""
    folder: str = ""
    """Of a local model."""
    dims: int = 0
    """Length of the endpoint's vectors, known since it was chosen."""


class EmbeddingEstimate(Noun):
    """What embedding a project's cases would take, before anything is sent."""

    texts: int
    """Distinct texts that grouping, learning and the figures of patterns read."""
    cached: int
    """Of these, embedded before by the same embedder."""
    tokens: int
    """Of the texts still to be embedded, as OpenAI's vocabulary counts them."""
    price: float | None
    """Dollars; None where the endpoint's price is not known; 0 on this machine."""
    goes_to: str
    """The machine that would get the texts; "" where they stay here."""
    sentence: str

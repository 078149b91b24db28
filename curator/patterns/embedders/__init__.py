"""Embedders: what turns a text into a vector, behind one small interface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into vectors. `id` names the vectors in the cache: new vectors, new id."""

    @property
    def id(self) -> str: ...

    @property
    def dims(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Texts to (texts, dims), each row of length 1, or all zeros where a text is blank.

        A text's vector is the same whatever stands beside it in the batch.
        """
        ...

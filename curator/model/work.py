"""How long work reports itself and is stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (done, total); a total of 0 is not known yet."""

IsCancelled: TypeAlias = Callable[[], bool]

Embed: TypeAlias = "Callable[[Sequence[str]], NDArray[np.float32]]"
"""Texts to an array (texts, dims) of unit-length float32 vectors; "" gives zeros."""


def no_progress(done: int, total: int) -> None:
    """Nobody is watching."""
    del done, total


def never_cancelled() -> bool:
    """Nobody can stop it."""
    return False

"""Long lists of case keys: fetched as one value, narrowed without a Python object a key.

A row a key costs 1 µs and takes the interpreter's lock each time, so that a million of them hold
up the window for a second even from a thread. One value costs a sixth and is made outside it.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import func, select

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray
    from sqlalchemy import CompoundSelect, Connection, Select


def keys_of(connection: Connection, query: Select[int] | CompoundSelect[int]) -> array[int]:
    """The keys that a query of one column gives, in its order."""
    if connection.dialect.name != "sqlite":
        return array("q", connection.execute(query).scalars())
    rows = query.subquery()
    # SQLite keeps the order of a subquery under any aggregate but count, min and max.
    together = select(func.group_concat(next(iter(rows.c)))).select_from(rows)
    joined = connection.execute(together).scalar_one()
    return array("q", orjson.loads(f"[{joined}]")) if joined else array("q")


def mask_of(keys: array[int], size: int) -> NDArray[bool_]:
    """Whether each key below `size` is among `keys`, by key."""
    import numpy as np

    mask = np.zeros(size, dtype=np.bool_)
    mask[np.frombuffer(keys, dtype=np.int64)] = True
    return mask


def narrowed(keys: array[int], mask: NDArray[bool_]) -> array[int]:
    """Those of `keys` that the mask holds, in their order."""
    import numpy as np

    every = np.frombuffer(keys, dtype=np.int64)
    kept: array[int] = array("q")
    kept.frombytes(every[mask[every]].tobytes())
    return kept

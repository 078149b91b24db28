"""Long lists of case keys: fetched as one value, narrowed without a Python object a key.

A row a key costs 1 µs and takes the interpreter's lock each time, so that a million of them hold
up the window for a second even from a thread. One value costs a sixth and is made outside it.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from curator.project.prepared import Prepared
from curator.project.sql import func, select

if TYPE_CHECKING:
    from numpy import bool_, int64
    from numpy.typing import NDArray
    from sqlalchemy import ColumnElement, CompoundSelect, Select

    from curator.project.connection import Connection

    KeyQuery: TypeAlias = Select[int] | CompoundSelect[int]

LONG = 50_000
"""Characters of a list of keys from which numpy reads it faster than it can be called."""


def keys_of(connection: Connection, query: KeyQuery) -> array[int]:
    """The keys that a query of one column gives, in its order."""
    if connection.store != "sqlite":
        return array("q", connection.execute(query).scalars())
    joined = connection.execute(_together(query)).scalar_one()
    return _parsed(joined) if joined else array("q")


def _together(query: KeyQuery) -> Select[str]:
    """SQLite keeps the order of a subquery under any aggregate but count, min and max."""
    rows = query.subquery()
    return select(func.group_concat(next(iter(rows.c)))).select_from(rows)


class PreparedList:
    """A prepared query of one column of keys."""

    def __init__(self, name: str, build: Callable[[], KeyQuery]) -> None:
        self.joined = Prepared(name, lambda: _together(build()))
        self._each = Prepared(f"{name}, each", build)

    def keys(self, connection: Connection, **values: object) -> array[int]:
        """The keys for these values, in the query's order."""
        if connection.store != "sqlite":
            rows = self._each.rows(connection, **values)
            return array("q", (next(iter(row.values())) for row in rows))
        joined = self.joined.value(connection, **values)
        return _parsed(joined) if joined else array("q")


def among_listed(column: ColumnElement[int], keys: array[int]) -> ColumnElement[bool]:
    """Whether a column holds one of a few thousand keys, which are handed over as one value."""
    listed = func.json_each(str(keys.tolist())).table_valued("value")
    return column.in_(select(listed.c.value))


def _parsed(joined: str) -> array[int]:
    """Keys from a text with commas. Where numpy is loaded it makes no Python number of each."""
    if len(joined) < LONG:
        return array("q", json.loads(f"[{joined}]"))
    if "numpy" not in sys.modules:
        import orjson

        return array("q", orjson.loads(f"[{joined}]"))
    import numpy as np

    return _as_array(np.fromstring(joined, dtype=np.int64, sep=","))


def _as_array(keys: NDArray[int64]) -> array[int]:
    made: array[int] = array("q")
    made.frombytes(keys.tobytes())
    return made


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
    return _as_array(every[mask[every]])


def ascending(keys: array[int]) -> array[int]:
    """The same keys, each once, from the smallest to the largest."""
    import numpy as np

    # A tenth of what sorting a million of them takes.
    return _as_array(np.flatnonzero(mask_of(keys, _size(keys))).astype(np.int64))


def picked(keys: array[int], others: array[int]) -> array[int]:
    """Those of `keys` that are among `others` too, in their order."""
    return narrowed(keys, mask_of(others, _size(keys, others)))


def without(keys: array[int], others: array[int]) -> array[int]:
    """Those of `keys` that are not among `others`, in their order."""
    return narrowed(keys, ~mask_of(others, _size(keys, others)))


def _size(*lists: array[int]) -> int:
    import numpy as np

    return 1 + max(int(np.frombuffer(one, dtype=np.int64).max(initial=0)) for one in lists)

"""Writes curator/project/kept_statements.py: prepared statements as SQLite takes them.

Run it after a prepared statement or a table that one reads has changed:
`python scripts/keep_statements.py`. A test says when.
"""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from sqlalchemy.dialects import sqlite

from curator import project
from curator.project.key_lists import PreparedList
from curator.project.prepared import Compiled, Prepared, PreparedForKeys

KEPT_IN = Path(project.__file__).with_name("kept_statements.py")
HEAD = '''"""Written by scripts/keep_statements.py: prepared statements as SQLite takes them.

By name: the text, the names of its values in order, and the values it holds itself.
"""

# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping

KEPT: Mapping[str, tuple[str, tuple[str, ...], Mapping[str, object]]] = {
'''


def statements() -> Iterator[Prepared]:
    """Every prepared statement of the project's modules."""
    for module in pkgutil.iter_modules(project.__path__, f"{project.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            for one in cast("tuple[object, ...]", value if isinstance(value, tuple) else (value,)):
                if isinstance(one, Prepared):
                    yield one
                elif isinstance(one, PreparedForKeys):
                    yield one.any_number
                elif isinstance(one, PreparedList):
                    yield one.joined


def compiled() -> dict[str, Compiled]:
    """What is to be kept, by name. Raises ValueError where two have one name."""
    dialect = sqlite.dialect(paramstyle="qmark")
    found: dict[str, Compiled] = {}
    for one in statements():
        if one.name in found:
            raise ValueError(f"Two prepared statements are called {one.name}.")
        made = one.compile(dialect)
        found[one.name] = made._replace(text=" ".join(made.text.split()))
    return dict(sorted(found.items()))


def main() -> None:
    """Write the file."""
    rows = [
        f"{name!r}: ({one.text!r}, {one.order!r}, {dict(one.fixed)!r}),"
        for name, one in compiled().items()
    ]
    KEPT_IN.write_text(HEAD + "\n".join(rows) + "\n}\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", str(KEPT_IN)], check=True)


if __name__ == "__main__":
    main()

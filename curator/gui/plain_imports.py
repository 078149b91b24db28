"""Gives Python its own import back, which Qt for Python has replaced.

Its `from __feature__ import …`, which nothing here uses, makes it read the source of every module
that is imported after it, in search of its own name: 25 ms of opening a project.
"""

from __future__ import annotations

import builtins


def give_back() -> None:
    """Import as Python does from now on; loads Qt for Python, whose import comes first."""
    import PySide6.QtCore  # noqa: F401  (for what it does to imports)

    own = getattr(builtins, "__orig_import__", None)
    replaced = getattr(builtins, "__feature_import__", None)
    # Anybody else's hook stays.
    if own is not None and builtins.__import__ is replaced:
        builtins.__import__ = own

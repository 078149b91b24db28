"""The performance suite: what Curator does, beside a floor measured in the same run.

Each benchmark makes its own data, works in a temporary folder and returns its figures by name;
times are in seconds unless the name says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable

from curator.model.value import JsonObject


def _import() -> JsonObject:
    from curator.bench.importing import run

    return run()


def _import_memory() -> JsonObject:
    from curator.bench.importing import memory

    return memory()


def _export() -> JsonObject:
    from curator.bench.export import run

    return run()


def _readiness() -> JsonObject:
    from curator.bench.readiness import run

    return run()


def _review() -> JsonObject:
    from curator.bench.review import run

    return run()


def _trials() -> JsonObject:
    from curator.bench.trials import run

    return run()


def _patterns() -> JsonObject:
    from curator.bench.patterns import run

    return run()


BENCHES: dict[str, Callable[[], JsonObject]] = {
    "export": _export,
    "import": _import,
    "import-memory": _import_memory,
    "patterns": _patterns,
    "readiness": _readiness,
    "review": _review,
    "trials": _trials,
}

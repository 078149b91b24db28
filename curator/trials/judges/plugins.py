"""Judges of your own in Python: entry points of the group curator.judges.

A judge is a function of two texts, the output and the reference ("" where there is none). It
returns true or false, or a grade from 0 to 1 (pass from 0.5), or a pair of either and a note.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import cast

from curator.errors import CuratorError
from curator.trials.judges.base import Decide, Judgement

GROUP = "curator.judges"
PASSES_FROM = 0.5


def plugin_names() -> list[str]:
    """Names of the judges that are installed."""
    return sorted({point.name for point in entry_points(group=GROUP)})


def installed(name: str) -> Decide | None:
    """The installed judge of that name, or None. Raises CuratorError where it cannot be loaded."""
    for point in entry_points(group=GROUP, name=name):
        try:
            found: object = point.load()
        except (ImportError, AttributeError) as error:
            raise CuratorError(
                f"The judge “{name}” ({point.value}) could not be loaded: {error}.", field="judge"
            ) from error
        if not callable(found):
            raise CuratorError(f"The judge “{name}” ({point.value}) is no function.", field="judge")
        return _guarded(name, cast("Callable[[str, str], object]", found))
    return None


def _guarded(name: str, own: Callable[[str, str], object]) -> Decide:
    def decide(output: str, reference: str) -> Judgement:
        try:
            return _read(own(output, reference))
        except Exception as error:
            # Somebody else's code may raise anything; the run's other answers must not suffer.
            raise CuratorError(
                f"The judge “{name}” failed: {type(error).__name__}: {error}.", field="judge"
            ) from error

    return decide


def _read(said: object) -> Judgement:
    note = ""
    if isinstance(said, tuple):
        pair = cast("tuple[object, ...]", said)
        said, note = pair[0], str(pair[1])
    if isinstance(said, bool):
        return Judgement(said, note)
    if isinstance(said, int | float) and 0 <= said <= 1:
        return Judgement(said >= PASSES_FROM, note, float(said))
    raise TypeError(f"expected true, false or a grade from 0 to 1, not {said!r}")

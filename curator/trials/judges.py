"""Automatic judges: where an answer can be computed, no person need compare it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from curator.errors import CuratorError
from curator.model.review import Mark

_SPACE = re.compile(r"\s+")
_EDGES = " \t\n.,;:!?\"'`*_"

Judge = Callable[[str, str], bool]
"""Does this output, first, say what the reference, second, says?"""


def exact(output: str, reference: str) -> bool:
    """The same characters, white space at both ends aside."""
    return output.strip() == reference.strip()


def normalised(output: str, reference: str) -> bool:
    """The same text whatever its letter case, white space, Unicode form and edge punctuation."""
    return _normalise(output) == _normalise(reference)


def _normalise(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SPACE.sub(" ", folded).strip(_EDGES)


JUDGES: Mapping[str, Judge] = {"exact": exact, "normalised": normalised}


def find_judge(name: str) -> Judge:
    """The judge of that name. Raises CuratorError naming those that exist."""
    try:
        return JUDGES[name]
    except KeyError:
        known = ", ".join(sorted(JUDGES))
        raise CuratorError(
            f"There is no judge called “{name}”. The judges are: {known}.", field="judge"
        ) from None


def judge_output(judge: Judge, output: str, reference: str | None) -> Mark | None:
    """Pass or fail against the reference; None where there is nothing to compare with."""
    if reference is None:
        return None
    return Mark.PASS if judge(output, reference) else Mark.FAIL

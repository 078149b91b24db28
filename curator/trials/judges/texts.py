"""Judges of texts: the same, normalised, containing, matching."""

from __future__ import annotations

import re
import unicodedata

from curator.errors import CuratorError
from curator.trials.judges.base import Decide, Judgement

_SPACE = re.compile(r"\s+")
_EDGES = " \t\n.,;:!?\"'`*_"


def exact(output: str, reference: str) -> Judgement:
    """The same characters, white space at both ends aside."""
    return Judgement(output.strip() == reference.strip())


def normalised(output: str, reference: str) -> Judgement:
    """The same text whatever its letter case, white space, Unicode form and edge punctuation."""
    return Judgement(normalise(output) == normalise(reference))


def normalise(text: str) -> str:
    """Folded letter case, one kind of white space, NFKC, no punctuation at the edges."""
    return _folded(text).strip(_EDGES)


def _parts(argument: str) -> list[tuple[str, str]]:
    """Each wanted text as given and as compared."""
    given = [part.strip() for part in argument.split("|") if part.strip()]
    return [(part, _folded(part)) for part in given]


def _folded(text: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).casefold())


def contains(argument: str) -> Decide:
    """Every one of the texts stands in the output, whatever its case and spacing."""
    wanted = _parts(argument)

    def decide(output: str, reference: str) -> Judgement:
        del reference
        text = _folded(output)
        missing = [part for part, folded in wanted if folded not in text]
        note = f"does not contain: {', '.join(missing)}" if missing else ""
        return Judgement(not missing, note, 1 - len(missing) / len(wanted))

    return decide


def not_contains(argument: str) -> Decide:
    """None of the texts stands in the output."""
    unwanted = _parts(argument)

    def decide(output: str, reference: str) -> Judgement:
        del reference
        text = _folded(output)
        found = [part for part, folded in unwanted if folded in text]
        return Judgement(not found, f"contains: {', '.join(found)}" if found else "")

    return decide


def regex(argument: str) -> Decide:
    """The expression is found somewhere in the output; ^ and $ match at its ends."""
    pattern = compile_pattern(argument)

    def decide(output: str, reference: str) -> Judgement:
        del reference
        found = pattern.search(output) is not None
        return Judgement(found, "" if found else "the expression is not found")

    return decide


def compile_pattern(argument: str) -> re.Pattern[str]:
    """A regular expression. Raises CuratorError that says what is wrong with it."""
    try:
        return re.compile(argument)
    except re.error as error:
        raise CuratorError(
            f"The regular expression “{argument}” cannot be read: {error}.", field="judge"
        ) from None

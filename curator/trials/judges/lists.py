"""Judges of lists, codes for instance: how many of the wanted items are there, how many are not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

import orjson

from curator.trials.judges.base import Decide, Judgement
from curator.trials.judges.texts import compile_pattern, normalise

_BREAKS = re.compile(r"[\n;]|,(?!\d)")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
SHOWN = 5


def unordered_set(argument: str) -> Decide:
    """The same items in any order, each counted once. `argument`: a pattern of an item."""
    items = reader(argument)

    def decide(output: str, reference: str) -> Judgement:
        said, wanted = dict.fromkeys(items(output)), dict.fromkeys(items(reference))
        hits = sum(item in wanted for item in said)
        missing = [item for item in wanted if item not in said]
        extra = [item for item in said if item not in wanted]
        return _judgement(not missing and not extra, (hits, len(said), len(wanted)), missing, extra)

    return decide


def ordered_list(argument: str) -> Decide:
    """The same items in the same order; the grade rests on the longest common subsequence."""
    items = reader(argument)

    def decide(output: str, reference: str) -> Judgement:
        said, wanted = items(output), items(reference)
        missing = list((Counter(wanted) - Counter(said)).elements())
        extra = list((Counter(said) - Counter(wanted)).elements())
        counts = (_common(said, wanted), len(said), len(wanted))
        return _judgement(said == wanted, counts, missing, extra)

    return decide


def reader(argument: str) -> Callable[[str], list[str]]:
    """How items are taken from a text: by the pattern, else a JSON list, else lines and commas."""
    if not argument:
        return _split
    pattern = compile_pattern(argument)
    return lambda text: [normalise(found.group()) for found in pattern.finditer(text)]


def _split(text: str) -> list[str]:
    try:
        value: object = orjson.loads(text)
    except orjson.JSONDecodeError:
        value = None
    if isinstance(value, list):
        whole: list[object] = list(value)  # pyright: ignore[reportUnknownArgumentType]
        return [normalise(str(one)) for one in whole]
    parts = (_BULLET.sub("", part) for part in _BREAKS.split(text))
    return [item for item in map(normalise, parts) if item]


def _judgement(
    passed: bool, counts: tuple[int, int, int], missing: Sequence[str], extra: Sequence[str]
) -> Judgement:
    hits, said, wanted = counts
    precision = hits / said if said else float(wanted == 0)
    recall = hits / wanted if wanted else float(said == 0)
    both = precision + recall
    told = [f"precision {precision:.2f}, recall {recall:.2f}"]
    told += [f"missing: {_named(missing)}"] if missing else []
    told += [f"not wanted: {_named(extra)}"] if extra else []
    if not passed and not missing and not extra:
        told.append("in another order")
    return Judgement(passed, "; ".join(told), 2 * precision * recall / both if both else 0.0)


def _named(items: Sequence[str]) -> str:
    more = f" and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
    return ", ".join(items[:SHOWN]) + more


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    from rapidfuzz.distance import LCSseq

    return LCSseq.similarity(one, other)

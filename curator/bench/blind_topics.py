"""The topics of the blind failures: what is asked about, and what is true there.

Every topic holds enough to fail in every planted way, so that a topic never tells the mode. In the
texts {thing} is what the case is about and {amount} a number with its unit. The lines "asks",
"facts" and "nears" follow their "matter".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from curator.bench.blind_first_sheets import FIRST_SHEETS
from curator.bench.blind_second_sheets import SECOND_SHEETS
from curator.bench.blind_sheets import Parts, read_sheet


@dataclass(frozen=True)
class Matter:
    """One question of a topic, its true answer, and answers to the question beside it."""

    asks: Parts
    facts: Parts
    nears: Parts
    unit: str
    wrong_unit: str
    low: int
    high: int


@dataclass(frozen=True)
class Topic:
    """A field of questions with the material of every way to fail.

    The parts: things (this, confusable); situations (told, what it settles); alsos (further
    question, its answer); limits (demand, breach, kept); acts (request, empty claim, honest way);
    polars (question, right, flipped); premises (mistaken belief, agreeing, correcting).
    """

    name: str
    things: tuple[Parts, ...]
    matters: tuple[Matter, ...]
    situations: tuple[Parts, ...]
    alsos: tuple[Parts, ...]
    limits: tuple[Parts, ...]
    acts: tuple[Parts, ...]
    polars: tuple[Parts, ...]
    premises: tuple[Parts, ...]
    steps: tuple[Parts, ...]
    advice: Parts
    goods: Parts
    identifiers: Parts


def _topic(sheet: str) -> Topic:
    found: defaultdict[str, list[Parts]] = defaultdict(list)
    for key, parts in read_sheet(sheet):
        found[key].append(parts)
    matters = tuple(
        Matter(asks, facts, nears, unit, wrong, int(low), int(high))
        for (unit, wrong, low, high), asks, facts, nears in zip(
            found["matter"], found["asks"], found["facts"], found["nears"], strict=True
        )
    )
    return Topic(
        name=found["topic"][0][0],
        things=tuple(found["thing"]),
        matters=matters,
        situations=tuple(found["situation"]),
        alsos=tuple(found["also"]),
        limits=tuple(found["limit"]),
        acts=tuple(found["act"]),
        polars=tuple(found["polar"]),
        premises=tuple(found["premise"]),
        steps=tuple(found["steps"]),
        advice=found["advice"][0],
        goods=found["goods"][0],
        identifiers=found["identifiers"][0],
    )


@cache
def topics() -> tuple[Topic, ...]:
    """All topics, in the order of their sheets."""
    sheets = (FIRST_SHEETS + SECOND_SHEETS).split("topic: ")[1:]
    return tuple(_topic(f"topic: {sheet}") for sheet in sheets)

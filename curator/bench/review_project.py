"""Generated projects for the review benchmark: words as unevenly used as in real texts."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

from curator.model.case import IncomingCase
from curator.model.message import Message
from curator.model.queue import Queue
from curator.model.review import Mark
from curator.operations import projects, reviewing, searching
from curator.project.arrivals import Arrivals

BATCH = 5_000
SENTENCES = 6_000
VOCABULARY = 20_000
REVIEWED = 300
REVIEWER = "A reviewer"
TAGS = ("wrong figure", "cold tone", "invented plan", "half an answer")
_SYLLABLES = [
    first + middle + last
    for first, middle, last in itertools.product("bdfgklmnprstvz", "aeiou", ("", "n", "r", "s"))
]


def words(seed: int = 7) -> list[str]:
    """The made-up vocabulary, the most frequent word first."""
    pick = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(pick.choices(_SYLLABLES, k=pick.choice((2, 2, 3, 3, 4))))] = None
    return list(found)


def _sentences(pick: random.Random) -> list[str]:
    vocabulary = words()
    # Zipf: the word of rank r is used 1/r as often as the first.
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))
    made: list[str] = []
    for _ in range(SENTENCES):
        chosen = pick.choices(vocabulary, cum_weights=weights, k=pick.randint(6, 14))
        made.append(" ".join(chosen).capitalize() + ".")
    return made


def generated_cases(count: int, seed: int = 7) -> Iterator[IncomingCase]:
    """`count` calls of about 90 words, no two alike."""
    pick = random.Random(seed)
    sentences = _sentences(pick)
    for number in range(1, count + 1):
        asked = " ".join(pick.choices(sentences, k=3))
        answered = " ".join(pick.choices(sentences, k=6))
        yield IncomingCase(
            line=number,
            id=f"call-{number:07}",
            input=(Message(role="user", content=f"{asked} {number}"),),
            output=Message(role="assistant", content=answered),
            model="bench-1",
        )


def build(path: Path, count: int) -> Path:
    """A project of `count` cases, indexed for search, the first of its random order reviewed."""
    with projects.create_project(path, name=f"{count:,} cases") as project:
        arrivals = Arrivals(
            file="bench.jsonl",
            format_name="curator",
            reviewer=REVIEWER,
            seed=project.seed,
            as_acts=True,
        )
        incoming = generated_cases(count)
        started = False
        while batch := list(itertools.islice(incoming, BATCH)):
            with project.writing() as connection:
                if not started:
                    arrivals.start(connection)
                    started = True
                arrivals.add(connection, batch)
        searching.index_cases(project)
        first = list(reviewing.queue_keys(project, Queue())[: min(REVIEWED, count // 3)])
        failed = [key for place, key in enumerate(first) if place % 4 == 0]
        passed = [key for place, key in enumerate(first) if place % 4]
        reviewing.mark_cases(project, passed, Mark.PASS, REVIEWER)
        reviewing.mark_cases(project, failed, Mark.FAIL, REVIEWER)
        for place, key in enumerate(failed):
            reviewing.set_tags(project, key, [TAGS[place % len(TAGS)]], REVIEWER)
        return project.path

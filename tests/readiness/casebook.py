"""Small projects built in code: one that is ready for a pilot, and the means to spoil it."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from curator.model.base import JsonObject
from curator.model.case import Case
from curator.model.dataset import DatasetRow
from curator.model.figures import Figures
from curator.model.message import Message
from curator.model.pattern import Fix, Pattern, PatternSet
from curator.model.readiness import Readiness
from curator.model.review import Mark, Review, ReviewerMark
from curator.model.reviewed_case import ReviewedCase
from curator.model.snapshot import Snapshot, TrialSnapshot
from curator.model.statistics import Estimate, wilson
from curator.model.trial import Trial, TrialOutput, Variant
from curator.readiness import assess
from curator.trials.comparison import compare

WORDS = """account address adjust agree amount answer apply attach balance basket before begin
billing branch browser button calendar cancel change charge check choose clear client colour
column confirm contact contract copy country coupon create credit currency customer daily default
delay delete deliver deposit detail device digital discount domain download draft editor email
enable error event every exact expire export extra feature field figure filter final folder format
forward gift group handle header history holiday import inside invite invoice issue journal keep
keyboard label language latest layout ledger letter level licence limit linked local login machine
manager manual margin member merge message method mobile module monthly network notice number offer
office online order owner package page panel parcel partner password payment pending period person
phone picture plan policy portal preview price print profile public quarter query question quota
range reason receipt record refund region reminder renew repair reply report request reset result
return review reward sample save scan schedule screen search season section select server session
setting share ship sign simple source spare standard start status store summary supply support
switch system table target team template tenant terms ticket title token total track transfer
travel trial update upgrade upload usage user value vendor version video voucher wallet warning
website weekly window wizard worker yearly zone""".split()  # noqa: SIM905


def words(key: int, count: int = 14) -> str:
    """Words of the case's own, so that no two questions are alike."""
    return " ".join(random.Random(key).sample(WORDS, count))


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """A bag of hashed words, unit length: enough for corrections to have a direction."""
    vectors = np.zeros((len(texts), 64), dtype=np.float32)
    for row, text in enumerate(texts):
        for word in text.casefold().split():
            vectors[row, zlib.crc32(word.encode()) % 64] += 1
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(lengths, 1e-9)


@dataclass
class Entry:
    """One reviewed case of a book."""

    key: int
    mark: Mark
    asked: str
    answered: str
    ideal: str | None = None
    pattern: str = ""
    held_out: bool = False
    conversation: str | None = None
    system: str = ""
    accepted: bool = True
    model_written: bool = False
    reviewer: str = "ana"
    at: str = "2026-11-02T10:00:00Z"
    tags: tuple[str, ...] = ()
    expected: str | None = None
    metadata: JsonObject = field(default_factory=dict)

    def reviewed(self) -> ReviewedCase:
        system = (Message(role="system", content=self.system),) if self.system else ()
        case = Case(
            key=self.key,
            uid=f"uid-{self.key}",
            id=f"c{self.key}",
            input=(*system, Message(role="user", content=self.asked)),
            output=Message(role="assistant", content=self.answered),
            conversation=self.conversation,
            expected=self.expected,
            metadata=self.metadata,
        )
        review = Review(
            case_key=self.key,
            mark=self.mark,
            ideal=self.ideal,
            ideal_accepted=self.accepted,
            ideal_model_written=self.model_written,
            reviewer=self.reviewer,
            reviewed_at=self.at,
            ideal_reviewer=self.reviewer if self.ideal is not None else "",
            ideal_at=self.at if self.ideal is not None else "",
            tags=self.tags,
        )
        return ReviewedCase(case=case, review=review, held_out=self.held_out)


@dataclass
class Run:
    """A variant with its marks by case key."""

    name: str
    marks: dict[int, Mark]
    definition: JsonObject
    unanswered: tuple[int, ...] = ()
    unjudged: tuple[int, ...] = ()
    run_uid: str = ""


@dataclass
class Book:
    """A project on the way to a snapshot."""

    entries: dict[int, Entry] = field(default_factory=dict[int, Entry])
    marks: list[ReviewerMark] = field(default_factory=list[ReviewerMark])
    runs: list[Run] = field(default_factory=list[Run])
    settings: JsonObject = field(default_factory=dict)
    fixes: dict[str, Fix] = field(default_factory=dict[str, Fix])
    failure_rate: Estimate | None = field(default_factory=lambda: wilson(80, 200))
    repeats: tuple[int, int] = (0, 0)
    """Blind repeats and how many of them agree."""
    random_prefix: int = 0
    mark_seconds: dict[int, float] = field(default_factory=dict[int, float])
    ideal_seconds: dict[int, float] = field(default_factory=dict[int, float])
    marked_together: tuple[int, ...] = ()

    def failures(self, count: int, pattern: str, *, held_out: int = 0) -> Book:
        """Failures of one pattern with an ideal answer; the first `held_out` are held out."""
        opening = {"tone": "warmly yes", "promises": "cannot promise but"}.get(pattern, "so")
        for place in range(count):
            key = len(self.entries) + 1
            text = words(key)
            self.entries[key] = Entry(
                key,
                Mark.FAIL,
                asked=f"{text} please?",
                answered=f"per our policy {text[:40]}",
                ideal=f"{opening} {text[:40]}",
                pattern=pattern,
                held_out=place < held_out,
            )
        return self

    def passes(self, count: int, *, held_out: int = 0) -> Book:
        for place in range(count):
            key = len(self.entries) + 1
            text = words(key)
            self.entries[key] = Entry(
                key, Mark.PASS, f"{text} now?", f"sure {text[:40]}", held_out=place < held_out
            )
        return self

    def keys(self, mark: Mark, *, held_out: bool | None = None, pattern: str = "") -> list[int]:
        return [
            entry.key
            for entry in self.entries.values()
            if entry.mark is mark
            and (held_out is None or entry.held_out is held_out)
            and (not pattern or entry.pattern == pattern)
        ]

    def run(
        self, name: str, left: float, *, broken: int = 0, passes: int | None = None, **known: object
    ) -> Book:
        """A trial of all failures and `passes` passing cases; `left` is the share still failing."""
        marks: dict[int, Mark] = {}
        for pattern in sorted({entry.pattern for entry in self.entries.values()}):
            for held_out in (True, False):
                keys = self.keys(Mark.FAIL, held_out=held_out, pattern=pattern)
                keys = [key for key in keys if self.entries[key].pattern == pattern]
                still = round(left * len(keys))
                marks |= {k: Mark.FAIL if i < still else Mark.PASS for i, k in enumerate(keys)}
        guard = self.keys(Mark.PASS)[:passes]
        marks |= {k: Mark.FAIL if i < broken else Mark.PASS for i, k in enumerate(guard)}
        definition: JsonObject = dict(known)  # type: ignore[arg-type]
        self.runs.append(Run(name, marks, definition))
        return self

    def double_reviews(self, count: int, differing: int) -> Book:
        """Two reviewers on `count` cases, failures and passes in turn, differing on some."""
        self.marks = []
        pairs = zip(self.keys(Mark.FAIL), self.keys(Mark.PASS), strict=False)
        keys = [key for pair in pairs for key in pair][:count]
        assert len(keys) == count
        for place, key in enumerate(keys):
            mark = self.entries[key].mark
            other = Mark.PASS if mark is Mark.FAIL else Mark.FAIL
            self.marks.append(ReviewerMark(case_key=key, reviewer="ana", mark=mark))
            second = other if place < differing else mark
            self.marks.append(ReviewerMark(case_key=key, reviewer="ben", mark=second))
        return self

    def change(self, key: int, **changes: object) -> Book:
        self.entries[key] = replace(self.entries[key], **changes)  # type: ignore[arg-type]
        return self

    def set(self, **settings: object) -> Book:
        self.settings |= settings  # type: ignore[arg-type]
        return self

    def snapshot(self) -> Snapshot:
        reviewed = tuple(self.entries[key].reviewed() for key in sorted(self.entries))
        patterns = self._patterns()
        logged = {entry.key: entry.mark for entry in self.entries.values()}
        return Snapshot(
            name="book",
            seed=7,
            revision=len(self.entries),
            reviewed=reviewed,
            marks=tuple(self.marks),
            patterns=PatternSet(patterns=patterns, seconds=0.25),
            trials=tuple(
                _trial(place, run, logged, patterns) for place, run in enumerate(self.runs, 1)
            ),
            figures=Figures(
                cases=len(reviewed),
                failure_rate=self.failure_rate,
                repeats=self.repeats[0],
                repeats_agreeing=self.repeats[1],
                random_prefix=self.random_prefix,
            ),
            settings=self.settings,
            mark_seconds=self.mark_seconds,
            ideal_seconds=self.ideal_seconds,
            marked_together=self.marked_together,
        )

    def _patterns(self) -> tuple[Pattern, ...]:
        names = sorted({e.pattern for e in self.entries.values() if e.pattern})
        return tuple(
            Pattern(
                id=name,
                name=name,
                by_people=True,
                colour=1,
                fix=self.fixes.get(name, "undecided"),
                members=tuple(self.keys(Mark.FAIL, pattern=name)),
            )
            for name in names
        )

    def assess(self) -> Readiness:
        return assess(self.snapshot(), embed)


def _trial(
    key: int, run: Run, logged: dict[int, Mark], patterns: tuple[Pattern, ...]
) -> TrialSnapshot:
    outputs = tuple(
        TrialOutput(
            trial_key=key,
            case_key=case_key,
            output=Message(role="assistant", content=f"{run.name} says {words(case_key, 4)}"),
            mark=None if case_key in run.unjudged else mark,
        )
        for case_key, mark in sorted(run.marks.items())
        if case_key not in run.unanswered
    )
    trial = Trial(
        key=key,
        uid=f"trial-{key}",
        variant=run.name,
        created_at="2026-11-03",
        run_uid=run.run_uid,
    )
    return TrialSnapshot(
        variant=Variant(
            key=key, uid=f"variant-{run.name}", name=run.name, definition=run.definition
        ),
        comparison=compare(trial, outputs, logged, patterns),
        outputs=outputs,
        unanswered=run.unanswered,
    )


def ready() -> Book:
    """Every rule but the last ruled out: a gap, tried prompts, clean rows, enough of all."""
    book = Book().failures(60, "tone", held_out=25).failures(40, "promises", held_out=15)
    book.passes(60, held_out=40).double_reviews(30, differing=1)
    return tried(book)


def tried(book: Book, left: float = 0.7) -> Book:
    """Three variants and a fresh baseline; the best leaves `left` of the failures."""
    book.runs = []
    worse = min(0.95, left + 0.05)
    book.run("again", 0.95, baseline=True)
    book.run("shots", worse, examples=["two of the ideal answers"])
    book.run("from notes", left, written_from="notes")
    return book.run("newer model", worse, current_model=True)


def row(key: int, **changes: object) -> DatasetRow:
    """A clean training row, with changes."""
    text = words(key)
    base = DatasetRow(
        case_key=key,
        case_id=f"c{key}",
        group=f"g{key}",
        split="train",
        input=(Message(role="user", content=f"{text} please?"),),
        ideal=f"gladly {text[:70]}",
        output=f"per our policy {text[:40]}",
        reviewer="ana",
        reviewed_at="2026-11-02",
        source_id=f"c{key}",
    )
    return base.model_copy(update=changes)


def user(text: str) -> tuple[Message, ...]:
    return (Message(role="user", content=text),)


Spoil = Callable[[Book], object]


@dataclass(frozen=True)
class Page:
    """A project, what it must say, and the change that must turn it."""

    name: str
    rule: int
    spoil: Spoil
    says: str
    mirror: Spoil
    mirror_rule: int

"""The case: one logged model call."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from curator.model.message import Message, user_text
from curator.model.review import Mark, Severity
from curator.model.value import JsonObject, Value


class Case(Value):
    """One logged model call as a project holds it.

    `id` is the public id: the source's own where it had one. `key` is the small integer that
    lists use inside one store; `uid` is a UUIDv7 that travels between stores.
    """

    key: int
    uid: str
    id: str
    input: tuple[Message, ...]
    output: Message
    model: str | None = None
    created_at: str | None = None
    expected: str | None = None
    tools: tuple[JsonObject, ...] = ()
    usage: JsonObject = field(default_factory=JsonObject)
    metadata: JsonObject = field(default_factory=JsonObject)
    conversation: str | None = None
    """What groups cases that must not be split: conversation, session, user or document id."""
    import_key: int = 0
    draw: int = 0
    """Place in the seeded random order of its import: review and estimates follow it."""
    hold_rank: float = 1.0
    """Seeded hash of the case's group in [0, 1): the first groups are held out."""

    @property
    def asked(self) -> str:
        """The text of the question: the last user message."""
        return user_text(self.input)

    @property
    def answered(self) -> str:
        """The text of the output."""
        return self.output.text


class CarriedReview(Value):
    """A judgement that came along with an imported row.

    For Curator JSONL it is an act of its `reviewer`; from any other source it is a suggestion
    until a person accepts it. `ideal` is the text of the ideal answer.
    """

    mark: Mark | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()
    severity: Severity | None = None
    ideal: str | None = None
    reviewer: str | None = None

    @property
    def is_empty(self) -> bool:
        nothing_said = not self.note and not self.tags and self.severity is None
        return self.mark is None and nothing_said and self.ideal is None


NO_REVIEW = CarriedReview()
"""Most rows carry none, and share this."""


class IncomingCase(Value):
    """A case as a reader hands it over, before the project knows it.

    `line` counts from 1 in the source file (row number for tables and arrays). `origin` says
    where the carried review comes from, in words ("column is_correct", "DPO preferred_output").
    """

    line: int
    id: str | None = None
    input: tuple[Message, ...]
    output: Message
    model: str | None = None
    created_at: str | None = None
    expected: str | None = None
    tools: tuple[JsonObject, ...] = ()
    usage: JsonObject = field(default_factory=JsonObject)
    metadata: JsonObject = field(default_factory=JsonObject)
    conversation: str | None = None
    review: CarriedReview = NO_REVIEW
    origin: str = ""

    @property
    def answered(self) -> str:
        """The text of the output."""
        return self.output.text


class RejectedRow(Value):
    """A row that could not become a case: where, why, and its bytes unchanged."""

    file: str
    line: int
    field: str | None = None
    reason: str
    raw: bytes = b""
    source: str = ""
    """The whole path of the file, where the row's bytes were kept."""
    kept_at: int = 0
    """Where its bytes begin in the file of kept rows."""
    size: int = 0
    """How many there are; `raw` may be only their beginning."""


class SuggestedBy(Value, checked=False):
    """How much of one kind one origin suggests and nobody has accepted."""

    origin: str
    kind: Literal["mark", "note", "tags", "ideal"]
    count: int


class Suggestion(Value, checked=False):
    """A judgement from the data that waits for a person: never counted as a mark."""

    key: int
    case_key: int
    kind: Literal["mark", "note", "tags", "ideal"]
    value: str
    origin: str

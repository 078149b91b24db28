"""Reviewing: acts of reviewers and the state that follows from them."""

from __future__ import annotations

from enum import StrEnum

from curator.model.value import JsonObject, Value


class Mark(StrEnum):
    """A reviewer's judgement of an output."""

    PASS = "pass"
    FAIL = "fail"
    SKIP = "skip"


class Severity(StrEnum):
    """How bad a failure is; used only where the project turns it on."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ActKind(StrEnum):
    """What a person can do to a project. Acts are appended, never changed or deleted."""

    MARK = "mark"
    NOTE = "note"
    TAGS = "tags"
    SEVERITY = "severity"
    IDEAL = "ideal"
    REPEAT = "repeat"
    PATTERNS = "patterns"
    JUDGE = "judge"
    SETTING = "setting"
    VARIANT = "variant"
    UNDO = "undo"


class Act(Value):
    """One row of the append-only log.

    Acts with one `deed` were done together and are undone together. `payload` by kind:
    mark {"mark": "pass"|"fail"|"skip"|null, "context": why it was looked at again, "seconds": how
    long the case was on the screen, also of an ideal answer};
    note {"note": str}; tags {"tags": [str]}; severity {"severity": "low"|"medium"|"high"|null};
    ideal {"ideal": str|null, "accepted": bool, "model_written": bool};
    patterns: an edit of `curator.model.pattern`; judge {"trial": uid, "mark": …, "judge": str};
    repeat {"mark": …} or {"note": str}: a second look that was not known as one, kept apart
    from the mark;
    setting {"name": str, "value": json};
    variant {"variant": uid, "name": str, "definition": object, null when it was deleted};
    undo {"deed": uid of the deed undone}.
    """

    key: int
    uid: str
    deed: str
    at: str
    reviewer: str
    kind: ActKind
    case_key: int | None = None
    payload: JsonObject
    origin: str = ""
    """"" when a person did it here; else how it came ("imported", "accepted suggestion")."""


class Review(Value):
    """What one case's acts amount to, by the latest act of each kind."""

    case_key: int
    mark: Mark | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    severity: Severity | None = None
    """Of failures only: another mark takes it away."""
    ideal: str | None = None
    ideal_accepted: bool = True
    ideal_model_written: bool = False
    reviewer: str = ""
    """Who marked last (the writer of the ideal answer where there is no mark)."""
    reviewed_at: str = ""
    ideal_reviewer: str = ""
    ideal_at: str = ""

    @property
    def has_ideal(self) -> bool:
        return self.ideal is not None and self.ideal_accepted


class ReviewerMark(Value, checked=False):
    """One reviewer's current mark on one case: what agreement is measured on."""

    case_key: int
    reviewer: str
    mark: Mark

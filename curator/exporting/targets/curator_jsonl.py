"""Our own format: whole cases with everything known of them, which import back to the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.exporting.targets.base import Target
from curator.exporting.targets.schemas import NON_EMPTY, TEXT, TEXTS
from curator.importing.formats.curator import to_row
from curator.model.case import Case
from curator.model.message import Message
from curator.model.review import Mark, Review, Severity
from curator.model.reviewed_case import ReviewedCase

if TYPE_CHECKING:
    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow


def curator_case(reviewed: ReviewedCase) -> JsonObject:
    """One line of Curator JSONL. An ideal answer that nobody accepted is not written."""
    return to_row(reviewed.case, reviewed.review)


def curator_row(row: DatasetRow) -> JsonObject:
    """A dataset row as a case: what a preview shows before whole cases are at hand."""
    case = Case(
        key=row.case_key,
        uid="",
        id=row.case_id,
        input=row.input,
        output=Message(role="assistant", content=row.output),
        model=row.model,
        expected=row.expected,
        tools=row.tools,
    )
    review = Review(
        case_key=row.case_key,
        mark=Mark.PASS if row.keep else Mark.FAIL,
        note=row.note,
        tags=row.tags,
        severity=Severity(row.severity) if row.severity else None,
        ideal=None if row.keep else row.ideal,
        ideal_accepted=row.accepted,
        reviewer=row.reviewer,
    )
    return curator_case(ReviewedCase(case=case, review=review))


CURATOR = Target(
    name="curator",
    title="Curator JSON Lines, whole cases",
    teaches="nothing",
    row=curator_row,
    case=curator_case,
    schema={
        "type": "object",
        "required": ["id", "input", "output"],
        "properties": {
            "id": NON_EMPTY,
            "input": {"type": ["string", "array"]},
            "output": {"type": ["string", "object"]},
            "mark": {"enum": ["pass", "fail", "skip"]},
            "note": TEXT,
            "tags": TEXTS,
            "severity": {"enum": [one.value for one in Severity]},
            "ideal": TEXT,
            "expected": TEXT,
            "model": TEXT,
            "created_at": TEXT,
            "reviewer": TEXT,
            "metadata": {"type": "object"},
        },
    },
    note="Every case of the project, reviewed or not: cases outside the dataset stand in "
    "train.jsonl, held-out ones in held_out.jsonl. Curator imports the files back to the same.",
)

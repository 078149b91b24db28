"""The failures as tests, so that they stay fixed, fine-tuned or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.exporting.chat import ChatShape, Unfit, conversation, json_list
from curator.exporting.encoding import json_line
from curator.exporting.targets.base import Target
from curator.exporting.targets.schemas import NON_EMPTY, TEXT, TEXTS, array, chat_turn, closed
from curator.model.message import user_text

if TYPE_CHECKING:
    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow

PROMPTFOO = ChatShape(service="promptfoo", developer=True, weights=False)
INSPECT = ChatShape(service="Inspect", tools=False, media=False, weights=False)


def promptfoo_row(row: DatasetRow) -> JsonObject | Unfit:
    turns = conversation(row, PROMPTFOO)
    if isinstance(turns, Unfit):
        return turns
    question = user_text(row.input)
    return {
        "description": f"{row.pattern_name or 'no pattern'}: {row.case_id}",
        "vars": {
            "messages": json_line({"": json_list(turns)})[4:-1].decode(),
            "question": question,
        },
        "assert": [{"type": "similar", "value": row.ideal, "threshold": 0.8}],
        "metadata": _facts(row),
    }


def inspect_row(row: DatasetRow) -> JsonObject | Unfit:
    turns = conversation(row, INSPECT)
    if isinstance(turns, Unfit):
        return turns
    return {
        "id": row.case_id,
        "input": json_list(turns),
        "target": row.ideal,
        "metadata": _facts(row),
    }


def _facts(row: DatasetRow) -> JsonObject:
    return {
        "case_id": row.case_id,
        "pattern": row.pattern_name,
        "tags": json_list(row.tags),
        "note": row.note,
        "severity": row.severity,
        "failed_output": "" if row.keep else row.output,
    }


_FACTS = closed(
    {
        "case_id": TEXT,
        "pattern": TEXT,
        "tags": TEXTS,
        "note": TEXT,
        "severity": TEXT,
        "failed_output": TEXT,
    }
)
PROMPTFOO_TARGET = Target(
    name="promptfoo",
    title="promptfoo test cases",
    teaches="regression tests",
    row=promptfoo_row,
    schema=closed(
        {
            "description": TEXT,
            "vars": closed({"messages": NON_EMPTY, "question": TEXT}),
            "assert": array(
                closed(
                    {
                        "type": {"const": "similar"},
                        "value": NON_EMPTY,
                        "threshold": {"type": "number"},
                    }
                ),
                1,
            ),
            "metadata": _FACTS,
        }
    ),
    note="Name a file as tests: in promptfooconfig.yaml and use {{messages}} or {{question}} in "
    "the prompt. The assertion compares by meaning, with a similarity of 0.8 to pass.",
)
INSPECT_TARGET = Target(
    name="inspect",
    title="Inspect AI samples",
    teaches="regression tests",
    row=inspect_row,
    schema=closed(
        {
            "id": NON_EMPTY,
            "input": array(
                chat_turn(("system", "user", "assistant"), tools=False, media=False, weight=False),
                1,
            ),
            "target": NON_EMPTY,
            "metadata": _FACTS,
        }
    ),
    note="json_dataset reads a file as it is.",
)

REGRESSION = (PROMPTFOO_TARGET, INSPECT_TARGET)

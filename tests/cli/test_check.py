"""`curator check`: exit code and JSON for clean, doubtful and broken files."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.command_line import curator_here as curator
from tests.end_to_end.command_line import write_jsonl

ASKED = (
    "How do I change the address on an invoice that was sent?",
    "My colleague left. Who owns her drafts now?",
    "Can reminders go out on Mondays only?",
)


def rows(*answers: str) -> list[dict[str, object]]:
    return [
        {
            "messages": [
                {"role": "system", "content": "You answer."},
                {"role": "user", "content": asked},
                {"role": "assistant", "content": answer},
            ]
        }
        for asked, answer in zip(ASKED, answers, strict=False)
    ]


def test_a_warning_is_told_and_leaves_with_0(tmp_path: Path) -> None:
    file = write_jsonl(
        tmp_path / "train.jsonl",
        rows("Open it and edit it.", "You do, as the owner.", "Yes."),
    )
    answer = curator("check", file, "--json")
    assert answer.code == 0
    assert answer.data["blocking"] == 0
    assert len(answer.data["checks"]) > 10


def test_a_blocking_fault_is_told_with_its_line_and_leaves_with_1(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "train.jsonl", rows("Fine.", "", "Also fine, and longer."))
    answer = curator("check", file, "--format", "messages", "--json")
    assert answer.code == 1
    empty = next(check for check in answer.data["checks"] if check["number"] == 11)
    assert (empty["status"], empty["case_ids"]) == ("found", ["2"])


def test_what_is_no_file_of_that_kind_leaves_with_2(tmp_path: Path) -> None:
    assert curator("check", tmp_path / "missing.jsonl").code == 2
    file = write_jsonl(tmp_path / "train.jsonl", rows("Fine."))
    answer = curator("check", file, "--format", "no-such-format")
    assert answer.code == 2
    assert "no-such-format" in answer.err

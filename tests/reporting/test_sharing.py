"""Summaries that are mailed around: redacted, compared with an earlier one, read as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.exporting.encoding import pretty_json
from curator.model.message import Message
from curator.model.snapshot import Snapshot
from curator.model.statistics import wilson
from curator.reporting import (
    Summary,
    as_data,
    build_summary,
    read_earlier,
    render_html,
    render_markdown,
    render_print,
)
from curator.reporting.redaction import redactor
from tests.exporting import example
from tests.reporting.page import Page

SECRETS = ("jane.doe+x@mail.example.org", "+49 30 901820", "4111 1111 1111 1111")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Write to jane.doe+x@mail.example.org.", "Write to [e-mail]."),
        ("Call +49 30 901820 now", "Call [phone number] now"),
        ("Call (0171) 555-0143", "Call [phone number]"),
        ("Call 202-555-0143.", "Call [phone number]."),
        ("4111 1111 1111 1111 or 4111-1111-1111-1111", "[card number] or [card number]"),
        ("4111111111111111", "[card number]"),
        ("asked by Ines and INES, not Inesa", "asked by reviewer 1 and reviewer 1, not Inesa"),
    ],
)
def test_personal_data_is_replaced(text: str, shown: str) -> None:
    assert redactor({"Ines": "reviewer 1"})(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "on 2026-06-18 and 18.06.2026", "from 2019-2024", "1,180 of 12,345 cases", "p 0.00042",
        "$8,958,333 and 1234567.89", "N18.9, J45.909", "ticket-1004", "order 1234567",
        "25.8 % (18.8 to 34.3)", "@mention", "a@b", "version 6.11.3",
    ],
)  # fmt: skip
def test_figures_dates_and_codes_stay(text: str) -> None:
    assert redactor({"Ines": "reviewer 1"})(text) == text


def with_secrets() -> Snapshot:
    """The example with personal data in every text of the first pattern's typical case."""
    snapshot = example.snapshot()
    first = snapshot.reviewed[0]
    said = " ".join((*SECRETS, "says Ines"))
    changed = first.model_copy(
        update={
            "case": first.case.model_copy(
                update={
                    "input": (Message(role="user", content=f"I am {said}"),),
                    "output": Message(role="assistant", content=f"{first.case.answered} {said}"),
                }
            ),
            "review": first.review.model_copy(
                update={"ideal": f"{first.case.answered} jane@other.example", "note": said}
            ),
        }
    )
    return snapshot.model_copy(update={"reviewed": (changed, *snapshot.reviewed[1:])})


@pytest.mark.parametrize("content", ["full", "excerpt"])
def test_a_redacted_summary_holds_no_secret_in_any_form(content: str) -> None:
    plain = build_summary(with_secrets(), example.readiness(), "full")
    assert all(secret in render_html(plain) for secret in SECRETS), "the test would say nothing"
    summary = build_summary(
        with_secrets(),
        example.readiness(),
        "full" if content == "full" else "excerpt",
        redact=True,
    )
    for text in (
        render_html(summary),
        render_markdown(summary),
        render_print(summary),
        json.dumps(as_data(summary)),
    ):
        assert not [secret for secret in (*SECRETS, "Ines", "other.example") if secret in text]
        assert "ticket-1001" in text, "ids stay, so that figures can be traced"
    assert "[e-mail]" in render_html(summary)
    assert any(sentence.startswith("Redacted:") for sentence in summary.method)


def summary(**changes: object) -> Summary:
    return build_summary(example.snapshot(), example.readiness()).model_copy(update=changes)


def kept(tmp_path: Path, found: Summary) -> Path:
    path = tmp_path / "earlier.json"
    path.write_bytes(pretty_json(as_data(found)))
    return path


def test_patterns_gone_and_new_are_told(tmp_path: Path) -> None:
    now = summary()
    old = [row.model_copy(update={"id": f"old-{n}", "name": f"Old {n}"}) for n, row in
           enumerate(now.pareto[:2])]  # fmt: skip
    earlier = summary(
        date="12 June 2026",
        pareto=(*old, *now.pareto[1:]),
        verdict="Collect more failures",
        failures=51,
        failure_rate="31.0 % (24.0 to 39.0)",
    )
    found = build_summary(
        example.snapshot(), example.readiness(), earlier=read_earlier(kept(tmp_path, earlier))
    )
    assert found.since is not None
    assert found.since.sentence == "Since 12 June 2026: two patterns gone, one new."
    assert found.since.gone == ("Old 0", "Old 1")
    assert found.since.new == (now.pareto[0].name,)
    assert found.since.lines == (
        "Verdict: “Collect more failures” then, “Fix the dataset: the training rows” now.",
        f"Failure rate: 31.0 % (24.0 to 39.0) then, {now.failure_rate} now.",
        "Reviewed failures: 51 then, 48 now.",
    )
    page = Page(render_html(found))
    assert page.faults == []
    for text in (page.text, render_markdown(found), render_print(found)):
        assert "Since 12 June 2026: two patterns gone, one new." in text
        assert "Old 1" in text


def test_a_summary_compared_with_itself_says_that_nothing_moved(tmp_path: Path) -> None:
    found = build_summary(
        example.snapshot(), example.readiness(), earlier=read_earlier(kept(tmp_path, summary()))
    )
    assert found.since is not None
    assert found.since.sentence == "Since 18 June 2026: the same patterns."
    assert found.since.lines == ()


def test_redaction_reaches_the_names_of_gone_patterns(tmp_path: Path) -> None:
    row = summary().pareto[0].model_copy(update={"id": "old", "name": "Asks jane@mail.example"})
    earlier = read_earlier(kept(tmp_path, summary(pareto=(row,))))
    found = build_summary(example.snapshot(), example.readiness(), redact=True, earlier=earlier)
    assert found.since is not None
    assert found.since.gone == ("Asks [e-mail]",)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"curator_summary": 9}', b'{"curator_summary": 1}', b"\xff"]
)
def test_a_file_that_is_no_summary_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(CuratorError, match="is no summary that Curator wrote as JSON"):
        read_earlier(path)
    with pytest.raises(CuratorError, match="could not be read"):
        read_earlier(tmp_path / "none.json")


def test_every_table_is_in_the_data() -> None:
    data = json.loads(json.dumps(as_data(summary())))
    assert data["curator_summary"] == 1
    assert [row["name"] for row in data["pareto"]] == [row.name for row in summary().pareto]
    assert data["pareto"][0]["share"]["low"] == wilson(22, 48).low
    assert data["pareto"][0]["case_ids"]
    for table in ("exemplars", "checks", "rules", "figures", "method", "facts", "next_steps"):
        assert data[table], table
    assert data["trials"]["columns"]
    assert data["trials"]["rows"]
    assert data["costs"]["break_even_months"] == 6.7
    assert data["since"] is None

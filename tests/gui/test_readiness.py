"""The readiness page: verdict, rules, checks, steps and cost, from a real project."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from curator.gui.pages.readiness import ReadinessPage
from curator.gui.pages.readiness_costs import read_number, shown_number
from curator.gui.pages.readiness_state import (
    checks_summary,
    cost_lines,
    next_steps,
    rule_words,
)
from curator.gui.widgets.labels import Paragraph
from curator.model.readiness import CheckResult, CostInputs, RuleResult
from curator.operations import readiness, reviewing
from curator.readiness.costs import compute
from tests.gui import stage_window
from tests.gui.stage_window import MakeStage, StageWindow, grouped_sample

shared_window = stage_window.shared_window
make_stage = stage_window.make_stage
KEY = Qt.Key


@pytest.fixture
def stage(make_stage: MakeStage, tmp_path: Path) -> StageWindow:
    return make_stage(grouped_sample(tmp_path), "readiness")


def all_text(page: ReadinessPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(Paragraph) if not one.isHidden())


def test_the_page_says_the_verdict_with_every_rule_and_its_threshold(stage: StageWindow) -> None:
    page = stage.page(ReadinessPage)
    found = readiness.assess(stage.project)
    told = all_text(page)
    assert found.verdict in told
    assert found.sentence in told
    for reason in found.reasons[:4]:
        assert reason in told
    for rule in found.rules:
        assert rule.reason in told
        assert f"Needed: {rule.threshold}" in told
        assert page.findChild(type(page._ladder._cells[0]), f"rule-{rule.number}") is not None


def test_a_rung_leads_to_its_evidence_and_enter_shows_its_cases(stage: StageWindow) -> None:
    page = stage.page(ReadinessPage)
    found = readiness.assess(stage.project)
    rule = next(one for one in found.rules if one.case_ids)
    page._ladder._cells[rule.number - 1].setFocus()
    stage.press(KEY.Key_Space)
    stage.press(KEY.Key_Space)
    keys, title = stage.opened[-1]
    assert len(keys) == len(rule.case_ids)
    assert title == rule.verdict


def test_a_change_makes_it_stale_and_it_is_worked_out_again(stage: StageWindow) -> None:
    page = stage.page(ReadinessPage)
    assert page._when.text().startswith("Computed")
    key = readiness_case(stage)
    stage.window.context.did(reviewing.write_ideal(stage.project, key, "TODO", "Ada"))
    assert page._when.text() == "Out of date: the project has changed"
    stage.qtbot.waitUntil(lambda: page._when.text().startswith("Computed"), timeout=20_000)
    assert "placeholder" in all_text(page)


def readiness_case(stage: StageWindow) -> int:
    from curator.model.dataset import ExportOptions
    from curator.operations import exporting

    return exporting.prepare(stage.project, ExportOptions())[1].of("train")[0].case_key


def test_a_figure_typed_into_a_field_is_kept_and_counts(stage: StageWindow) -> None:
    page = stage.page(ReadinessPage)
    field = page._costs.fields["calls_per_month"]
    field.setFocus()
    field.selectAll()
    stage.type("1,000,000")
    stage.press(KEY.Key_Return)
    stage.qtbot.waitUntil(lambda: page._when.text().startswith("Computed"), timeout=20_000)
    stage.settle()
    assert readiness.assess(stage.project).costs.inputs.calls_per_month == 1_000_000


def test_a_word_in_a_number_field_is_refused_beside_it(stage: StageWindow) -> None:
    page = stage.page(ReadinessPage)
    before = readiness.assess(stage.project).costs.inputs
    field = page._costs.fields["input_price"]
    field.setFocus()
    field.selectAll()
    stage.type("cheap")
    stage.press(KEY.Key_Return)
    assert field.property("error")
    assert "use a number from 0 up" in page._costs._error.text()
    assert readiness.assess(stage.project).costs.inputs == before


def test_ctrl_e_goes_to_export_and_links_lead_to_their_pages(stage: StageWindow) -> None:
    stage.press(KEY.Key_E, modifier=Qt.KeyboardModifier.ControlModifier)
    assert stage.window.page.name == "export"
    stage.go_to("readiness")
    links = [
        one
        for one in stage.page(ReadinessPage)._steps.findChildren(QPushButton)
        if one.text().startswith("Go to Trials")
    ]
    links[0].click()
    assert stage.window.page.name == "trials"


def check(number: int, severity: str, status: str = "found") -> CheckResult:
    return CheckResult.model_validate(
        {
            "number": number,
            "name": "n",
            "severity": severity,
            "status": status,
            "sentence": "s",
        }
    )


def test_checks_are_summed_up_in_words() -> None:
    found = [check(1, "block"), check(2, "warn"), check(3, "warn"), check(4, "note", "passed")]
    assert checks_summary(found) == "1 block, 2 warnings"
    assert checks_summary([check(4, "note", "passed")]) == "Nothing found"


def rule(number: int, state: str, *steps: str) -> RuleResult:
    return RuleResult.model_validate(
        {
            "number": number,
            "verdict": f"verdict {number}",
            "state": state,
            "matched": state == "matched",
            "reason": "r",
            "figure": "12 of 20",
            "threshold": "t",
            "source": "s",
            "next_steps": steps,
        }
    )


def test_a_rule_says_its_state_and_figure() -> None:
    assert rule_words(rule(5, "matched"), 5) == "12 of 20"
    assert rule_words(rule(7, "matched"), 5) == "Also matched: 12 of 20"
    assert rule_words(rule(1, "ruled out"), 5) == "Ruled out: 12 of 20"
    assert rule_words(rule(6, "no evidence"), 5) == "No evidence yet"


def test_the_verdicts_own_steps_come_first_and_none_twice(stage: StageWindow) -> None:
    found = readiness.assess(stage.project).model_copy(
        update={
            "rule": 7,
            "rules": (rule(2, "matched", "collect", "both"), rule(7, "matched", "try", "both")),
            "next_steps": ("try",),
        }
    )
    assert [step.text for step in next_steps(found)] == ["try", "both", "collect"]
    assert next_steps(found)[0].page == "trials"


def test_cost_lines_cross_where_the_math_says() -> None:
    inputs = CostInputs(
        calls_per_month=1e6, prompt_tokens=2000, tuned_prompt_tokens=300, output_tokens=200,
        tuned_output_tokens=200, input_price=0.4, output_price=1.6, tuned_input_price=0.8,
        tuned_output_price=3.2, engineering_cost=5000,
    )  # fmt: skip
    costs = compute(inputs)
    assert costs.break_even_months is not None
    now, tuned = cost_lines(costs)
    assert now.after(costs.break_even_months) == pytest.approx(tuned.after(costs.break_even_months))


def test_an_unknown_price_draws_no_line() -> None:
    assert cost_lines(compute(CostInputs(calls_per_month=100))) == ()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("calls_per_month", "62,000", 62_000.0),
        ("calls_per_month", "", None),
        ("cached_share", "25 %", 0.25),
        ("epochs", "", 1.0),
        ("input_price", "$0.40", 0.4),
    ],
)
def test_numbers_are_read_as_they_are_written(name: str, text: str, value: float | None) -> None:
    assert read_number(name, text) == value


@pytest.mark.parametrize("text", ["-1", "cheap", "1e99", "nan", "120 %"])
def test_other_texts_are_no_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        read_number("cached_share" if "%" in text else "input_price", text)


def test_a_shown_number_reads_back_as_itself() -> None:
    for name, value in (("input_price", 0.00024), ("calls_per_month", 1e6), ("cached_share", 0.3)):
        assert read_number(name, shown_number(name, value)) == pytest.approx(value)

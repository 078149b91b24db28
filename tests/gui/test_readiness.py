"""The readiness page: verdict, rules, checks, steps and cost, from a real project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QPushButton

from curator.gui.pages.readiness import ReadinessPage
from curator.gui.pages.readiness_gates import agreement_lines
from curator.gui.pages.readiness_rates import rate_lines
from curator.gui.pages.readiness_state import (
    checks_summary,
    next_steps,
    rule_words,
)
from curator.gui.widgets.labels import ElidedLabel, Paragraph
from curator.model.dataset import ExportOptions
from curator.model.figures import Figures
from curator.model.queue import Queue
from curator.model.readiness import (
    AgreementFigures,
    CheckResult,
    CostOption,
    RuleResult,
)
from curator.model.review import Mark
from curator.model.work import no_progress
from curator.operations import exporting, importing, projects, readiness, reviewing
from curator.operations.importing import How
from curator.operations.snapshots import reviewed_cases
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
    steps = next_steps(found, Figures(cases=10, reviewed=10))
    assert [step.text for step in steps] == ["try", "both", "collect"]
    assert steps[0].page == "trials"


def test_how_many_more_to_review_is_said_as_far_as_there_are_cases(stage: StageWindow) -> None:
    found = readiness.assess(stage.project).model_copy(update={"more_to_review": 40, "rules": ()})
    many = next_steps(found, Figures(cases=100, reviewed=20))[-1]
    assert many.text == "Review 40 more at random: that narrows the failure rate to ± 5 points."
    assert many.page == "review"
    few = next_steps(found, Figures(cases=30, reviewed=20))[-1].text
    assert few == "Review the 10 cases left; ± 5 points on the failure rate would take 40 more."


def test_a_step_opens_its_queue(stage: StageWindow) -> None:
    page = stage.page(ReadinessPage)
    links = page._steps.findChildren(QPushButton)
    link = next(one for one in links if "Failures without an ideal answer" in one.text())
    link.click()
    keys, title = stage.opened[-1]
    assert title == "Failures without an ideal answer"
    wanted = reviewing.queue_keys(stage.project, Queue(kind="needs-ideal"))
    assert keys
    assert set(keys) <= set(wanted)


def test_every_step_opens_its_cases_its_queue_or_its_page(stage: StageWindow) -> None:
    page = stage.page(ReadinessPage)
    asked: list[str] = []
    stage.window.context.page_requested.connect(asked.append)
    found = readiness.assess(stage.project)
    steps = next_steps(found, reviewing.figures(stage.project))
    assert len(steps) > 5
    for place, step in enumerate(steps, 1):
        assert step.case_ids or step.page, step.text
        for end in ("cases", "page"):
            link = page.findChild(QPushButton, f"step-{place}-{end}")
            if link is None:
                continue
            before = (len(stage.opened), len(asked))
            link.setFocus()
            stage.press(KEY.Key_Space)
            if end == "cases":
                assert len(stage.opened[-1][0]) == len(step.case_ids)
            elif step.queue:
                wanted = reviewing.queue_keys(stage.project, Queue.model_validate(
                    {"kind": step.queue, "filter": {"pattern_id": step.pattern_id}}
                ))  # fmt: skip
                assert stage.opened[-1][0] == list(wanted)
            else:
                assert asked[-1] == step.page
            assert (len(stage.opened), len(asked)) != before
            stage.go_to("readiness")


def test_where_the_calls_came_from_several_imports_each_has_its_own_rate(
    make_stage: MakeStage, tmp_path: Path
) -> None:
    """90 of 100 calls of a sample are of a topic that fails in 2 of 10; the other always fails."""
    path = grouped_sample(tmp_path)
    log = tmp_path / "by topic.jsonl"
    rows = [
        {"input": f"Which way is {n}?", "output": "a", "metadata": {"topic": "ab"[n % 10 == 0]}}
        for n in range(100)
    ]
    log.write_text("\n".join(json.dumps(row) for row in rows))
    with projects.open_project(path) as project:
        before = {one.case.key for one in reviewed_cases(project)}
        how = How(sample=20, stratify="topic")
        importing.import_files(project, [log], progress=no_progress, how=how)
        keys = list(reviewing.queue_keys(project, Queue(kind="unreviewed")))
        new = [reviewing.case(project, key) for key in keys if key not in before]
        new = [one for one in new if one.metadata.get("topic")]
        easy = [one.key for one in new if one.metadata["topic"] == "a"]
        hard = [one.key for one in new if one.metadata["topic"] == "b"]
        reviewing.mark_cases(project, [*easy[:2], *hard], Mark.FAIL, "Ada")
        reviewing.mark_cases(project, easy[2:], Mark.PASS, "Ada")
        figures = reviewing.figures(project)
    stage = make_stage(path, "readiness")
    lines = {name: (value, about) for _, name, value, about in rate_lines(figures)}
    assert lines["by topic.jsonl"][0] == "28.0 %"
    assert lines["a"][0] == "20.0 %"
    of_b = "95 % interval 72.2 to 100.0 %; 10 of 10 cases failed; stands for 10 calls"
    assert lines["b"] == ("100.0 %", of_b)
    other, sampled = figures.rates
    assert (other.rate, sampled.rate) != (None, None)
    assert figures.failure_rate is not None
    assert other.rate is not None
    whole = (other.size * other.rate.value + 100 * 0.28) / (other.size + 100)
    assert figures.failure_rate.value == pytest.approx(whole)
    told = all_text(stage.page(ReadinessPage))
    assert f"each part by its share of the {other.size + 100} calls" in told
    assert "stands for 90 calls" in told


def press(stage: StageWindow, name: str) -> None:
    found = stage.page(ReadinessPage).findChild(QPushButton, name)
    assert isinstance(found, QPushButton), name
    found.click()
    stage.qtbot.waitUntil(lambda: settled(stage), timeout=20_000)


def settled(stage: StageWindow) -> bool:
    page = stage.page(ReadinessPage)
    return page._when.text().startswith("Computed") and page._task is None


def write_private(stage: StageWindow) -> None:
    key = readiness_case(stage)
    text = "Hello, write to anna.weber@firm.de and we sort it out together."
    stage.window.context.did(reviewing.write_ideal(stage.project, key, text, "Ada"))
    stage.qtbot.waitUntil(lambda: settled(stage), timeout=20_000)


def test_personal_data_is_shown_in_place_and_decided_kind_by_kind(stage: StageWindow) -> None:
    write_private(stage)
    page = stage.page(ReadinessPage)
    told = all_text(page)
    assert "1 email address" in told
    assert "write to “anna.weber@firm.de” and we sort" in told
    press(stage, "private-email-replace")
    assert "Replaced by placeholders at export." in all_text(page)
    exported = exporting.preview_rows(stage.project, ExportOptions(), 200)
    assert not any("anna.weber" in row for row in exported)
    assert any("[EMAIL_1]" in row for row in exported)
    press(stage, "private-email-keep")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue("a public address")
    dialog.accept()
    stage.qtbot.waitUntil(lambda: "Kept: a public address" in all_text(page), timeout=20_000)
    stage.window.context.did(reviewing.undo(stage.project, "Ada"))
    stage.qtbot.waitUntil(lambda: settled(stage), timeout=20_000)
    assert "Replaced by placeholders at export." in all_text(page)


def test_a_threshold_is_set_in_the_table_said_and_taken_back(stage: StageWindow) -> None:
    page = stage.page(ReadinessPage)
    press(stage, "thresholds-fold")
    for one in readiness.assess(stage.project).thresholds:
        assert one.name in page._thresholds.fields
        assert one.source in {label.text() for label in page._thresholds.findChildren(ElidedLabel)}
    field = page._thresholds.fields["training_rows"]
    field.setFocus()
    field.selectAll()
    stage.type("61")
    stage.press(KEY.Key_Return)
    said = "training rows is 61 rows instead of 50 rows"
    stage.qtbot.waitUntil(lambda: said in all_text(page), timeout=20_000)
    assert "set in this project: training rows 61 rows" in page._thresholds._header.detail.text()
    press(stage, "threshold-training_rows-reset")
    assert "instead of 50 rows" not in all_text(page)
    field = page._thresholds.fields["tolerance"]
    field.setFocus()
    field.selectAll()
    stage.type("seven")
    stage.press(KEY.Key_Return)
    assert not page._thresholds._error.isHidden()


def test_a_kept_verdict_says_what_changed_since(stage: StageWindow) -> None:
    page = stage.page(ReadinessPage)
    assert "No earlier verdict is kept" in page._since.text()
    press(stage, "readiness-keep")
    assert page._since.text().endswith("no change.")
    write_private(stage)
    press(stage, "since-fold")
    assert "Check 41, Personal data: passed, now found." in page._since.text()


def test_a_range_an_alternative_and_a_target_count(stage: StageWindow) -> None:
    page = stage.page(ReadinessPage)
    field = page._costs.fields["calls_per_month"]
    field.setFocus()
    field.selectAll()
    stage.type("400,000-800,000")
    stage.press(KEY.Key_Return)
    stage.qtbot.waitUntil(lambda: settled(stage), timeout=20_000)
    inputs = readiness.assess(stage.project).costs.inputs
    assert inputs.ranges == {"calls_per_month": (400_000, 800_000)}
    assert inputs.calls_per_month == 600_000
    assert field.text() == "400,000–800,000"
    page._costs.options._take(
        CostOption(kind="model", name=""), None, ["newer", "", "", "", "0.1", "0.5", "", ""]
    )
    stage.qtbot.waitUntil(lambda: settled(stage), timeout=20_000)
    told = page.findChild(QPushButton, "cost-option-0")
    assert isinstance(told, QPushButton)
    assert told.text() == "newer"
    page._costs.target.target_chosen.emit("OpenAI/gpt-4.1-mini")
    stage.qtbot.waitUntil(lambda: settled(stage), timeout=20_000)
    assert "shuts down on 2027-01-14" in all_text(page)
    assert readiness.assess(stage.project).costs.inputs.months_until_shutdown is None


def test_permissions_are_put_on_record(stage: StageWindow) -> None:
    page = stage.page(ReadinessPage)
    field = page._permissions.fields["licence"]
    field.setFocus()
    stage.type("our own logs")
    stage.press(KEY.Key_Return)
    stage.qtbot.waitUntil(lambda: settled(stage), timeout=20_000)
    assert projects.settings(stage.project)["permissions"] == {"licence": "our own logs"}
    assert "Not on record: the consent" in all_text(page)


def test_gates_and_agreement_are_told(stage: StageWindow) -> None:
    page = stage.page(ReadinessPage)
    found = readiness.assess(stage.project)
    told = all_text(page)
    for gate in found.gates:
        assert gate.sentence in told
        assert f"Needed: {gate.threshold}." in told
    for words, _, about in agreement_lines(found.agreement):
        assert words in told
        assert about in told
    assert agreement_lines(AgreementFigures()) == []

"""Round a run in the app: model judges, drafts, examples, limits, failed calls, comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from curator.gui.pages.trials import TrialsPage
from curator.gui.pages.trials_cells import VERDICT_WORDS
from curator.model.changes import Changed
from curator.model.trial_run import RunRequest
from curator.model.variant import VariantDefinition
from curator.operations import trial_plans, trial_runs, trials, variants
from curator.operations.snapshots import reviewed_cases, take_snapshot
from tests.gui import stage_window
from tests.gui.stage_window import MakeStage, StageWindow
from tests.gui.test_trial_runs import (
    RULE,
    add_endpoint,
    answer,
    click,
    in_front,
    leave,
    machine,
    run_dialog,
    variant_dialog,
)
from tests.gui.test_trials import small_project
from tests.model_server import ModelServer, Request, Trouble

__all__ = ["machine"]
shared_window = stage_window.shared_window
make_stage = stage_window.make_stage
KEY = Qt.Key
DRAFT = "Say only what the documents say."


def said(body: dict[str, Any]) -> str:
    """As in the other tests; asked to rewrite a prompt it does."""
    asked = str(body["messages"][-1]["content"])
    return DRAFT if asked.startswith("Rewrite the system prompt") else answer(body)


class Fussy:
    """Refuses the third question until it is told to stop."""

    on = False

    def __call__(self, request: Request) -> Trouble:
        return "content filter" if self.on and request.last == "Question 3?" else ""


@pytest.fixture
def fussy() -> Fussy:
    return Fussy()


@pytest.fixture
def server(fussy: Fussy) -> Iterator[ModelServer]:
    with ModelServer(answer=said, trouble=fussy) as started:
        yield started


@pytest.fixture
def stage(machine: Path, make_stage: MakeStage, server: ModelServer) -> StageWindow:
    add_endpoint(server)
    return make_stage(small_project(machine), "trials")


def ran(stage: StageWindow, **asked: Any) -> TrialsPage:
    """A finished run of two variants over all cases, shown."""
    for name, system in (("states the rule", RULE), ("kinder", "Be kind.")):
        variants.save_variant(stage.project, name, VariantDefinition(system=system), "Ada")
    request = RunRequest(
        variants=("states the rule", "kinder"), cases="all", judge="normalised", **asked
    )
    plan = trial_plans.plan_run(stage.project, request)
    trial_runs.run(stage.project, trial_runs.start_run(stage.project, plan))
    stage.window.context.did(Changed(sentence="Ran.", trials=True))
    stage.settle()
    return stage.page(TrialsPage)


def show(stage: StageWindow, page: TrialsPage, row: int) -> None:
    page.table.setCurrentIndex(page.table.trials.index(row, 1))
    stage.settle()


def test_a_model_judges_for_a_price_told_before(stage: StageWindow, server: ModelServer) -> None:
    dialog = run_dialog(stage)
    dialog.judge.setCurrentText("A model judges: m1 at local")
    dialog.margin.setValue(5)
    stage.qtbot.waitUntil(lambda: not dialog._timer.isActive())
    stage.settle()
    assert "Judge model:local: 11 calls to m1 at 127.0.0.1" in dialog.told.text()
    request = dialog.request()
    assert (request.judge, request.margin) == ("model:local", 0.05)
    assert server.requests == []
    leave(stage, dialog)


def test_a_models_draft_is_read_before_and_after_it_is_sent(
    stage: StageWindow, server: ModelServer
) -> None:
    dialog = variant_dialog(stage)
    dialog.ask_model([])
    asked = dialog.draft_dialog
    assert asked is not None
    stage.settle()
    shown = asked.text.toPlainText()
    assert "One call to 127.0.0.1" in asked.told.text()
    assert server.requests == []
    click(asked.go)
    stage.settle()
    assert server.requests[-1].last == shown
    assert dialog.form.system.value() == DRAFT
    assert variants.variant_list(stage.project) == []
    leave(stage, dialog)


def test_examples_are_chosen_from_a_list_without_the_held_out(stage: StageWindow) -> None:
    held = {one.case.id for one in reviewed_cases(stage.project) if one.held_out}
    dialog = variant_dialog(stage)
    dialog.form.how.buttons["picked"].click()
    click(dialog.form.choose)
    chooser = dialog.examples_dialog
    assert chooser is not None
    stage.settle()
    items = [chooser.list.item(place) for place in range(chooser.list.count())]
    names = [item.data(Qt.ItemDataRole.UserRole) for item in items]
    assert names
    assert held.isdisjoint(names)
    assert not chooser.go.isEnabled()
    items[-1].setCheckState(Qt.CheckState.Checked)
    click(chooser.go)
    assert dialog.form.picked.text() == names[-1]
    leave(stage, dialog)


def test_a_run_at_its_limit_goes_on_with_a_higher_one(
    stage: StageWindow, server: ModelServer
) -> None:
    page = ran(stage, spending_limit=0.0001)
    assert "spending limit" in page.run_bar.reason.text()
    before = sum(server.answered.values())
    assert before == 0  # the dearest answer that one call might get would not fit
    page.run_bar.limit.setText("nothing")
    click(page.run_bar.resume)
    assert sum(server.answered.values()) == before
    page.run_bar.limit.setText("1")
    click(page.run_bar.resume)
    stage.settle()
    (run,) = trial_runs.runs(stage.project)
    assert (run.state, run.done, run.spending_limit) == ("finished", 18, 1.0)
    assert set(server.answered.values()) == {1}
    assert page.run_bar.isHidden()


def test_failed_calls_say_why_and_are_tried_again(
    stage: StageWindow, server: ModelServer, fussy: Fussy
) -> None:
    fussy.on = True
    page = ran(stage)
    show(stage, page, 1)
    assert page.result.failed.text() == "1 call without an answer"
    click(page.result.failed)
    dialog = page.tools.failed_dialog
    assert dialog is not None
    stage.settle()
    lines = [dialog.list.item(place).text() for place in range(dialog.list.count())]
    assert len(lines) == 3
    assert all(line.startswith("c3, ") and "content filter" in line for line in lines)
    fussy.on = False
    click(dialog.again)
    in_front(stage)
    assert trial_runs.failed_calls(stage.project, page.table.trials.rows[1].run_uid) == []
    assert not page.result.failed.isVisible()


def judge_passes(stage: StageWindow, page: TrialsPage) -> None:
    """Both passing cases of every variant, which nothing can be computed for."""
    in_front(stage)
    for row in range(3):
        page.table.setCurrentIndex(page.table.trials.index(row, 1))
        page.table.setFocus()
        stage.press(KEY.Key_J, KEY.Key_G, KEY.Key_G)


def test_results_tell_parts_and_preferences_and_another_comparison(
    stage: StageWindow, tmp_path: Path
) -> None:
    page = ran(stage)
    judge_passes(stage, page)
    show(stage, page, 1)
    held = {one.case.key for one in reviewed_cases(stage.project) if one.held_out}
    told = page.result.details()
    assert "Tuning cases: 3 of 3 failures pass" in told
    assert "Held-out cases: 1 of 1 failure pass" in told
    assert "no difference 2 times" in told
    page.cases.part.buttons["held-out"].click()
    page.cases._tabs.setCurrentIndex(2)
    (one,) = page.cases.list.keys()
    assert one in held
    # The best prompt takes the place of the fresh baseline.
    page.result.against.setCurrentIndex(page.result.against.findData("states the rule"))
    page.result.against.activated.emit(page.result.against.currentIndex())
    stage.settle()
    rows = page.table.trials.rows
    assert [row.found.is_baseline for row in rows if row.found] == [False, True, False]
    assert page.table.trials.cell(1, 0).detail.startswith("The others are compared with it")
    show(stage, page, 2)
    assert "“states the rule”" in page.result.text()
    # Of another run, or of outputs made elsewhere, it is said why where they are not comparable.
    outputs = tmp_path / "elsewhere.jsonl"
    outputs.write_text('{"id": "c1", "output": "x", "mark": "pass"}')
    trials.import_trial(stage.project, outputs, "elsewhere")
    stage.window.context.did(Changed(trials=True))
    stage.settle()
    show(stage, page, 2)
    page.result.against.setFocus()
    stage.press(KEY.Key_End, KEY.Key_Return)
    page.result.against.activated.emit(page.result.against.currentIndex())
    stage.settle()
    show(stage, page, 1)
    assert page.result.against.currentText() == "elsewhere, of another run"
    assert page.result.text().startswith("Not comparable with “elsewhere”. Only 1 of the 6 cases")


def test_a_person_judges_a_sample_of_what_a_judge_has_judged(stage: StageWindow) -> None:
    page = ran(stage)
    judge_passes(stage, page)
    show(stage, page, 0)
    click(page.result.compare)
    assert page.flow.uid
    first = len(page.flow.queue)
    assert first == 4
    stage.press(*[KEY.Key_W] * first)
    assert not page.flow.uid
    found = page.table.trials.rows[0].found
    assert found is not None
    assert found.agreement is not None
    # Four logged outputs that people marked, four of the run that the person judged now.
    assert found.agreement.cases >= 8


def test_a_losing_variant_is_shown_as_losing(stage: StageWindow) -> None:
    page = ran(stage)
    row = page.table.trials.rows[1]
    assert row.found is not None
    from dataclasses import replace

    lost = replace(row, waiting=0, found=row.found.model_copy(update={"verdict": "hurts"}))
    page.table.trials.rows = (lost,)
    cell = page.table.trials.cell(0, 0)
    assert cell.tone == "fail"
    assert cell.detail.startswith(VERDICT_WORDS["hurts"])


def test_a_held_out_case_seen_while_writing_stands_in_the_snapshot(stage: StageWindow) -> None:
    held = next(one.case.key for one in reviewed_cases(stage.project) if one.held_out)
    assert take_snapshot(stage.project).held_out_seen == ()
    variants.look_at_case(stage.project, held, "Ada")
    assert take_snapshot(stage.project).held_out_seen == (held,)

"""Asking a model for a pattern's name: shown first, sent as shown, taken by a person alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from curator.gui.pages.patterns import PatternsPage
from curator.model.endpoint import Endpoint
from curator.operations import endpoints, patterns
from tests.gui import stage_window
from tests.gui.stage_window import MakeStage, StageWindow, grouped_sample
from tests.model_server import ModelServer

shared_window = stage_window.shared_window
make_stage = stage_window.make_stage
KEY = Qt.Key


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(answer=lambda _: "Sounds like a machine") as running:
        endpoints.save_endpoint(
            Endpoint(name="namer", base_url=running.url, model="small", input_price=1.0,
                     output_price=2.0, retries=0)
        )  # fmt: skip
        yield running
        endpoints.delete_endpoint("namer")


@pytest.fixture
def stage(make_stage: MakeStage, tmp_path: Path) -> StageWindow:
    return make_stage(grouped_sample(tmp_path), "patterns")


def names(stage: StageWindow) -> list[str]:
    return [one.name for one in patterns.current(stage.project).patterns]


def test_a_name_is_suggested_after_its_question_was_seen_and_taken_by_a_person(
    stage: StageWindow, server: ModelServer
) -> None:
    page, before = stage.page(PatternsPage), names(stage)
    stage.press(KEY.Key_R)
    button = stage.window.findChild(QPushButton, "suggest-name")
    assert isinstance(button, QPushButton)
    button.click()
    stage.settle()
    dialog = page.tools.naming_dialog
    assert dialog is not None
    assert "Failure 1" in dialog.text.toPlainText()
    assert dialog.told.text().startswith("Stays on this computer; costs")
    assert server.answered.total() == 0
    dialog.send.click()
    stage.settle()
    assert server.answered.total() == 1
    assert dialog.name.text() == "Sounds like a machine"
    assert names(stage) == before
    dialog.use.click()
    stage.settle()
    assert "Sounds like a machine" in names(stage)


def test_without_an_endpoint_it_says_so(stage: StageWindow) -> None:
    stage.press(KEY.Key_Y)
    dialog = stage.page(PatternsPage).tools.naming_dialog
    assert dialog is not None
    assert dialog.told.text().startswith("No endpoint is set up. Set one up on the Trials page")
    assert not dialog.send.isEnabled()
    dialog.reject()

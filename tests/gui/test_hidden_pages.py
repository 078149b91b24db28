"""Pages that are not in front read no more of a project than their count in the rail."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.gui.background import BackgroundRunner
from tests.gui.session import Session
from tests.gui.stage_window import grouped_sample


def test_an_opened_project_is_read_by_the_page_in_front_alone(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles: list[str] = []
    run = BackgroundRunner.run

    def listening(self: BackgroundRunner, title: str, *rest: object, **more: object) -> object:
        titles.append(title)
        return run(self, title, *rest, **more)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(BackgroundRunner, "run", listening)
    session = Session(qtbot, grouped_sample(tmp_path))
    session.rest()
    built = [page.name for page in session.window.pages.built()]
    assert built == ["review"]
    # looking a page up builds it, as the window does when it has nothing else to do
    assert all(page.title for page in session.window.pages.values())
    session.rest()
    counts = {name: page.rail_count() for name, page in session.window.pages.items()}
    assert counts["trials"] == "1"
    assert int(counts["patterns"]) > 3
    assert "Reading trials" not in titles
    assert "Reading patterns" not in titles
    for page, title in (("patterns", "Reading patterns"), ("trials", "Reading trials")):
        session.window.show_page(page)
        session.rest()
        assert titles.count(title) == 1
        assert session.window.pages[page].rail_count() == counts[page]
    session.quit()

"""Background work: what it made and looked at is let go of when it is applied."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from curator.gui.background import BackgroundRunner


class Large:
    """Stands for the keys of a million cases."""


@pytest.fixture
def no_garbage_collector() -> Iterator[None]:
    """Only what nobody refers to goes away."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_garbage_collector")
def test_a_result_is_kept_by_whoever_took_it_alone(qtbot: QtBot) -> None:
    runner = BackgroundRunner()
    taken: list[Large] = []
    seen: list[weakref.ref[Large]] = []
    looked_at = Large()
    seen.append(weakref.ref(looked_at))

    def work(_: object, __: object, given: Large = looked_at) -> Large:
        assert isinstance(given, Large)
        return Large()

    def done(made: Large) -> None:
        seen.append(weakref.ref(made))
        taken.append(made)

    task = runner.run("Making", work, done, quiet=True)
    del work, looked_at
    qtbot.waitUntil(lambda: task.done)
    assert seen[1]() is taken[0]
    taken.clear()
    assert [ref() for ref in seen] == [None, None]

"""Queues: chosen by keys, worked out from the marks, saying what comes next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from curator.gui.widgets.controls import MessageRow
from curator.gui.widgets.queue_offer import Offer
from curator.model.changes import Changed
from curator.model.queue import Queue
from curator.model.review import ActKind, Mark
from curator.operations import projects, queues, reviewing
from tests.builders import add_cases, incoming, judged
from tests.gui.session import CTRL, Session, sample_copy

Key = Qt.Key


def choose(session: Session, name: str) -> Offer:
    """Open the queues by key and choose one by keys."""
    session.press(Key.Key_Q)
    popup = session.review.chooser.popup
    assert popup.isVisible()
    session.rest()
    names = [offer.name for offer in popup.offers()]
    popup.rows.setCurrentIndex(popup.model.index(0, 0))
    session.press(*[Key.Key_Down] * names.index(name))
    offer = popup.offers()[names.index(name)]
    session.press(Key.Key_Return)
    assert not popup.isVisible()
    session.rest()
    return offer


def messages(session: Session) -> list[MessageRow]:
    """The message rows in sight."""
    return [one for one in session.window.findChildren(MessageRow) if not one.isHidden()]


def test_every_queue_says_what_it_shows_and_how_many_are_left(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    project = session.window.context.the_project()
    session.press(Key.Key_Q)
    session.rest()
    offers = {one.name: one for one in session.review.chooser.popup.offers()}
    assert all(one.why for one in offers.values())
    for name in ("failures", "passes", "needs-ideal", "disagreements", "second-opinion"):
        queue = offers[name].queue
        assert queue is not None
        queue = queue.model_copy(update={"reviewer": session.window.context.reviewer})
        assert offers[name].count == len(reviewing.queue_keys(project, queue)), name
    session.press(Key.Key_Escape)
    chosen = choose(session, "passes")
    assert session.review.queue.kind == "passes"
    assert set(session.shown_marks(session.review.list.model.keys)) == {"pass"}
    assert chosen.count == len(session.review.list.model.keys)
    session.quit()


def test_the_caption_says_what_why_and_how_many_are_left(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "left.curator"
    with projects.create_project(path) as project:
        add_cases(project, [incoming(line) for line in range(1, 6)])
    session = Session(qtbot, path)
    caption, count = session.review.list.queue, session.review.list.count
    assert caption.text() == "All cases, random order"
    assert caption.accessibleDescription().startswith("Drawn by lot")
    assert count.text() == "5 left"
    session.press(Key.Key_P, Key.Key_F, Key.Key_Escape)
    qtbot.waitUntil(lambda: count.text() == "3 left")
    assert count.toolTip() == "3 of 5 cases have no mark yet"
    choose(session, "failures")
    assert count.text() == "1 left"
    assert count.toolTip() == "Number 1 of 1 case; 0 come after it"
    assert "To look at them again, or tag them." in caption.toolTip()
    session.quit()


def test_every_queue_says_how_many_are_left(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "left.curator"
    with projects.create_project(path) as project:
        texts = [("refund" if line % 2 else "login", line) for line in range(1, 9)]
        add_cases(project, [incoming(line, f"{word} {line}") for word, line in texts])
        reviewing.mark_cases(project, [1, 2, 3, 4], Mark.FAIL, "Ada")
        reviewing.mark_cases(project, [5], Mark.PASS, "Ada")
        reviewing.mark_cases(project, [1, 2], Mark.PASS, "Ben")
    session = Session(qtbot, path)
    review, count = session.review, session.review.list.count
    review.context.set_reviewer("Ben")

    def says(words: str, tip: str) -> None:
        qtbot.waitUntil(lambda: count.text() == words)
        assert tip in count.toolTip()

    says("3 left", "3 of 8 cases have no mark yet")
    review.show_queue(Queue(search="refund"))
    says("1 of 4 left", "1 of 4 cases have no mark yet")
    review.focus_case()
    session.press(Key.Key_P)
    says("0 of 4 left", "have no mark yet")
    review.show_queue(Queue(kind="needs-ideal"))
    says("2 left", "2 of 2 cases still need an ideal answer")
    reviewing.write_ideal(review.context.the_project(), review.list.model.keys[0], "Better.", "Ben")
    review.context.changed.emit(Changed(cases=(review.list.model.keys[0],)))
    says("1 of 2 left", "still need an ideal answer")
    review.show_queue(Queue(kind="disagreements"))
    says("2 left", "are still disagreed on")
    review.show_queue(Queue(kind="second-opinion", reviewer="Ben"))
    says("3 left", "still wait for your mark")
    review.show_queue(Queue(kind="cases", keys=(2, 4, 6), title="Chosen"))
    says("3 left", "Number 1 of 3 cases; 2 come after it")
    session.press(Key.Key_J)
    says("2 left", "Number 2 of 3 cases; 1 comes after it")
    session.quit()


def test_an_empty_queue_keeps_the_keyboard(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "empty.curator"
    with projects.create_project(path) as project:
        add_cases(project, [incoming(line) for line in range(1, 4)])
    session = Session(qtbot, path)
    session.review.focus_case()
    session.review.show_queue(Queue(kind="failures"))
    assert session.focused is session.review.empty.button
    assert session.review.list.count.text() == "0 cases"
    session.press(Key.Key_Space)
    assert session.review.queue.kind == "random"
    assert session.focused is session.review.list.table
    session.press(Key.Key_P)
    assert session.shown_marks(session.review.list.model.keys).count("pass") == 1
    session.quit()


def test_second_opinion_is_of_the_reviewer_at_the_machine(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    choose(session, "second-opinion")
    keys = list(session.review.list.model.keys)
    me = session.window.context.reviewer
    project = session.window.context.the_project()
    wanted = reviewing.queue_keys(project, Queue(kind="second-opinion", reviewer=me))
    assert keys == list(wanted)
    assert keys
    session.quit()


def test_more_like_this_and_the_likeliest_failures(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    first = session.key
    session.press(Key.Key_L)
    session.rest()
    keys = session.review.list.model.keys
    assert session.review.queue.title.startswith("More like this")
    assert keys[0] == first
    assert len(keys) > 5
    choose(session, "likely")
    keys = session.review.list.model.keys
    assert session.shown_marks(keys) == [""] * len(keys)
    remarks = session.review.list.table.remarks
    assert set(remarks) == set(keys)
    chances = [int(remarks[key].split(" ")[0].rstrip("%")) for key in keys]
    assert chances == sorted(chances, reverse=True)
    session.quit()


def test_what_is_likely_to_fail_is_learned_anew_while_one_marks(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "learn.curator"
    with projects.create_project(path) as project:
        good = [incoming(line, f"Where is setting {line}?") for line in range(1, 30)]
        bad = [incoming(line, f"Refund {line} euros to my card") for line in range(30, 60)]
        for one, mark in ((good[:6], Mark.FAIL), (bad[:6], Mark.PASS)):
            review = judged(mark)
            add_cases(project, [case.model_copy(update={"review": review}) for case in one])
        add_cases(project, [*good[6:], *bad[6:]])
    session = Session(qtbot, path)
    choose(session, "likely")
    before = list(session.review.list.model.keys)
    for place in range(12):
        session.press(Key.Key_P)
        assert session.review.list.row() == place + 1
        session.rest()
    after = list(session.review.list.model.keys)
    assert after[:5] == before[:5], "what one has gone through stays where it is"
    assert sorted(after) == sorted(before)
    assert after != before
    assert session.key == after[12]
    session.quit()


def test_more_like_this_follows_what_one_fails(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "like.curator"
    with projects.create_project(path) as project:
        refunds = [incoming(line, f"Refund {line} euros to my card now") for line in range(1, 16)]
        exports = [incoming(line, f"How is file {line} exported?") for line in range(16, 31)]
        add_cases(project, [*refunds, *exports])
    session = Session(qtbot, path)
    project = session.window.context.the_project()
    session.show(1)
    session.press(Key.Key_L)
    session.rest()
    keys = list(session.review.list.model.keys)
    assert keys[1:] == queues.more_like_this(project, 1)
    failed = keys[3]
    for place in range(7):
        if keys[place] == failed:
            session.press(Key.Key_F, Key.Key_Escape, Key.Key_J)
        else:
            session.press(Key.Key_P)
        session.rest()
    after = list(session.review.list.model.keys)
    assert after[:5] == keys[:5], "what one has gone through stays where it is"
    wanted = queues.more_like_this(project, 1, also=[failed])
    assert after[6:] == [key for key in wanted if key not in after[:6]]
    assert after != keys
    session.quit()


def test_too_few_marks_for_the_likeliest_failures_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "few.curator"
    with projects.create_project(path) as project:
        add_cases(project, [incoming(line) for line in range(1, 4)])
    session = Session(qtbot, path)
    choose(session, "likely")
    session.qtbot.waitUntil(lambda: any("Mark at least" in row.text for row in messages(session)))
    assert session.review.queue.kind == "random"
    session.quit()


def test_a_new_tag_offers_a_drift_sweep_whose_marks_say_so(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "sweep.curator"
    passed = judged(Mark.PASS)
    with projects.create_project(path) as project:
        add_cases(project, [incoming(line, review=passed) for line in range(1, 5)])
        add_cases(project, [incoming(9)])
    session = Session(qtbot, path)
    session.press(Key.Key_F, Key.Key_Escape, Key.Key_T)
    session.type("invented plan")
    session.press(Key.Key_Return, Key.Key_Escape)
    session.rest()
    (row,) = messages(session)
    assert "4 earlier passes" in row.text
    row.action_button.click()
    assert session.review.queue.title == "Drift sweep: invented plan"
    swept = session.key
    assert session.shown_marks([swept]) == ["pass"]
    session.press(Key.Key_P)
    kept = reviewing.history(session.window.context.the_project(), swept)[-1]
    assert kept.kind is ActKind.MARK
    assert kept.payload["context"] == "drift sweep: invented plan"
    session.quit()


def test_the_end_and_an_empty_queue_say_what_comes_next(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "end.curator"
    with projects.create_project(path) as project:
        add_cases(project, [incoming(1)])
    session = Session(qtbot, path)
    choose(session, "disagreements")
    page = session.review
    assert page.empty.isVisible()
    assert "two reviewers" in page.empty.text.text()
    page.empty.button.click()
    assert page.queue.kind == "random"
    session.press(Key.Key_F)
    session.type("wrong")
    session.press(Key.Key_Return)
    (row,) = messages(session)
    assert "End of the queue. 1 failure has no ideal answer yet." in row.text
    row.action_button.click()
    assert page.queue.kind == "needs-ideal"
    session.quit()


def test_in_an_empty_queue_the_window_still_obeys(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(qtbot, sample_copy(tmp_path))
    session.review.show_queue(Queue(kind="disagreements", search="zzzz"))
    assert session.review.current_case is None
    session.press(Key.Key_F, Key.Key_E)
    session.press(Key.Key_K, modifier=CTRL)
    session.press(Key.Key_Escape)
    session.to_front()
    session.quit()

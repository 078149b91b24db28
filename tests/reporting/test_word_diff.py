"""The diff of two answers: nothing lost, only what differs marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curator.reporting.word_diff import Span, excerpt, word_diff

TEXT = st.text(alphabet=st.sampled_from("ab c.\n\tß日本-'é"), max_size=40)


def changed(spans: tuple[Span, ...]) -> list[str]:
    return [span.text for span in spans if span.changed]


@given(TEXT, TEXT)
def test_the_spans_of_each_side_are_its_text(before: str, after: str) -> None:
    diff = word_diff(before, after)
    assert "".join(span.text for span in diff.before) == before
    assert "".join(span.text for span in diff.after) == after
    for side in (diff.before, diff.after):
        assert all(span.text for span in side)
        assert not any(span.changed and span.text != span.text.strip() for span in side)


@given(TEXT)
def test_equal_texts_have_no_change(text: str) -> None:
    diff = word_diff(text, text)
    assert changed(diff.before) == changed(diff.after) == []
    assert diff.share == 0


def test_only_the_words_that_differ_are_marked() -> None:
    diff = word_diff(
        "N18.9 Chronic kidney disease, unspecified", "N18.4 Chronic kidney disease, stage 4"
    )
    assert changed(diff.before) == ["N18.9", "unspecified"]
    assert changed(diff.after) == ["N18.4", "stage 4"]
    assert not diff.rewritten


def test_a_full_stop_does_not_change_its_word() -> None:
    diff = word_diff("We refund it.", "We refund it today.")
    assert changed(diff.before) == []
    assert changed(diff.after) == ["today"]


def test_a_lone_short_word_between_changes_is_part_of_the_change() -> None:
    diff = word_diff("for the last week, as a file", "for any period at the top, as a file")
    assert changed(diff.before) == ["the last week"]
    assert changed(diff.after) == ["any period at the top"]


def test_languages_without_spaces_are_compared_by_character() -> None:
    diff = word_diff("予約を取り消しました。", "予約を変更しました。")
    assert "予約" in diff.before[0].text
    assert changed(diff.after) == ["変更"]


def test_another_text_is_not_tinted() -> None:
    diff = word_diff("Please be advised of this.", "Sorry, here is what helps: sync again now!")
    assert diff.rewritten
    assert changed(diff.before) == changed(diff.after) == []


def test_a_very_long_text_is_compared_at_its_start_only() -> None:
    before, after = "word " * 20_000, "Other " + "word " * 20_000
    diff = word_diff(before, after)
    assert changed(diff.after) == ["Other"]
    assert "".join(span.text for span in diff.after) == after


def test_an_excerpt_keeps_the_change_and_shortens_the_rest() -> None:
    same = " ".join(f"word{number}" for number in range(60))
    diff = word_diff(f"{same} old {same}", f"{same} new {same}")
    short = excerpt(diff.after)
    assert changed(short) == ["new"]
    text = "".join(span.text for span in short)
    assert text.startswith("word0 word1 ")
    assert "word58 word59 new word0" in text
    assert len(text.split()) < 60
    assert excerpt(diff.after, most=20)[-1].text.endswith("…")

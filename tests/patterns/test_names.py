"""Names and keywords: short, telling, unlike one another, in any script."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curator.patterns import FailureText
from curator.patterns.names import LONGEST_NAME, shortened, suggest_name, unlike
from curator.patterns.words import keywords, words_of


def failure(key: int, answered: str, note: str = "", tags: tuple[str, ...] = ()) -> FailureText:
    return FailureText(key, f"question {key}", answered, note=note, tags=tags)


def test_a_shared_tag_names_the_pattern_before_notes() -> None:
    members = [failure(key, "Answer.", "a note", ("Too long",)) for key in range(3)]
    assert suggest_name(members, "wrong", [], []) == "Too long"


def test_the_most_central_note_names_the_pattern() -> None:
    notes = ["invents a refund deadline", "typo", "the refund deadline is invented", ""]
    members = [failure(key, "Answer.", note) for key, note in enumerate(notes)]
    assert "refund deadline" in suggest_name(members, "wrong", [], [])


def test_a_word_thrown_in_names_nothing_where_a_note_says_something() -> None:
    notes = ["hm", "bad", "°C!!", "typo", "prices of another country"]
    members = [failure(key, "The answer itself.", note) for key, note in enumerate(notes)]
    assert suggest_name(members, "wrong", [], []) == "prices of another country"
    assert suggest_name(members[:4], "wrong", [], []) == "typo"
    assert suggest_name(members[:3], "wrong", [], []) == "The answer itself."
    assert suggest_name([failure(1, "The answer itself.", "誤り")], "wrong", [], []) == "誤り"


def test_one_note_among_many_failures_does_not_speak_for_all() -> None:
    members = [failure(key, "The answer itself.") for key in range(9)]
    members.append(failure(9, "The answer itself.", "odd one"))
    assert suggest_name(members, "wrong", [], []) == "The answer itself."


def test_without_notes_the_medoids_most_telling_sentence_does() -> None:
    members = [failure(1, "Hello! You can return shoes within a month. Bye."), failure(2, "Other")]
    name = suggest_name(members, "wrong", ["shoes", "return"], [])
    assert name == "You can return shoes within a month."
    assert suggest_name(members, "asked", [], []) == "question 1"


def test_no_name_is_given_twice() -> None:
    members = [failure(1, "Same words.")]
    taken = ["same  WORDS."]
    assert suggest_name(members, "wrong", ["blue"], taken) == "Same words. (blue)"
    assert unlike("A", [], ["a", "A 2"]) == "A 3"


def test_a_pattern_of_empty_outputs_says_so() -> None:
    assert suggest_name([failure(1, "  \n")], "wrong", [], []) == "Empty output"


@given(st.text(max_size=300))
def test_names_are_one_short_printable_line(text: str) -> None:
    name = shortened(text)
    assert len(name) <= LONGEST_NAME
    assert name == " ".join(name.split())
    name.encode("utf-8")


def test_keywords_leave_out_what_every_group_says() -> None:
    first = [words_of(f"please tell the bank about card {place}") for place in range(6)]
    second = [words_of(f"please tell the farm about cows {place}") for place in range(6)]
    bank, farm = keywords([first, second], [])
    assert set(bank) == {"bank", "card"}
    assert set(farm) == {"farm", "cows"}


def test_function_words_of_other_languages_fall_to_their_commonness() -> None:
    first = [words_of("wo ist der Schlüssel für die Garage")] * 5
    second = [words_of("wann kommt der Bus für die Schule")] * 5
    garage, bus = keywords([first, second], [])
    assert not {"der", "für", "die"} & {*garage, *bus}
    assert "schlüssel" in garage


def test_scripts_without_spaces_give_pairs_of_signs() -> None:
    first = [words_of("返金してください")] * 3
    second = [words_of("住所を変更したい")] * 3
    refund, _ = keywords([first, second], [])
    assert refund
    assert all(word in "返金してください" for word in refund)


def test_a_group_with_nothing_outside_still_gets_keywords() -> None:
    members = ["late parcel from the courier", "late parcel", "the late parcel", "a late parcel"]
    (only,) = keywords([[words_of(text) for text in members]], [])
    assert set(only) == {"late", "parcel"}

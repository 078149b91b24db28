"""What outputs claim and inputs demand: sums, sources, promises, languages, counts, formats."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.patterns.claims import claims, language, said_twice, sums
from curator.patterns.cues import CUES, NAMES, cues
from curator.patterns.demands import FORMATS, answered, counted, fulfilment, in_format, ruled_out
from curator.patterns.tokens import read

TEXT = st.text(st.sampled_from("ab 12.,=+!?[]{}|xé²\n"), max_size=80)
NOTHING = read("")


def cue(name: str, text: str) -> int:
    return cues(read(text).folded)[NAMES.index(name)]


@pytest.mark.parametrize(
    ("name", "triggers", "just_not"),
    [
        ("source", "See clause 4 of the terms.", "See what it says there."),
        ("promise", "I have cancelled it for you.", "I had it yesterday."),
        ("hedge", "It probably rains.", "It rains."),
        ("certain", "Of course it rains.", "Off course it rains."),
        ("third person", "Tell the customer to wait.", "Tell our customer to wait."),
        ("asks back", "Could you send it?", "You could send it."),
        ("refuses", "I am not able to say.", "I am able to say."),
        ("ruled out", "Do not call.", "Do call, if possible."),
    ],
)
def test_a_cue_is_noticed_and_what_only_looks_like_it_is_not(
    name: str, triggers: str, just_not: str
) -> None:
    assert cue(name, triggers) > 0
    assert cue(name, just_not) == 0


def test_every_cue_has_words_in_lower_case() -> None:
    assert all(words and words == words.casefold() for words in CUES.values())


def test_a_sum_that_does_not_come_out_is_told_from_one_that_does() -> None:
    assert sums(NOTHING, read("$6 x 4 = $24 and 10 / 4 = 2.5"))[:2] == [math.log1p(2), 0.0]
    assert sums(NOTHING, read("$6 x 4 = $23"))[:2] == [0.0, math.log1p(1)]
    assert sums(NOTHING, read("6 / 0 = 1, and 6 x 4"))[:2] == [0.0, 0.0]


def test_a_number_that_nearly_follows_from_two_others_is_noticed() -> None:
    asked = read("What do 18 days at 82.50 come to?")
    assert sums(asked, read("They come to 1485."))[2:4] == [1.0, 0.0]
    assert sums(asked, read("They come to 1495."))[2:4] == [0.0, 1.0]
    assert sums(asked, read("They come to 4000."))[2:4] == [0.0, 0.0]


def test_sentences_that_disagree_or_repeat_one_another_are_noticed() -> None:
    again = said_twice(read("The museum opens on Monday. The museum opens on Monday."))
    other = said_twice(read("The museum opens at 9 sharp. The museum opens at 10 sharp."))
    denied = said_twice(read("The museum opens on Monday. The museum never opens on Monday."))
    apart = said_twice(read("The museum opens on Monday. Bring warm clothes along."))
    assert [one > 0 for one in again[1:4]] == [True, False, False]
    assert [one > 0 for one in other[1:4]] == [False, True, False]
    assert [one > 0 for one in denied[1:4]] == [False, False, True]
    assert not any(apart[1:4])
    assert again[4] > apart[4] == 0
    assert said_twice(read("one line here\none line here"))[5] == 1.0


def test_another_language_or_script_is_noticed() -> None:
    asked = read("When is the museum open and for how long?")
    same = language(asked, read("The museum is open from nine and it closes at five."))
    german = language(asked, read("Das Museum ist von neun an offen und schließt mit dem Abend."))
    russian = language(asked, read("Музей открыт"))
    assert same[0] > german[0] + 0.3
    assert russian[3] > 0.9 > 0.1 > same[3]


def test_a_demanded_number_of_things_is_held_against_what_is_there() -> None:
    wanted = "answer in two sentences at most, please."
    assert counted(wanted, read("It is. They are.")) == [1.0, 0.0, 0.0]
    assert counted(wanted, read("It is so. They are so. We are so.")) == [1.0, 1.0, 0.0]
    assert counted("give me 5 examples", read("a\nb\nc")) == [1.0, 0.0, 1.0]
    assert counted("we are two people", read("It is so.")) == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("name", "wanted", "kept", "broken"),
    [
        ("json", "reply in json", '{"a": 1}', "a is 1"),
        ("table", "as a table", "| a | b |", "a, b"),
        ("list", "as a list", "- a\n- b", "a and b"),
        ("yes or no", "yes or no?", "Yes.", "Yes, but late."),
        ("upper case", "in upper case", "HELLO", "Hello"),
    ],
)
def test_a_demanded_format_is_kept_or_not(name: str, wanted: str, kept: str, broken: str) -> None:
    assert name in FORMATS
    assert in_format(name, wanted, kept) == [1.0, 0.0]
    assert in_format(name, wanted, broken) == [1.0, 1.0]
    assert in_format(name, "tell me more", broken) == [0.0, 0.0]


def test_speaking_of_what_was_ruled_out_is_noticed() -> None:
    wanted = "i don't want a voucher."
    assert ruled_out(wanted, {"vouch", "will"})[1] > ruled_out(wanted, {"money", "will"})[1] == 0


def test_a_question_that_nothing_takes_up_is_noticed() -> None:
    asked = read("What does the ticket cost? Where does the tram leave?")
    both = answered(asked, read("The ticket costs 4 euros. The tram leaves from the square."))
    one = answered(asked, read("The ticket costs 4 euros."))
    assert both[3] > one[3]
    assert both[2] == one[2]


@given(TEXT, TEXT)
def test_figures_are_finite_and_of_one_number_for_any_texts(asked: str, told: str) -> None:
    for how in (claims, fulfilment):
        figures = how(read(asked), read(told))
        assert len(figures) == len(how(NOTHING, NOTHING))
        assert all(map(math.isfinite, figures))

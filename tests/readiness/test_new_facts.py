"""New facts in ideal answers: found where they are, and not where they only look so."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.readiness import new_facts
from curator.readiness.new_facts import find_new_facts

OTHER = "We will look into it and write to you."


@pytest.mark.parametrize(
    ("ideal", "known", "facts"),
    [
        ("The fee is 4711 dollars.", "What is the fee?", ("4711",)),
        ("The fee is 4711 dollars.", "Is the fee 4711?", ()),
        ("The fee is 4,711 dollars.", "Is the fee 4711?", ()),
        ("Write to help@shop.example today.", "Where?", ("help@shop.example",)),
        ("See https://shop.example/a now.", "Where?", ("https://shop.example/a",)),
        ("Please ask Miriam about it.", "Whom do I ask?", ("Miriam",)),
        ("Please ask Miriam about it.", "Is miriam in?", ()),
        ("It is coded E11.9 here.", "diabetes", ("E11.9",)),
        ("Half of 96 is 96 / 2 = 48 and so 48.", "Half of 96?", ()),
        ("She keeps 96-30-20 = 46 of 96 eggs.", "96 eggs, 30 sold, 20 eaten", ()),
        ("Take 2 of them, then 3.", "How many?", ()),
        ("Thank you. Customers like it.", "Do they?", ()),
    ],
)
def test_facts_are_found_where_nothing_else_holds_them(
    ideal: str, known: str, facts: tuple[str, ...]
) -> None:
    assert find_new_facts([ideal, OTHER], [known, ""], 0.5)[0] == facts


def test_codes_that_recur_in_other_ideal_answers_can_be_learned() -> None:
    ideals = ["Coded as E11.9 again.", "This is E11.9 too.", "Only here: Z99.2 it is."]
    assert find_new_facts(ideals, ["", "", ""], 0.5) == [(), (), ("Z99.2",)]


def test_what_the_model_says_elsewhere_it_does_not_lack() -> None:
    ideals, known = ["It is coded Z99.2 by Miriam."], ["how?"]
    assert find_new_facts(ideals, known, 0.5) == [("Z99.2", "Miriam")]
    assert find_new_facts(ideals, known, 0.5, ["z99.2 was right, said miriam"]) == [()]
    assert find_new_facts([*ideals, OTHER], [*known, "Who is Miriam?"], 0.5)[0] == ("Z99.2",)


def test_a_few_rare_words_are_free_text_and_many_are_a_fact() -> None:
    known = "tell me about the device please"
    few = "please tell the device to restart, and please keep the device connected"
    many = "the device: perchlorate desiccant cartridges neutralise volatile organics"
    found = find_new_facts([few, many], [known, known], 0.5)
    assert found[0] == ()
    assert len(found[1]) >= 3


def test_the_only_answer_in_its_language_is_not_a_fact() -> None:
    ideal = "das könnte später automatisch geschehen, wenn die monatliche abrechnung fertig ist"
    assert find_new_facts([ideal, OTHER], ["wann?", "when?"], 0.5)[0] == ()


def test_capitals_mean_nothing_in_german() -> None:
    ideal = "Die Rechnung liegt im Ordner neben dem Vertrag auf dem Schreibtisch."
    assert find_new_facts([ideal], ["Rechnung Ordner Vertrag Schreibtisch"], 0.5) == [()]


@given(st.lists(st.text(max_size=40), max_size=6))
def test_an_answer_that_is_in_its_input_holds_no_new_fact(ideals: list[str]) -> None:
    assert find_new_facts(ideals, ideals, 0.5) == [()] * len(ideals)


def test_a_code_used_once_is_learnable_where_its_list_recurs_and_new_where_it_does_not() -> None:
    """Codes drawn as unevenly as diagnoses are: many occur once in few answers by chance."""
    drawn = random.Random(4)
    codes = [f"{letter}{number}.{number % 10}" for letter in "EIJKM" for number in range(10, 30)]
    weights = [1 / (place + 1) for place in range(len(codes))]
    for size in (50, 100, 200):
        recurring = drawn.choices(codes, weights, k=size)
        found = find_new_facts(recurring, ["a note"] * size, 0.5)
        assert sum(map(bool, found)) == 0
        once = sum(recurring.count(code) == 1 for code in recurring)
        assert once >= 10  # each of them was called a new fact before
        unique = [f"KB-{1000 + place}" for place in range(size)]
        assert all(find_new_facts(unique, ["a note"] * size, 0.5))
        both = [f"{code} see {page}" for code, page in zip(recurring, unique, strict=True)]
        assert all(
            facts == (page,)
            for facts, page in zip(
                find_new_facts(both, ["a note"] * size, 0.5), unique, strict=True
            )
        )


def plainly(
    ideals: list[str], known: list[str], share: float, said: list[str]
) -> list[tuple[str, ...]]:
    """The definition: each answer read whole and held against all words of all others."""
    read = [new_facts.read_ideal(ideal) for ideal in ideals]
    held = Counter(word for one in read for word in one.words.union(one.facts))
    texts = [re.sub(r"(?<=\d),(?=\d{3})", "", text.casefold()) for text in known]
    word_pattern = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
    spoken = {word for text in said for word in word_pattern.findall(text.casefold())}
    in_known = spoken.union(word for text in texts for word in word_pattern.findall(text))
    uses = Counter((new_facts.shape_of(f), f) for one in read for f in one.facts)
    shapes: dict[str, list[int]] = {}
    for (shape, _), count in uses.items():
        shapes.setdefault(shape, []).append(count)
    recurring = {
        shape for shape, counts in shapes.items()
        if shape and sum(counts) >= 20 and 1 - counts.count(1) / sum(counts) >= 0.5
    }  # fmt: skip
    found: list[tuple[str, ...]] = []
    for one, text in zip(read, texts, strict=True):
        new = [
            fact for fact in one.facts
            if held[fact] == 1 and fact not in text and new_facts.shape_of(fact) not in recurring
            and fact not in (in_known if fact.isalpha() else spoken)
        ]  # fmt: skip
        own = {word for word in one.words - in_known if held[word] == 1}
        letters = [word for word in one.spelling if word.isalpha()]
        longer = [word for word in letters if len(word) >= 6]
        short = [word for word in letters if len(word) < 6]
        rare = [word for word in longer if word in own]
        if 2 * len(own.intersection(short)) < len(short) and len(rare) >= max(
            3, share * len(longer)
        ):
            new += rare
        found.append(tuple(one.spelling.get(fact, fact) for fact in dict.fromkeys(new)))
    return found


PIECES = (
    "a the fee is Miriam miriam ask Ask. E11.9 e11.9 e12.3 E13.1 Z99.2 4,711 4711 47 = 46 "
    "96-30-20 12,5 1st 2x it's O’Neill help@shop.example https://shop.example/a1, (Weber) Weber, "
    "ß STRASSE straße İx ſ ab-c1 a_b \u00a0 \u3000 \n . foo--bar wonderful Reception "
    "vocabulary question answers. ١٢ 日本 日本語123 v2.0 2.0 k"
)
PIECE = st.sampled_from(PIECES.split(" ")) | st.text("aA1.,-'’@:/= \n", max_size=6)
SENTENCE = st.lists(PIECE, max_size=12).flatmap(
    lambda parts: st.sampled_from([" ", "", "\n", "  "]).map(lambda gap: gap.join(parts))
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(SENTENCE, SENTENCE), max_size=7), st.lists(SENTENCE, max_size=2),
    st.sampled_from([0.0, 0.5]), st.integers(1, 8),
)  # fmt: skip
def test_facts_are_those_of_the_definition(
    cases: list[tuple[str, str]], said: list[str], share: float, times: int
) -> None:
    # Repeated answers make codes recur.
    ideals = [ideal for ideal, _ in cases] * times + [ideal for ideal, _ in cases[:1]]
    known = [text for _, text in cases] * times + [text for _, text in cases[:1]]
    assert find_new_facts(ideals, known, share, said) == plainly(ideals, known, share, said)

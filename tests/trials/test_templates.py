"""Templates: fields of the case filled in, anything that could run refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.model.case import Case
from curator.model.message import Message
from curator.model.variant import VariantDefinition
from curator.trials.rendering import Example, Prompt, render
from curator.trials.templates import fields_of, fill, named_fields

CASE = Case(
    key=1,
    uid="u",
    id="log-1",
    input=(
        Message(role="system", content="Be kind."),
        Message(role="user", content="First?"),
        Message(role="assistant", content="One."),
        Message(role="user", content="And how?"),
    ),
    output=Message(role="assistant", content="Somehow."),
    model="m-1",
    expected="Secret answer",
    metadata={"product": "Ledger", "tags": ["a", "b"], "two words": "x"},
)
FIELDS = fields_of(CASE)


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("Q: {{ input }}", "Q: And how?"),
        ("{{ conversation }}", "user: First?\n\nassistant: One.\n\nuser: And how?"),
        ("{{ system }} {{ id }} {{ model }}", "Be kind. log-1 m-1"),
        ("{{ product|upper }} {{ metadata['two words'] }}", "LEDGER x"),
        ("{{ tags|dump }}", '["a", "b"]'),
        ("{% if facts %}F{% else %}none{% endif %}", "none"),
        ('{"json": {"kept": true}}\n', '{"json": {"kept": true}}\n'),
    ],
)
def test_fields_are_filled_in(template: str, filled: str) -> None:
    assert fill(template, FIELDS, "The template") == filled


@given(st.text(st.characters(exclude_characters="{")))
def test_text_without_fields_stays_as_it_is(text: str) -> None:
    assert fill(text, FIELDS, "The template") == text


@given(st.text(max_size=40))
def test_what_stands_in_a_case_is_never_read_as_a_template(text: str) -> None:
    hostile = f"{{{{ product }}}} {text}"
    assert fill("{{ input }}", {"input": hostile}, "The template") == hostile


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Hi\n{{ prodct }}", "line 2, names the field “prodct”, which case log-1 does not have"),
        ("{{ input", "line 1: unexpected end of template"),
        ("{% for x in tags %}{{ x }}{% endfor %}", "“For” is not possible here"),
        ("{{ range(9) }}", "“Call” is not possible here"),
        ("{{ input * 9 }}", "“Mul” is not possible here"),
        ("{{ input|center(99999999) }}", "the filter “center” is not possible here"),
        ("{{ input.__class__ }}", "unsafe"),
        ("{{ metadata.nothing }}", "no attribute"),
        ("{{ expected }}", "names the field “expected”"),
    ],
)
def test_what_cannot_be_filled_in_is_told(template: str, said: str) -> None:
    with pytest.raises(CuratorError) as caught:
        fill(template, FIELDS, "The message template")
    assert said in caught.value.sentence
    assert caught.value.sentence.startswith("The message template")


def test_named_fields_come_in_order() -> None:
    assert named_fields("{{ product }} {{ input }} {{ product }}") == ["product", "input"]


def sent(prompt: Prompt) -> list[tuple[str, str]]:
    return [(one.role, one.content) for one in prompt.messages]


def test_the_baseline_sends_what_was_logged() -> None:
    prompt = render(VariantDefinition(baseline=True), CASE)
    assert prompt.messages == CASE.input
    assert prompt.model == "m-1"


def test_a_template_takes_the_place_of_the_question() -> None:
    other = CASE.model_copy(update={"key": 2, "input": (Message(role="user", content="Like it?"),)})
    variant = VariantDefinition(system="Be {{ product }}.", template="Q: {{ input }}", model="m-2")
    prompt = render(variant, CASE, examples=[Example(other, "Ideal.")], model="m-3")
    assert sent(prompt) == [
        ("system", "Be Ledger."),
        ("user", "First?"),
        ("assistant", "One."),
        ("user", "Q: Like it?"),
        ("assistant", "Ideal."),
        ("user", "Q: And how?"),
    ]
    assert prompt.model == "m-2"


def test_facts_stand_below_the_question_or_where_the_template_names_them() -> None:
    given_facts = ["within 14 days", "to the same card"]
    plain = render(VariantDefinition(facts=True), CASE, facts=given_facts)
    assert plain.messages[-1].content == (
        "And how?\n\nFacts you can rely on:\n- within 14 days\n- to the same card"
    )
    named = VariantDefinition(facts=True, template="{{ facts }}\n{{ input }}")
    assert render(named, CASE, facts=given_facts).messages[-1].content == (
        "- within 14 days\n- to the same card\nAnd how?"
    )
    assert render(VariantDefinition(facts=True), CASE).messages == CASE.input

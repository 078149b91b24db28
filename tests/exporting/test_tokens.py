"""Token counts against figures published by OpenAI, and prices that are never guessed."""

from __future__ import annotations

import socket
from datetime import date

import pytest

from curator.exporting import tokens
from curator.exporting.targets import TARGETS, Target
from curator.exporting.tokens import (
    TokenCount,
    count_tokens,
    row_tokens,
    training_price,
    vocabulary,
)
from curator.model.dataset import Dataset, DatasetRow
from curator.model.message import Message
from curator.model.readiness import CostInputs
from curator.readiness.targets import TargetPrice
from tests.exporting import example

SFT = TARGETS["openai-sft"]
JARGON = (
    (
        "You are a helpful, pattern-following assistant that translates corporate jargon into "
        "plain English."
    ),
    "New synergies will help drive top-line growth.",
    "Things working well together will increase revenue.",
    (
        "Let's circle back when we have more bandwidth to touch base on opportunities for "
        "increased leverage."
    ),
    "Let's talk later when we're less busy about how to do better.",
    "This late pivot means we don't have time to boil the ocean for the client deliverable.",
)
NAMES = ("", "example_user", "example_assistant", "example_user", "example_assistant", "")
COOKBOOK = [
    ("user" if text is JARGON[-1] else "system", name, text)
    for name, text in zip(NAMES, JARGON, strict=True)
]


def row(*messages: tuple[str, str, str], ideal: str = "", split: str = "train") -> DatasetRow:
    return example.row(
        input=tuple(Message(role=r, name=n or None, content=c) for r, n, c in messages),
        ideal=ideal,
        split=split,
    )


def counted(rows: list[DatasetRow], target: Target) -> TokenCount:
    return count_tokens(Dataset(seed=7, rows=tuple(rows)), target)


def test_counts_equal_those_that_openai_publishes() -> None:
    """Source: OpenAI cookbook, "How to count tokens with tiktoken", o200k_base."""
    count = vocabulary()
    assert count("antidisestablishmentarianism") == 6
    assert count("2 + 2 = 4") == 7
    assert count("お誕生日おめでとう") == 8
    assert count("") == 0
    assert count("<|endoftext|>") > 1, "a special token's name in a text is only text"
    # The cookbook's conversation: 124 tokens, as the API itself counts them for gpt-4o.
    talk = row(*COOKBOOK)
    assert row_tokens(talk, SFT, count) == 124 + 3 + count("assistant")


def test_counting_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refused)
    vocabulary.cache_clear()
    assert vocabulary()("Hello world") == 2


def test_held_out_rows_are_not_trained_on() -> None:
    one = row(("user", "", "Hi"), ideal="Ho")
    held = one.model_copy(update={"split": "held_out"})
    check = one.model_copy(update={"split": "validation"})
    found = counted([one, held, check], SFT)
    assert found.train == found.validation == found.largest == row_tokens(one, SFT, vocabulary())
    assert found.exact


@pytest.mark.parametrize("name", ["gemini", "messages", "openai-dpo", "trl-messages"])
def test_other_models_and_other_methods_are_estimates(name: str) -> None:
    found = counted([row(("user", "", "Hi"), ideal="Ho")], TARGETS[name])
    assert not found.exact
    assert "(estimate)" in found.sentence
    assert found.as_json()["says"] == "estimate"


def test_tools_make_an_estimate() -> None:
    plain = row(("user", "", "Hi"), ideal="Ho")
    assert counted([plain], SFT).exact
    assert not counted([plain.model_copy(update={"tools": (example.TOOL,)})], SFT).exact


def test_many_rows_are_estimated_from_a_part_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "COUNTED_ROWS", 10)
    rows = [row(("user", "", "word " * (1 + i % 11)), ideal="Ho") for i in range(350)]
    rows[123] = row(("user", "", "word " * 500), ideal="Ho")
    found = counted(rows, SFT)
    whole = sum(row_tokens(one, SFT, vocabulary()) for one in rows)
    assert not found.exact
    assert found.rows_counted == 10
    assert found.train == pytest.approx(whole, rel=0.3)
    assert found.largest == row_tokens(rows[123], SFT, vocabulary()), "never missed by the part"


def test_a_text_of_a_million_characters_is_counted() -> None:
    assert vocabulary()("word " * 300_000) == pytest.approx(300_001, abs=5)
    assert vocabulary()("half \ud83d here") > 0


def test_the_price_is_the_users_own_else_the_targets_else_unknown() -> None:
    found = counted([row(("user", "", "word " * 9_991), ideal="Ho")], SFT)
    unknown = training_price(found, CostInputs(), None)
    assert unknown.dollars is None
    assert "not known" in unknown.sentence
    assert unknown.as_json()["dollars"] is None
    place = TargetPrice(provider="P", model="m", training_price=3.0, checked_on=date(2026, 11, 1))
    table = training_price(found, CostInputs(), place)
    assert table.dollars == pytest.approx(3.0 * found.train / 1e6)
    assert "P/m, read 2026-11-01" in table.sentence
    own = training_price(found, CostInputs(training_price=25.0, epochs=3), place)
    assert own.dollars == pytest.approx(25.0 * 3 * found.train / 1e6)
    assert f"${own.dollars:,.2f} for 3 epochs (your own price)" in own.sentence

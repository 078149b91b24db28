"""Variants from files, compared, and drafted from notes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.model.variant import Examples, VariantDefinition
from curator.trials.drafts import PatternNotes, draft_system
from curator.trials.facts import fact_phrases
from curator.trials.promptfoo_prompts import read_prompt_file
from curator.trials.variant_diff import diff
from curator.trials.variant_file import read_variant, write_variant

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{\r"), max_size=30)
DEFINITIONS = st.builds(
    VariantDefinition,
    system=st.none() | TEXT,
    template=st.none() | TEXT,
    examples=st.none()
    | st.builds(Examples, how=st.just("nearest"), count=st.integers(1, 9))
    | st.builds(Examples, cases=st.lists(TEXT, min_size=1, max_size=3).map(tuple)),
    model=TEXT,
    parameters=st.dictionaries(TEXT, st.integers(-9, 9) | TEXT | st.booleans(), max_size=3),
    facts=st.booleans(),
    written_from=st.sampled_from(["", "hand", "notes"]),
)


@given(definition=DEFINITIONS, name=TEXT.filter(lambda text: bool(text.split())))
def test_a_written_variant_reads_back(
    tmp_path_factory: pytest.TempPathFactory, definition: VariantDefinition, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "variant.toml"
    write_variant(path, name, definition)
    found = read_variant(path)
    assert found.definition == definition
    assert found.name == " ".join(name.split())


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_variant_with_its_endpoint(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "kind.toml",
        """
        system = "Be kind."
        written_from = "notes"
        examples = { how = "nearest", count = 4 }
        parameters = { temperature = 0, max_tokens = 200 }
        [endpoint]
        base_url = "http://127.0.0.1:8000/v1"
        model = "llama"
        """,
    )
    found = read_variant(path)
    assert (found.name, found.definition.parameters["max_tokens"]) == ("kind", 200)
    assert found.definition.endpoint == "kind"
    assert found.endpoint is not None
    assert (found.endpoint.host, found.endpoint.is_local) == ("127.0.0.1:8000", True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("system = ", "is not valid TOML"),
        ('sytem = "x"', "v.toml: there is no field “sytem”. A variant has: name, system"),
        ("system = 3", "“system” is not right"),
        ('examples = { how = "nearest" }', "say how many of the nearest"),
        ('template = "{{ input"', "v.toml, template, line 1"),
        ('output_schema = { type = "thing" }', "the output schema is not a JSON Schema"),
        ('[endpoint]\nbase_url = "x"', "must begin with http"),
        ('[endpoint]\napi_key = "sk-1"', "“api_key” does not belong into a file"),
        ('[endpoint]\nbase_url = "http://me:pw@h/v1"', "holds a name or password"),
    ],
)
def test_faults_are_told_with_their_field(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CuratorError) as caught:
        read_variant(write(tmp_path, "v.toml", text))
    assert said in caught.value.sentence


def test_promptfoo_prompt_files(tmp_path: Path) -> None:
    write(tmp_path, "one.txt", "Answer: {{ input }}")
    two = write(tmp_path, "two.txt", "You are terse.\n---\nSay {{ input }}\n")
    chat = '[{"role": "system", "content": "Be kind."}, {"role": "user", "content": "{{ input }}"}]'
    write(tmp_path, "chat.json", chat)
    config = write(
        tmp_path,
        "promptfooconfig.yaml",
        "prompts:\n  - file://one.txt\n  - 'Inline {{ input }}'\n"
        "  - {id: file://chat.json, label: chat}\n",
    )
    assert [one.definition for one in read_prompt_file(two)] == [
        VariantDefinition(system="You are terse."),
        VariantDefinition(template="Say {{ input }}"),
    ]
    found = read_prompt_file(config)
    assert [one.definition.template for one in found] == [
        "Answer: {{ input }}",
        "Inline {{ input }}",
        "{{ input }}",
    ]
    assert found[2].definition.system == "Be kind."


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("p.yaml", "- role: assistant\n  content: x\n", "a chat prompt is taken with"),
        ("p.yaml", "prompts: ['file://../../secret.txt']", "lies outside the folder"),
        ("p.json", "{", "cannot be read"),
        ("p.txt", "   ", "holds no prompt"),
    ],
)
def test_prompt_files_that_are_none(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(CuratorError, match=said):
        read_prompt_file(write(tmp_path, name, text))


def test_a_variant_is_compared_with_the_one_before() -> None:
    before = VariantDefinition(system="Be kind.\nBe brief.", model="m")
    after = before.model_copy(update={"system": "Be kind.\nName the plan.", "parent": "v1"})
    (found,) = diff(before, after)
    assert found.field == "system"
    assert [(line.side, line.text) for line in found.lines] == [
        ("same", "Be kind."),
        ("gone", "Be brief."),
        ("new", "Name the plan."),
    ]
    assert diff(before, before) == ()


def test_notes_become_rules_and_the_prompt_stays() -> None:
    notes = ["Invents a plan.", "invents a plan", "wrong price", ""]
    text = draft_system(
        "Be kind.\n", [PatternNotes("Invented plan", notes, ["Invented plan", "x"])]
    )
    assert text == (
        "Be kind.\n\nRules:\n- Avoid this failure: Invented plan (also: x).\n"
        "  - A reviewer wrote: Invents a plan\n  - A reviewer wrote: wrong price"
    )
    assert draft_system("Be kind.", []) == "Be kind."


def test_facts_come_in_the_few_words_they_stand_in() -> None:
    ideal = "Sure! You get the money back within 14 days, to the same card. Write to Ada Berg."
    assert fact_phrases(ideal, ["14", "berg"]) == (
        "the money back within 14 days, to",
        "Write to Ada Berg.",
    )
    assert fact_phrases(ideal, []) == ()

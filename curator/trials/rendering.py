"""What is sent: a variant and a case become messages, a model and parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import JsonValue

from curator.model.base import JsonObject
from curator.model.case import Case
from curator.model.message import Message
from curator.model.variant import VariantDefinition
from curator.trials.templates import fields_of, fill, named_fields

SYSTEM = ("system", "developer")
FACTS_HEADING = "Facts you can rely on:"


class Example(NamedTuple):
    """A worked example: another case and its ideal answer."""

    case: Case
    ideal: str


@dataclass(frozen=True)
class Prompt:
    """One call as it is sent, key and address aside."""

    messages: tuple[Message, ...]
    model: str
    parameters: JsonObject = field(default_factory=dict[str, JsonValue])
    output_schema: JsonObject | None = None
    tools: tuple[JsonObject, ...] = ()


def render(
    variant: VariantDefinition,
    case: Case,
    *,
    examples: Sequence[Example] = (),
    facts: Sequence[str] = (),
    model: str = "",
) -> Prompt:
    """The messages of a variant on a case. `model` is the endpoint's, the variant's own wins.

    Order: system prompt, earlier turns, examples as pairs of question and ideal answer, then the
    question. Raises CuratorError for a field that the case does not have.
    """
    given = "\n".join(f"- {fact}" for fact in facts)
    fields = fields_of(case, given)
    spoken = [one for one in case.input if one.role not in SYSTEM]
    question = max(
        (place for place, one in enumerate(spoken) if one.role == "user"), default=len(spoken)
    )
    asked = list(spoken[question:])
    if variant.template is not None:
        rest = asked[1:] if asked else []
        asked = [Message(role="user", content=_template(variant, fields)), *rest]
    if variant.facts and facts and not _names_facts(variant):
        asked = _with_facts(asked, given)
    messages = [*_system(variant, case, fields), *spoken[:question]]
    for example in examples:
        messages += _example(variant, example)
    return Prompt(
        messages=(*messages, *asked),
        model=variant.model or model or case.model or "",
        parameters=variant.parameters,
        output_schema=variant.output_schema,
        tools=case.tools,
    )


def _template(variant: VariantDefinition, fields: Mapping[str, JsonValue]) -> str:
    return fill(variant.template or "", fields, "The message template")


def _system(
    variant: VariantDefinition, case: Case, fields: Mapping[str, JsonValue]
) -> list[Message]:
    if variant.system is None:
        return [one for one in case.input if one.role in SYSTEM]
    text = fill(variant.system, fields, "The system prompt")
    return [Message(role="system", content=text)] if text.strip() else []


def _example(variant: VariantDefinition, example: Example) -> list[Message]:
    if variant.template is None:
        asked = example.case.asked
    else:
        # The example's own facts are not known to the model, and its ideal answer follows anyway.
        asked = _template(variant, fields_of(example.case))
    return [
        Message(role="user", content=asked),
        Message(role="assistant", content=example.ideal),
    ]


def _names_facts(variant: VariantDefinition) -> bool:
    texts = [text for text in (variant.system, variant.template) if text]
    return any("facts" in named_fields(text) for text in texts)


def _with_facts(asked: list[Message], given: str) -> list[Message]:
    if not asked:
        return [Message(role="user", content=f"{FACTS_HEADING}\n{given}")]
    first = asked[0]
    text = f"{first.content}\n\n{FACTS_HEADING}\n{given}"
    return [first.model_copy(update={"content": text, "parts": ()}), *asked[1:]]

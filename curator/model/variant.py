"""The definition of a variant: all that a way of asking consists of."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from curator.model.base import JsonObject, Noun


class Examples(Noun):
    """Worked examples in the prompt: picked by hand, or the nearest with an ideal answer.

    `cases` are public ids, in order. `count` is how many of the nearest are taken for each case.
    Held-out cases never serve as examples.
    """

    how: Literal["picked", "nearest"] = "picked"
    cases: tuple[str, ...] = ()
    count: int = Field(default=0, ge=0, le=100)

    @model_validator(mode="after")
    def _whole(self) -> Examples:
        if self.how == "nearest" and self.count == 0:
            raise ValueError("say how many of the nearest: count = 4")
        if self.how == "picked" and not self.cases:
            raise ValueError("name the cases that serve as examples")
        return self


class VariantDefinition(Noun):
    """A way of asking, frozen once it has been run.

    `system` and `template` are templates with fields of the case ("{{ input }}"); None leaves
    the logged system prompt, or the logged messages, as they are. `template` takes the place of
    the last user message. `model` "" is the endpoint's. The last rows are what readiness reads.
    """

    system: str | None = None
    template: str | None = None
    examples: Examples | None = None
    endpoint: str = ""
    """Name of a profile; "" is the one chosen for the run."""
    model: str = ""
    parameters: JsonObject = Field(default_factory=dict)
    """Sent as they are: temperature, max_tokens, seed …"""
    output_schema: JsonObject | None = None
    parent: str = ""
    """Name of the variant before it, for the comparison of texts."""
    note: str = ""
    baseline: bool = False
    """The logged prompt, run afresh."""
    facts: bool = False
    """The facts stand in the prompt, supplied by hand or from the ideal answer."""
    retriever: bool = False
    written_from: Literal["", "hand", "notes", "optimiser"] = ""
    current_model: bool = False
    tuned: bool = False
    training_rows: int = Field(default=0, ge=0)
    """Of a tuned model: rows it was trained on, for the learning curve."""
    with_prompt: str = ""
    """Of a tuned model: the variant whose prompt it was run with."""

    def as_json(self) -> JsonObject:
        """The definition as it is stored: only what was said."""
        return self.model_dump(mode="json", exclude_defaults=True)


BASELINE_NAME = "Fresh baseline"
FACTS_NAME = "Facts given"
EXAMPLES_NAME = "Examples given"
EXAMPLES_COUNT = 4
"""Nearest ideal answers shown by the diagnostic variant (own default)."""
KNOWN_FIELDS = (
    "note",
    "baseline",
    "facts",
    "retriever",
    "written_from",
    "current_model",
    "tuned",
    "training_rows",
    "with_prompt",
)
"""What is known of a variant beside how it asks: may be said after it was run, too."""


def what_is_known(definition: JsonObject) -> JsonObject:
    """The part of a stored definition that may be said after the variant was run.

    Of outputs made elsewhere that includes that there were examples in the prompt.
    """
    return {
        name: value
        for name, value in definition.items()
        if name in KNOWN_FIELDS or (name == "examples" and not isinstance(value, dict))
    }

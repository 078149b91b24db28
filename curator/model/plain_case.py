"""A case on its way in whose messages never become objects, as most logged ones need not."""

from __future__ import annotations

from typing import NamedTuple, NotRequired, TypedDict

from curator.model.case import NO_REVIEW, CarriedReview
from curator.model.value import JsonObject


class PlainMessage(TypedDict):
    """A message as a project stores it, which is a text and perhaps more that is only kept.

    One that says more (parts, tool calls, a name, a refusal) is no plain one.
    """

    role: str
    content: NotRequired[str]
    """Left out where there is none."""
    extra: NotRequired[JsonObject]


class PlainCase(NamedTuple):
    """An `IncomingCase` whose messages are all plain."""

    line: int
    input: list[PlainMessage]
    output: PlainMessage
    id: str | None = None
    model: str | None = None
    created_at: str | None = None
    expected: str | None = None
    tools: tuple[JsonObject, ...] = ()
    usage: JsonObject = {}  # noqa: RUF012  (nobody changes it)
    metadata: JsonObject = {}  # noqa: RUF012
    conversation: str | None = None
    review: CarriedReview = NO_REVIEW
    origin: str = ""

    @property
    def asked(self) -> str:
        """The text of the question, as `user_text` finds it."""
        for message in reversed(self.input):
            if message["role"] == "user" and "content" in message:
                return message["content"]
        return self.input[-1].get("content", "") if self.input else ""

    @property
    def answered(self) -> str:
        """The text of the output."""
        return self.output.get("content", "")

"""Chat completions through the openai SDK: one call, one answer or one classified failure.

The SDK's own retries are off, since ours keep the budget and honour Retry-After. The body is read
here with a bound on its size, so that a broken server cannot fill the memory.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import re
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

import orjson
from pydantic import JsonValue, SecretStr, TypeAdapter, ValidationError

from curator.model.base import JsonObject
from curator.model.endpoint import Endpoint
from curator.model.message import Message, ToolCall
from curator.trials.endpoints.failures import CallFailure, FailureKind, of_status
from curator.trials.endpoints.keys import redact
from curator.trials.rendering import Prompt

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from openai.types.chat import ChatCompletionMessageParam

LARGEST_ANSWER = 4_000_000
"""Bytes of an answer's JSON; more is no answer to anything (own)."""
_object = TypeAdapter(JsonObject)
_UNDATED = re.compile(r"(?:[-@](?:\d{3,8}(?:-\d\d){0,2}|v\d+|latest)|:latest)+$")


class Answer(NamedTuple):
    """What came back: an output with what is known of the call."""

    output: Message
    model: str
    input_tokens: int | None
    output_tokens: int | None
    seconds: float


class ChatClient:
    """Calls one endpoint. Made and closed inside one event loop."""

    def __init__(self, endpoint: Endpoint, key: SecretStr) -> None:
        self.endpoint = endpoint
        self._key = key
        self._client = _sdk_client(endpoint, key)

    async def ask(self, prompt: Prompt, name: str = "") -> Answer:
        """One answer. Raises CallFailure; `name` lets a server that can recognise a repeat."""
        begun = time.monotonic()
        try:
            async with asyncio.timeout(self.endpoint.timeout):
                raw = await self._post(prompt, name)
        except TimeoutError:
            raise CallFailure(
                FailureKind.TIME_OUT, f"no answer within {self.endpoint.timeout:g} seconds"
            ) from None
        return read_answer(raw, prompt.model, time.monotonic() - begun, self.endpoint)

    async def _post(self, prompt: Prompt, name: str) -> bytes:
        import openai

        body = dict(prompt.parameters)
        if prompt.output_schema is not None:
            schema: JsonObject = {"name": "answer", "schema": prompt.output_schema}
            body.setdefault("response_format", {"type": "json_schema", "json_schema": schema})
        if prompt.tools:
            body.setdefault("tools", list(prompt.tools))
        messages = cast("list[ChatCompletionMessageParam]", as_sent(prompt.messages))
        asking = self._client.chat.completions.with_streaming_response.create(
            model=prompt.model,
            messages=messages,
            extra_body=body,
            extra_headers={"Idempotency-Key": name} if name else {},
        )
        try:
            async with asking as response:
                received = bytearray()
                async for piece in response.iter_bytes():
                    received += piece
                    if len(received) > LARGEST_ANSWER:
                        raise CallFailure(
                            FailureKind.TOO_LARGE,
                            f"the answer is larger than {LARGEST_ANSWER // 1_000_000} MB",
                        )
                return bytes(received)
        except openai.APIStatusError as error:
            raise of_status(error, self._key) from None
        except openai.APITimeoutError:
            raise CallFailure(FailureKind.TIME_OUT, "the server did not answer in time") from None
        except openai.APIConnectionError as error:
            said = redact(str(error.__cause__ or error), self._key)
            raise CallFailure(FailureKind.CONNECTION, said or "the connection failed") from None
        except openai.OpenAIError as error:
            said = redact(str(error), self._key)
            raise CallFailure(FailureKind.REQUEST, said) from None
        except _transport_errors() as error:
            said = redact(str(error), self._key) or type(error).__name__
            raise CallFailure(FailureKind.CONNECTION, f"the connection broke: {said}") from None

    async def close(self) -> None:
        await self._client.close()


def load_sdk() -> None:
    """Import what the first call would import: half a second, better spent before a run."""
    from openai.resources.chat import completions

    del completions
    _transport_errors()


def _transport_errors() -> tuple[type[Exception], ...]:
    """What the SDK's HTTP library raises while a body is read, whichever library that is."""
    import openai

    below = (base.__module__.partition(".")[0] for base in openai.DefaultAsyncHttpxClient.__mro__)
    library = importlib.import_module(next(name for name in below if name.startswith("httpx")))
    return (cast("type[Exception]", library.HTTPError),)


def _sdk_client(endpoint: Endpoint, key: SecretStr) -> AsyncOpenAI:
    from openai import AsyncAzureOpenAI, AsyncOpenAI

    if endpoint.kind == "azure":
        return AsyncAzureOpenAI(
            azure_endpoint=endpoint.base_url,
            api_version=endpoint.api_version,
            api_key=key.get_secret_value(),
            timeout=endpoint.timeout,
            max_retries=0,
        )
    return AsyncOpenAI(
        base_url=endpoint.url,
        api_key=key.get_secret_value(),
        timeout=endpoint.timeout,
        max_retries=0,
    )


def as_sent(messages: Sequence[Message]) -> list[JsonObject]:
    """Messages in the shape of chat completions."""
    return [_sent(message) for message in messages]


def _sent(message: Message) -> JsonObject:
    content: JsonValue = list(message.parts) if message.parts else message.content
    sent: JsonObject = {"role": message.role, "content": content}
    if message.tool_calls:
        sent["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in message.tool_calls
        ]
        sent["content"] = content or None
    if message.tool_call_id:
        sent["tool_call_id"] = message.tool_call_id
    if message.name:
        sent["name"] = message.name
    return sent


def read_answer(raw: bytes, asked_model: str, seconds: float, endpoint: Endpoint) -> Answer:
    """The answer in a chat completion. Raises CallFailure for what is none."""
    try:
        body = _object.validate_python(orjson.loads(raw))
    except (orjson.JSONDecodeError, ValidationError):
        start = raw[:60].decode("utf-8", "replace")
        raise CallFailure(
            FailureKind.MALFORMED, f"the server answered with something that is not JSON: {start}"
        ) from None
    answered = str(body.get("model") or "")
    if endpoint.kind != "azure" and not same_model(asked_model, answered):
        raise CallFailure(FailureKind.WRONG_MODEL, f"“{answered}” answered, not “{asked_model}”")
    choices = body.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise CallFailure(FailureKind.MALFORMED, "the server's answer holds no message")
    finish = str(choice.get("finish_reason") or "")
    if finish == "content_filter":
        raise CallFailure(FailureKind.FILTERED, "the provider's content filter held the answer")
    usage = body.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return Answer(
        output=_output(message, finish),
        model=answered,
        input_tokens=_count(counts.get("prompt_tokens")),
        output_tokens=_count(counts.get("completion_tokens")),
        seconds=seconds,
    )


def _output(message: JsonObject, finish: str) -> Message:
    content, refusal = message.get("content"), message.get("refusal")
    calls = message.get("tool_calls")
    tool_calls = tuple(_tool_call(one) for one in calls) if isinstance(calls, list) else ()
    if not isinstance(content, str) and not isinstance(refusal, str) and not tool_calls:
        raise CallFailure(FailureKind.MALFORMED, "the server's answer holds no text")
    return Message(
        role="assistant",
        content=content if isinstance(content, str) else "",
        refusal=refusal if isinstance(refusal, str) else None,
        tool_calls=tool_calls,
        # A finished answer is the rule: only what stands out is kept.
        extra={"finish_reason": finish} if finish not in ("", "stop", "tool_calls") else {},
    )


def _tool_call(value: JsonValue) -> ToolCall:
    call = value if isinstance(value, dict) else {}
    function = call.get("function")
    named = function if isinstance(function, dict) else {}
    arguments = named.get("arguments")
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return ToolCall(id=str(call.get("id") or ""), name=str(named.get("name") or ""), arguments=text)


def _count(value: JsonValue) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def same_model(asked: str, answered: str) -> bool:
    """Whether the model that answered is the one that was asked, dated or prefixed names aside.

    "gpt-4.1-mini" is answered by "gpt-4.1-mini-2025-04-14", "openai/gpt-4o" by "gpt-4o". Servers
    that name no model are believed.
    """
    if not answered or not asked:
        return True
    one, other = (
        _UNDATED.sub("", name.casefold().rpartition("/")[2]) for name in (asked, answered)
    )
    return one == other

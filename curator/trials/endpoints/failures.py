"""Calls that gave no output: what went wrong, whether waiting helps, and how to say it."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from pydantic import SecretStr

from curator.trials.endpoints.keys import redact

if TYPE_CHECKING:
    import openai


class FailureKind(StrEnum):
    """Why a call gave no output. An API error is never an output."""

    RATE_LIMIT = "rate limit"
    SERVER = "server error"
    TIME_OUT = "time-out"
    CONNECTION = "connection"
    MALFORMED = "malformed answer"
    FILTERED = "content filter"
    WRONG_MODEL = "wrong model"
    TOO_LARGE = "answer too large"
    TOO_LONG = "prompt too long"
    KEY = "key refused"
    QUOTA = "quota used up"
    NOT_FOUND = "not found"
    REQUEST = "request refused"
    PROMPT = "prompt not made"


WAIT_AND_RETRY = frozenset(
    {
        FailureKind.RATE_LIMIT,
        FailureKind.SERVER,
        FailureKind.TIME_OUT,
        FailureKind.CONNECTION,
        FailureKind.MALFORMED,
    }
)
"""The same call may well succeed later; a resumed run tries these again."""
STOPS_THE_RUN = frozenset({FailureKind.KEY, FailureKind.QUOTA, FailureKind.NOT_FOUND})
"""Every further call would fail alike."""
LONGEST_SAID = 300


class CallFailure(Exception):
    """A call without an output. `wait` is what the server asked for, in seconds."""

    def __init__(self, kind: FailureKind, reason: str, *, wait: float | None = None) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.wait = wait


def of_status(error: openai.APIStatusError, key: SecretStr) -> CallFailure:
    """The failure that a status of 400 and above stands for."""
    status, code = error.status_code, (error.code or "").casefold()
    body = cast("dict[str, object] | str | None", error.body)
    told = body.get("message") if isinstance(body, dict) else None
    said = redact(told if isinstance(told, str) else error.message, key)[:LONGEST_SAID]
    headers = {name.lower(): value for name, value in error.response.headers.items()}
    return CallFailure(
        _kind(status, code, said.casefold()), f"{status}: {said}", wait=asked_wait(headers)
    )


def _kind(status: int, code: str, said: str) -> FailureKind:
    if code == "insufficient_quota" or "exceeded your current quota" in said:
        return FailureKind.QUOTA
    if code == "content_filter" or "content management policy" in said:
        return FailureKind.FILTERED
    if code == "context_length_exceeded" or "maximum context length" in said or status == 413:
        return FailureKind.TOO_LONG
    if status in (401, 403):
        return FailureKind.KEY
    if status == 404:
        return FailureKind.NOT_FOUND
    if status == 408:
        return FailureKind.TIME_OUT
    if status in (409, 425, 429):
        return FailureKind.RATE_LIMIT
    return FailureKind.SERVER if status >= 500 else FailureKind.REQUEST


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that Retry-After asks for: milliseconds, seconds, or a date (RFC 9110, 10.2.3)."""
    milliseconds, after = headers.get("retry-after-ms"), headers.get("retry-after")
    try:
        if milliseconds is not None:
            return max(0.0, float(milliseconds) / 1000)
        if after is not None:
            return max(0.0, float(after))
    except ValueError:
        pass
    if after is None:
        return None
    moment = email.utils.parsedate_tz(after)
    if moment is None:
        return None
    return max(0.0, email.utils.mktime_tz(moment) - time.time())

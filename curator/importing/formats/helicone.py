"""Helicone: exported requests, one a row. `feedback_rating` and scores of 0 or 1 suggest marks.

Facts: https://docs.helicone.ai/rest/request/post-v1requestquery
"""

from __future__ import annotations

from collections.abc import Sequence

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of, object_at, objects_in
from curator.importing.containers.rows import Row
from curator.importing.dialects import asked_messages, opened
from curator.importing.fields import scalar_text, time_text
from curator.importing.formats.base import row_format
from curator.importing.json_text import json_text
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

_TOKENS = ("prompt_tokens", "completion_tokens", "total_tokens")
_TAKEN = ("request_body", "response_body", "request_id", "request_created_at", "request_model")
_REQUEST = ("messages", "input", "prompt", "tools", "model", "system", "instructions")


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The cases of one request; raises RowProblem for one that failed."""
    value = row.value
    request, response = object_at(value, "request_body"), opened(value.get("response_body"))
    status = value.get("response_status")
    if isinstance(status, int) and (status >= 400 or status < 0):
        said = object_at(value, "response_body").get("error") or response
        said = said.get("message", said) if isinstance(said, dict) else said
        why = f"the call failed with status {status}: {json_text(said)[:200]}"
        raise RowProblem(why, "response_body")
    if response in (None, "", {}, []):
        raise RowProblem("the response is missing", "response_body")
    scores = [Score(name, one) for name, one in object_at(value, "scores").items()]
    if isinstance(value.get("feedback_rating"), bool):
        scores.insert(0, Score("feedback_rating", value["feedback_rating"]))
    review, origin = review_of("Helicone", scores)
    properties = object_at(value, "request_properties") or object_at(value, "properties")
    metadata = left_of(value, *_TAKEN, *_TOKENS)
    rest = left_of(request, *_REQUEST)
    metadata |= {"request": rest} if rest else {}
    session = properties.get("Helicone-Session-Id") or value.get("request_user_id")
    return cases_of(
        Call(
            line=row.line,
            asked=asked_messages(
                {name: request[name] for name in _REQUEST[:3] if name in request}
                | {name: request[name] for name in _REQUEST[5:] if name in request}
            ),
            answers=answers_of(response),
            id=scalar_text(value.get("request_id")),
            model=scalar_text(value.get("request_model") or value.get("response_model")),
            created_at=time_text(value.get("request_created_at")),
            usage={name: value[name] for name in _TOKENS if value.get(name) is not None},
            tools=tuple(objects_in(request.get("tools"))),
            conversation=scalar_text(session),
            metadata=metadata,
            review=review,
            origin=origin,
        )
    )


def _is_row(row: JsonObject) -> bool:
    own = ("request_created_at", "request_id", "response_status", "helicone_user", "request_model")
    return "request_body" in row and "response_body" in row and any(name in row for name in own)


FORMAT = row_format("helicone", "Helicone requests", is_row=_is_row, read_row=read_row)

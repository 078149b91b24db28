"""lm-evaluation-harness samples: `samples_<task>_<time>.jsonl`, one case a document.

Of generation tasks the output is the filtered response; of multiple choice it is the choice with
the highest log-likelihood. The metrics named in `metrics` that are 0 or 1 suggest marks.
The model is in the path only. Facts: https://github.com/EleutherAI/lm-evaluation-harness
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.importing.answers import answers_of
from curator.importing.calls import Call, cases_of, left_of
from curator.importing.containers.rows import Row
from curator.importing.dialects import asked_messages
from curator.importing.fields import scalar_text
from curator.importing.formats.base import row_format
from curator.importing.json_text import json_text
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase

_TAKEN = ("arguments", "filtered_resps", "target", "doc_id")


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The case of one document; raises RowProblem."""
    value = row.value
    arguments = _arguments(value.get("arguments"))
    if not arguments or not arguments[0]:
        raise RowProblem("the prompt is missing", "arguments")
    prompt = arguments[0][0]
    answer, chosen = _answer(value.get("filtered_resps"), arguments)
    metrics = value.get("metrics")
    names = [name for name in metrics if isinstance(name, str)] if isinstance(metrics, list) else []
    scores = [Score(name, _number(value.get(name))) for name in names if name in value]
    review, origin = review_of("lm-eval", scores)
    metadata = left_of(value, *_TAKEN)
    if chosen is not None:
        metadata["choices"] = [one[1] for one in arguments if len(one) > 1]
    return cases_of(
        Call(
            line=row.line,
            asked=asked_messages(prompt),
            answers=answers_of(answer),
            id=_identifier(value),
            expected=_expected(value, arguments),
            conversation=f"document {scalar_text(value.get('doc_id'))}",
            metadata=metadata,
            review=review,
            origin=origin,
        )
    )


def _arguments(found: JsonValue) -> list[list[JsonValue]]:
    """Calls of the model, each with its arguments: `gen_args_0.arg_0`, or lists of lists."""
    if isinstance(found, dict):
        calls = [found[name] for name in sorted(found, key=_place)]
    else:
        calls = found if isinstance(found, list) else []
    lists: list[list[JsonValue]] = []
    for call in calls:
        if isinstance(call, dict):
            lists.append([call[name] for name in sorted(call, key=_place)])
        elif isinstance(call, list):
            lists.append(call)
    return lists


def _place(name: str) -> tuple[int, str]:
    number = name.rpartition("_")[2]
    return (int(number) if number.isdecimal() else 0, name)


def _answer(found: JsonValue, arguments: list[list[JsonValue]]) -> tuple[JsonValue, int | None]:
    """The answer, and for multiple choice the place of the chosen one."""
    if not isinstance(found, list) or not found:
        raise RowProblem("there is no response", "filtered_resps")
    likelihoods = [_likelihood(one) for one in found]
    choices = [one[1] for one in arguments if len(one) > 1 and isinstance(one[1], str)]
    if len(choices) == len(found) and None not in likelihoods:
        numbers = [one for one in likelihoods if one is not None]
        best = numbers.index(max(numbers))
        return choices[best].strip(), best
    first: JsonValue = found[0]
    while isinstance(first, list) and first:
        first = first[0]
    if first is None:
        raise RowProblem("the response is empty", "filtered_resps")
    return (first if isinstance(first, str) else json_text(first)), None


def _likelihood(one: JsonValue) -> float | None:
    """A response to a log-likelihood request is (log-likelihood, is greedy), also as text."""
    if not isinstance(one, list) or len(one) != 2:
        return None
    try:
        return float(str(one[0]))
    except ValueError:
        return None


def _expected(value: JsonObject, arguments: list[list[JsonValue]]) -> str | None:
    target = value.get("target")
    if target in (None, ""):
        return None
    place = target if isinstance(target, int) else str(target)
    if isinstance(place, str) and place.isdecimal() and len(arguments) > 1:
        place = int(place[:6])
    if isinstance(place, int) and not isinstance(place, bool) and place < len(arguments) > 1:
        choice = arguments[place]
        return str(choice[1]).strip() if len(choice) > 1 else json_text(target)
    return json_text(target)


def _identifier(value: JsonObject) -> str | None:
    document = scalar_text(value.get("doc_id"))
    kind = scalar_text(value.get("filter"))
    return f"{document}-{kind}" if document and kind and kind != "none" else document


def _number(value: JsonValue) -> JsonValue:
    return value if isinstance(value, bool | int | float) else None


def _is_row(row: JsonObject) -> bool:
    return "doc_id" in row and "arguments" in row and ("filtered_resps" in row or "resps" in row)


FORMAT = row_format("lm-eval", "lm-eval samples", is_row=_is_row, read_row=read_row)

"""Inspect AI logs: `.json`, and `.eval` archives (read through their own container).

A sample is a case: what stood before the last assistant message is the input. Scores `C` and `I`
(or 1 and 0) suggest marks, `target` is the expected answer. Texts that a log keeps apart
(`attachment://…`, older `tc://…`) are put back. A sample that ended in an error without output
is rejected. Facts: https://inspect.aisi.org.uk/eval-logs.html
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.importing.answers import Answers, answers_of
from curator.importing.calls import Call, cases_of, left_of, object_at, objects_in, text_or_none
from curator.importing.containers.rows import Document, Row, RowFile
from curator.importing.dialects import asked_messages
from curator.importing.fields import scalar_text, time_text
from curator.importing.formats.base import ReadRow, row_format
from curator.importing.json_text import json_text
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase
from curator.model.message import Message

_REFERENCES = ("attachment://", "tc://")
_TAKEN = ("input", "messages", "output", "target", "scores", "attachments", "events")
_TRANSCRIPT = ("transcript", "store", "timelines", "events_data")
"""What happened on the way: logs of their own, many times the size of the case."""
_DEPTH = 50


def reader(file: RowFile) -> ReadRow:
    """How the samples of one log are read, with what its header says of the run."""
    header = file.around

    def read(row: Row) -> Sequence[IncomingCase]:
        return cases_of(_call(row.line, row.value, header))

    return read


def _call(line: int, sample: JsonObject, header: JsonObject) -> Call:
    kept = object_at(sample, "attachments")
    content = object_at(sample, "transcript", "content")
    attachments = {**content, **kept}
    resolved = _resolved({name: sample.get(name) for name in _TAKEN[:4]}, attachments)
    whole = resolved if isinstance(resolved, dict) else {}
    output = object_at(whole, "output")
    run = object_at(header, "eval")
    answers = _answers(output, sample)
    scores = _scores(sample)
    review, origin = review_of("Inspect score", scores)
    metadata = left_of(sample, *_TAKEN, *_TRANSCRIPT, "id", "metadata")
    metadata |= object_at(sample, "metadata")
    if sample.get("scores"):
        metadata["scores"] = sample["scores"]
    about = {name: run[name] for name in ("task", "run_id", "task_args") if run.get(name)}
    if about:
        metadata["eval"] = about
    usage = object_at(output, "usage")
    answers.usage = {}
    identifier = scalar_text(sample.get("id")) or str(line)
    epoch = scalar_text(sample.get("epoch")) or "1"
    return Call(
        line=line,
        asked=_asked(whole, answers.choices[0][0][-1]),
        answers=answers,
        id=scalar_text(sample.get("uuid")) or f"{identifier}-{epoch}",
        model=scalar_text(output.get("model")) or scalar_text(run.get("model")),
        created_at=time_text(sample.get("started_at")) or time_text(run.get("created")),
        usage=usage,
        expected=_expected(sample.get("target")),
        conversation=f"sample {identifier}",
        metadata=metadata,
        review=review,
        origin=origin,
    )


def _answers(output: JsonObject, sample: JsonObject) -> Answers:
    """The output's choices; raises RowProblem for a sample that has none."""
    choices = objects_in(output.get("choices"))
    if not choices:
        error = sample.get("error") or output.get("error")
        said = object_at({"error": error}, "error").get("message") or error
        why = f"the sample failed: {json_text(said)[:200]}" if error else "there is no output"
        raise RowProblem(why, "output")
    answers = answers_of({**output, "choices": list[JsonValue](choices)})
    answers.rest.pop("completion", None)
    return answers


def _asked(sample: JsonObject, output: Message) -> tuple[Message, ...]:
    """All messages before the output where the log has them, else the sample's input."""
    messages = asked_messages(sample["messages"]) if sample.get("messages") else ()
    for place in range(len(messages) - 1, 0, -1):
        message = messages[place]
        if message.role == "assistant" and message.text == output.text:
            return messages[:place]
    if messages and messages[-1].role != "assistant":
        return messages
    return asked_messages(sample.get("input"))


def _scores(sample: JsonObject) -> list[Score]:
    found: list[Score] = []
    for name, score in object_at(sample, "scores").items():
        if isinstance(score, dict):
            found.append(Score(name, score.get("value"), text_or_none(_why(score)), plain=True))
    if not found and isinstance(sample.get("score"), dict):
        score = object_at(sample, "score")
        found.append(Score("score", score.get("value"), text_or_none(_why(score)), plain=True))
    return found


def _why(score: JsonObject) -> JsonValue:
    """A scorer's explanation, unless it only repeats the answer."""
    said = score.get("explanation")
    return None if said == score.get("answer") else said


def _expected(target: JsonValue) -> str | None:
    if isinstance(target, list) and len(target) == 1:
        target = target[0]
    return None if target in (None, "", []) else json_text(target)


def _resolved(value: JsonValue, attachments: JsonObject, depth: int = 0) -> JsonValue:
    """The value with every reference replaced by the text it stands for."""
    if isinstance(value, str):
        for prefix in _REFERENCES:
            if value.startswith(prefix):
                return attachments.get(value.removeprefix(prefix), value)
        return value
    if depth > _DEPTH:
        return value
    if isinstance(value, list):
        return [_resolved(item, attachments, depth + 1) for item in value]
    if isinstance(value, dict):
        return {name: _resolved(item, attachments, depth + 1) for name, item in value.items()}
    return value


def header_of(log: JsonObject) -> JsonObject:
    """What a log says of its run, without results and plan."""
    return {name: log[name] for name in ("eval", "status", "version") if name in log}


def _locate(root: JsonObject) -> Document | None:
    run = root.get("eval")
    if isinstance(run, dict) and "task" in run and isinstance(root.get("samples"), list):
        return Document(path=("samples",), context={}, around=header_of(root))
    return None


def _is_row(row: JsonObject) -> bool:
    return (
        "epoch" in row
        and "target" in row
        and isinstance(row.get("output"), dict)
        and ("messages" in row or "input" in row)
    )


def _alone(row: Row) -> Sequence[IncomingCase]:
    return cases_of(_call(row.line, row.value, {}))


FORMAT = row_format(
    "inspect",
    "Inspect AI log",
    is_row=_is_row,
    read_row=_alone,
    read_file=reader,
    locate=_locate,
    logs="turns",
)

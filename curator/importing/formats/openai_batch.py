"""OpenAI Batch: the output file, whose questions lie in the input file, joined on `custom_id`.

Both files are given together. Of requests that failed nothing is an output: they are rejected
with the batch's own error. Facts: https://platform.openai.com/docs/guides/batch
"""

from __future__ import annotations

from curator.importing.answers import answers_of, system_message
from curator.importing.calls import Call, cases_of, left_of, object_at
from curator.importing.containers.rows import Row, RowFile
from curator.importing.dialects import asked_messages
from curator.importing.fields import conversation_of, scalar_text
from curator.importing.formats.base import Found, ReadRow, part_format, row_format
from curator.importing.json_text import decode_object, encode_json, json_text
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject

NAME = "openai-batch"


def reader(file: RowFile) -> ReadRow:
    """How a row of this output file is read, with the requests of the input files beside it."""
    requests = _requests(file)

    def read(row: Row) -> Found:
        value = row.value
        custom_id = scalar_text(value.get("custom_id")) or ""
        response = object_at(value, "response")
        body = _body(value, response)
        request = requests.get(custom_id)
        if request is None:
            where = "in the batch's input file" if requests else "here: it lies in the input file"
            raise RowProblem(
                f'the request "{custom_id}" is not {where}; import both files together',
                "custom_id",
            )
        return cases_of(_call(row.line, custom_id, decode_object(request), body, value))

    return read


def _call(
    line: int, custom_id: str, request: JsonObject, body: JsonObject, value: JsonObject
) -> Call:
    asked = asked_messages(request.get("messages", request.get("input", request.get("prompt"))))
    if isinstance(request.get("instructions"), str) and request["instructions"]:
        asked = (system_message(str(request["instructions"])), *asked)
    metadata = left_of(value, "custom_id", "response", "error", "id")
    rest = left_of(request, "messages", "input", "prompt", "instructions", "tools", "model")
    if rest:
        metadata["request"] = rest
    tools = request.get("tools")
    return Call(
        line=line,
        asked=asked,
        answers=answers_of(body),
        id=custom_id,
        tools=tuple(tool for tool in tools if isinstance(tool, dict))
        if isinstance(tools, list)
        else (),
        conversation=conversation_of(request, request.get("metadata")),
        metadata=metadata,
    )


def _body(value: JsonObject, response: JsonObject) -> JsonObject:
    """The answer of the model; raises RowProblem where the request failed."""
    body = object_at(response, "body")
    status = response.get("status_code")
    failed = isinstance(status, int) and status >= 400
    error = value.get("error") or (body.get("error") if failed else None)
    if error or failed or not body:
        said = error.get("message", error) if isinstance(error, dict) else error
        code = f" with status {status}" if failed else ""
        raise RowProblem(f"the request failed{code}: {json_text(said)[:200]}", "error")
    return body


def _requests(file: RowFile) -> dict[str, bytes]:
    """Bodies of the input files by custom id, as JSON: a batch has at most 50,000."""
    found: dict[str, bytes] = {}
    for companion in file.companions:
        for row in companion.rows():
            if isinstance(row, Row) and isinstance(row.value.get("body"), dict):
                found[scalar_text(row.value.get("custom_id")) or ""] = encode_json(
                    row.value["body"]
                )
    return found


def _is_output(row: JsonObject) -> bool:
    return "custom_id" in row and "response" in row and ("error" in row or "id" in row)


def _is_alone(file: RowFile) -> float:
    """Rows with their questions beside them are read as an ordinary log."""
    rows = file.sample
    fitting = [row for row in rows if _is_output(row) and not _has_question(row)]
    return len(fitting) / len(rows) if rows else 0.0


def _has_question(row: JsonObject) -> bool:
    return any(name in row for name in ("messages", "request", "body", "input"))


def _is_input(row: JsonObject) -> bool:
    return {"custom_id", "method", "url", "body"} <= row.keys() and "response" not in row


def _never(row: Row) -> Found:
    del row
    raise RowProblem("the batch's input file is missing", "custom_id")


FORMAT = row_format(
    NAME,
    "OpenAI Batch output",
    is_row=lambda row: _is_output(row) and not _has_question(row),
    read_row=_never,
    read_file=reader,
    detect=_is_alone,
)
INPUT = part_format(
    "openai-batch-input",
    "OpenAI Batch input",
    is_row=_is_input,
    part_of=NAME,
    whole="holds the questions of a batch: import it together with the batch's output file.",
)

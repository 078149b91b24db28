"""HELM: `scenario_state.json` of a run, one case for each completion of each request.

References tagged `correct` are the expected answer; for multiple choice the `output_mapping`
says what a letter stands for and a plain match of it suggests a mark.
Facts: https://crfm-helm.readthedocs.io/en/latest/ (helm.common.request, adaptation)
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from curator.importing.answers import Answers
from curator.importing.calls import Call, cases_of, left_of, object_at, objects_in
from curator.importing.containers.rows import Document, Row
from curator.importing.dialects import asked_messages
from curator.importing.fields import scalar_text, time_text
from curator.importing.formats.base import row_format
from curator.importing.json_text import json_text
from curator.importing.messages import assistant_message
from curator.importing.problems import RowProblem
from curator.importing.scores import Score, review_of
from curator.model.base import JsonObject
from curator.model.case import IncomingCase


def read_row(row: Row) -> Sequence[IncomingCase]:
    """The cases of one request; raises RowProblem for a request that failed."""
    state = row.value
    instance, request = object_at(state, "instance"), object_at(state, "request")
    result = object_at(state, "result")
    completions = objects_in(result.get("completions"))
    if result.get("success") is False or not completions:
        said = result.get("error") or "the result has no completions"
        raise RowProblem(f"the request failed: {json_text(said)[:200]}", "result")
    answers = Answers([])
    for one in completions:
        about = left_of(one, "text", "tokens", "top_logprobs")
        answers.choices.append(((assistant_message(scalar_text(one.get("text")) or ""),), about))
    correct = _correct(instance)
    mapping = object_at(state, "output_mapping")
    review, origin = review_of("HELM", _match(completions, mapping, correct))
    instance_id = scalar_text(instance.get("id"))
    trial = scalar_text(state.get("train_trial_index")) or "0"
    prompt = request.get("messages") or request.get("prompt")
    if prompt in (None, "", []):
        raise RowProblem("the prompt is missing", "request.prompt")
    metadata = left_of(state, "request", "result", "instance")
    metadata["instance"] = left_of(instance, "id")
    metadata["request"] = left_of(request, "prompt", "messages", "model")
    rest = left_of(result, "completions")
    metadata |= {"result": rest} if rest else {}
    reference = scalar_text(state.get("reference_index"))
    identifier = f"{instance_id}-{trial}" + (f"-{reference}" if reference else "")
    return cases_of(
        Call(
            line=row.line,
            asked=asked_messages(prompt),
            answers=answers,
            id=identifier if instance_id else None,
            model=scalar_text(request.get("model") or request.get("model_deployment")),
            created_at=time_text(result.get("request_datetime")),
            expected=" / ".join(correct) or None,
            conversation=instance_id,
            metadata=metadata,
            review=review,
            origin=origin,
        )
    )


def _correct(instance: JsonObject) -> list[str]:
    found: list[str] = []
    for reference in objects_in(instance.get("references")):
        tags: JsonValue = reference.get("tags")
        if isinstance(tags, list) and "correct" in tags:
            text = object_at(reference, "output").get("text")
            if isinstance(text, str) and text:
                found.append(text)
    return found


def _match(completions: list[JsonObject], mapping: JsonObject, correct: list[str]) -> list[Score]:
    """Only where letters stand for the answers can right and wrong be told from the log."""
    if not mapping or not correct or len(completions) != 1:
        return []
    letter = (scalar_text(completions[0].get("text")) or "").strip().rstrip(".)")
    meant = mapping.get(letter)
    return (
        [Score("letter matches a correct reference", meant in correct, plain=True)] if meant else []
    )


def _locate(root: JsonObject) -> Document | None:
    if isinstance(root.get("request_states"), list) and "adapter_spec" in root:
        spec = object_at(root, "adapter_spec")
        context = {
            f"adapter_spec.{name}": spec[name]
            for name in ("method", "model_deployment")
            if isinstance(spec.get(name), str)
        }
        return Document(path=("request_states",), context=dict[str, JsonValue](context))
    return None


def _is_row(row: JsonObject) -> bool:
    return all(isinstance(row.get(name), dict) for name in ("instance", "request")) and (
        "result" in row
    )


FORMAT = row_format(
    "helm", "HELM scenario state", is_row=_is_row, read_row=read_row, locate=_locate
)

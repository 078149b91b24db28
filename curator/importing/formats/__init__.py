"""The registry of formats. A new one is a module here and a line in FORMATS."""

from __future__ import annotations

from curator.errors import CuratorError
from curator.importing.containers.document import Known
from curator.importing.containers.rows import Document, RowFile
from curator.importing.formats import (
    anthropic,
    braintrust,
    curator,
    fine_tuning,
    helicone,
    helm,
    inspect_ai,
    langfuse,
    langsmith,
    litellm,
    lm_eval,
    oaieval,
    openai_batch,
    openai_chat,
    openai_dpo,
    openai_evals,
    openai_responses,
    openai_sft,
    openai_stored,
    opentelemetry,
    phoenix,
    promptfoo,
    tables,
    tau_bench,
    weave,
)
from curator.importing.formats.base import Format
from curator.model.base import JsonObject

FORMATS: dict[str, Format] = {
    known.name: known
    for known in (
        curator.FORMAT,
        fine_tuning.FORMAT,
        helicone.FORMAT,
        litellm.FORMAT,
        inspect_ai.FORMAT,
        promptfoo.FORMAT,
        lm_eval.FORMAT,
        helm.FORMAT,
        oaieval.FORMAT,
        openai_evals.FORMAT,
        openai_batch.FORMAT,
        openai_batch.INPUT,
        openai_stored.FORMAT,
        openai_stored.MESSAGES,
        openai_responses.FORMAT,
        anthropic.FORMAT,
        langsmith.FORMAT,
        langfuse.FORMAT,
        langfuse.SCORES,
        phoenix.FORMAT,
        opentelemetry.FORMAT,
        weave.FORMAT,
        braintrust.FORMAT,
        tau_bench.FORMAT,
        openai_dpo.FORMAT,
        openai_chat.FORMAT,
        openai_sft.FORMAT,
        *tables.FORMATS,
    )
}
"""By name; of equally sure formats the first is taken."""
AUTO = "auto"
_SURE_ENOUGH = 0.5
_TEXT_TABLES = ("csv", "tsv")


def named(name: str) -> Format | None:
    """The format of this name, None for "auto"; raises CuratorError listing the names."""
    if name == AUTO:
        return None
    if name not in FORMATS:
        names = ", ".join([AUTO, *FORMATS])
        raise CuratorError(f'There is no format "{name}": use one of {names}.', field="format")
    return FORMATS[name]


def recognise(file: RowFile) -> Format:
    """The format that is surest of a file, else the mapping of its container."""
    best, best_score = FORMATS[file.container], 0.0
    if file.container in _TEXT_TABLES:
        return best
    for known in FORMATS.values():
        score = known.detect(file)
        if score > best_score and (score >= _SURE_ENOUGH or known.mappable):
            best, best_score = known, score
    return best


def _is_row(row: JsonObject) -> bool:
    """Whether any format takes this object for a row of its own."""
    return any(known.is_row(row) for known in FORMATS.values())


def _locate(root: JsonObject) -> Document | None:
    """Where the document of a known format has its rows."""
    for known in FORMATS.values():
        located = known.locate(root) if known.locate is not None else None
        if located is not None:
            return located
    return None


KNOWN = Known(_is_row, _locate)
"""What single JSON objects are to these formats."""

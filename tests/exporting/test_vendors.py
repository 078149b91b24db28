"""Written rows against what the services' own pages say, and against trl where it is installed."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest

from curator.exporting.targets import TARGETS
from curator.model.dataset import Dataset
from tests.exporting import example
from tests.exporting.test_targets import TOOL_TALK
from tests.exporting.test_write import export
from tests.exporting.vendor_schemas import DATASET_INFO, VENDORS, Vendor

Row = dict[str, Any]
SPOKEN = {"human": "user", "gpt": "assistant", "model": "assistant", "developer": "system"}


def rows_of(name: str, tmp_path: Path) -> list[Row]:
    """The rows of every split: tools, a conversation and strange texts among them."""
    from tests.exporting.test_round_trip import dataset

    rows = list(dataset().rows)
    rows[9] = rows[9].model_copy(update={"input": TOOL_TALK, "tools": (example.TOOL,)})
    _, files = export(tmp_path / "out", Dataset(seed=7, rows=tuple(rows)), format=name)
    lines = files["train.jsonl"].decode().splitlines()
    return [json.loads(line) for line in lines]


def out_of_order(row: Row, vendor: Vendor) -> str:
    """What is wrong with who speaks when, "" where nothing is."""
    turns: Any = row
    for key in vendor.turns:
        turns = turns[key]
    roles = [SPOKEN.get(turn[vendor.role], turn[vendor.role]) for turn in turns]
    if vendor.order == "asks":
        return "" if roles[-1] in ("user", "tool") else "it does not end with what is asked"
    if roles[-1] != "assistant":
        return "it does not end with the answer"
    if vendor.order == "last":
        return ""
    spoken = roles[1:] if roles[0] == "system" else roles
    turns_by = ["user", "assistant"] * (len(spoken) // 2)
    return "" if spoken == turns_by else f"the roles do not alternate: {roles}"


@pytest.mark.parametrize("name", sorted(VENDORS))
def test_rows_are_what_the_service_says(name: str, tmp_path: Path) -> None:
    vendor = VENDORS[name]
    jsonschema.Draft202012Validator.check_schema(vendor.schema)
    checker = jsonschema.Draft202012Validator(vendor.schema)
    rows = rows_of(name, tmp_path)
    assert len(rows) > 30
    for row in rows:
        assert [error.message for error in checker.iter_errors(row)] == []
        assert out_of_order(row, vendor) == ""


@pytest.mark.parametrize("name", sorted(VENDORS))
def test_the_services_words_refuse_what_is_wrong(name: str, tmp_path: Path) -> None:
    vendor, (row, *_) = VENDORS[name], rows_of(name, tmp_path)
    checker = jsonschema.Draft202012Validator(vendor.schema)
    first = vendor.turns[0]
    faults: list[Callable[[Row], Row]] = [
        lambda row: {key: value for key, value in row.items() if key != first},
        lambda row: {**row, first: "text"},
        lambda row: json.loads(json.dumps(row).replace('"user"', '"robot"').replace("human", "x")),
    ]
    for fault in faults:
        assert not checker.is_valid(fault(row))


def test_what_llama_factory_is_told_names_the_files_and_fields() -> None:
    told = json.loads(TARGETS["llama-factory"].extra_files["dataset_info.json"])
    checker = jsonschema.Draft202012Validator(DATASET_INFO)
    assert [error.message for error in checker.iter_errors(told)] == []


TRL = ("trl-messages", "trl-prompt-completion", "trl-preference")


@pytest.mark.skipif(
    importlib.util.find_spec("trl") is None,
    reason="trl is not installed: it brings a deep-learning framework of gigabytes",
)
@pytest.mark.parametrize("name", TRL)
def test_trl_takes_the_rows_for_conversations(name: str, tmp_path: Path) -> None:
    helpers = cast("Any", importlib.import_module("trl.data_utils"))
    for row in rows_of(name, tmp_path):
        assert helpers.is_conversational(row)

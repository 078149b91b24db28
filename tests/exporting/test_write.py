"""What an export leaves on disk: files, manifest, card; the same bytes every time."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.exporting import preview_rows, write_export
from curator.exporting.targets import TARGETS
from curator.importing import read_file
from curator.model.base import JsonObject
from curator.model.case import IncomingCase
from curator.model.dataset import Dataset, ExportOptions, ExportReport, LeftOut
from curator.model.message import Message
from tests.exporting import example
from tests.exporting.outside import load_folder, together_report


def export(
    out: Path, dataset: Dataset | None = None, **options: object
) -> tuple[ExportReport, dict[str, bytes]]:
    """Export the example; the report, and every file's bytes by name."""
    report = write_export(
        example.dataset() if dataset is None else dataset,
        example.snapshot(),
        example.readiness(),
        example.CHECKS,
        ExportOptions.model_validate(options),
        out,
    )
    return report, contents(out)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read(files: dict[str, bytes], name: str) -> list[JsonObject]:
    return [json.loads(line) for line in files[name].decode().splitlines()]


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_every_format_writes_its_files_with_their_hashes(name: str, tmp_path: Path) -> None:
    report, files = export(tmp_path / "out", format=name)
    target = TARGETS[name]
    prefix = f"{target.folder}/" if target.folder else ""
    data = {f"{prefix}{s}.{target.suffix}" for s in ("train", "validation", "held_out")}
    beside = {"README.md", *target.extra_files}
    assert set(files) == data | beside | {"manifest.json"} == set(report.files)
    manifest = json.loads(files["manifest.json"])
    assert manifest == report.manifest
    assert set(manifest["files"]) == data | beside
    for file, entry in manifest["files"].items():
        assert entry["sha256"] == hashlib.sha256(files[file]).hexdigest()
        assert entry["bytes"] == len(files[file])
    counts = {split: report.counts[split] for split in ("train", "validation", "held_out")}
    assert all(counts.values())
    left_out = report.counts["left_out"]
    assert left_out == (4 if target.teaches == "preferences" else 0)
    if target.suffix == "jsonl":
        for split, count in counts.items():
            assert len(read(files, f"{prefix}{split}.jsonl")) == count
    assert [path.name for path in tmp_path.iterdir()] == ["out"], "nothing may be left beside"


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_same_project_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    _, first = export(tmp_path / "one", format=name)
    _, second = export(tmp_path / "a" / "b" / "two", format=name)
    assert first == second
    text = b"".join(first.values())
    assert str(tmp_path).encode() not in text
    assert b"\r" not in text or name in ("parquet", "xlsx")


def test_the_manifest_says_what_an_engineer_asks(tmp_path: Path) -> None:
    report, _ = export(tmp_path / "out", override_reason="The two cases are settled by hand.")
    manifest = report.manifest
    assert manifest["verdict"] == {
        "rule": 8,
        "verdict": "Fix the dataset: the training rows",
        "sentence": "One blocking check stands between this dataset and a pilot.",
    }
    assert manifest["override_reason"] == "The two cases are settled by hand."
    assert manifest["revision"] == 214
    assert manifest["seed"] == 7
    assert manifest["input_hash"] == example.readiness().input_hash
    assert manifest["reviewers"] == ["Ines", "Tomasz"]
    assert manifest["patterns"] == {
        "(in no pattern)": 3,
        "Misses a detail of the product": 9,
        "Promises what it cannot do": 14,
        "Sounds like a form letter": 22,
    }
    files = manifest["files"]
    assert isinstance(files, dict)
    train = files["train.jsonl"]
    assert isinstance(train, dict)
    assert train["case_ids"] == [row.case_id for row in example.dataset().of("train")]


def test_the_card_tells_the_verdict_the_checks_and_the_override(tmp_path: Path) -> None:
    _, files = export(tmp_path / "out", override_reason="Settled | <b>by hand</b>", keep_share=0.1)
    card = files["README.md"].decode()
    assert card.startswith("# Plannery help desk\n")
    assert "Fix the dataset: the training rows" in card
    assert "Reason given: Settled \\| &lt;b>by hand&lt;/b>" in card
    assert "- Blocking 21, Same question, different ideal answers" in card
    assert "4 rows are passing cases, so that" in card
    assert "| Sounds like a form letter | 22 |" in card
    assert "never train on it" in card


def test_pseudonyms_reach_every_format_and_hide_every_name(tmp_path: Path) -> None:
    for name in TARGETS:
        report, files = export(tmp_path / name, format=name, reviewers="pseudonyms")
        assert report.manifest["reviewers"] == ["reviewer 1", "reviewer 2"]
        for file, held in files.items():
            assert b"Ines" not in held, file
            assert b"Tomasz" not in held, file


def test_together_accepts_the_written_files(tmp_path: Path) -> None:
    for name in ("messages", "openai-sft", "openai-dpo", "together", "fireworks"):
        export(tmp_path / name, format=name)
        for split in ("train", "validation", "held_out"):
            report = together_report(tmp_path / name / f"{split}.jsonl")
            assert report["is_check_passed"], (name, split, report["message"])


def test_datasets_loads_the_folder(tmp_path: Path) -> None:
    _, files = export(tmp_path / "out", format="huggingface")
    loaded = load_folder(tmp_path / "out", tmp_path / "cache")
    assert set(loaded) == {"train", "validation", "held_out"}
    for split, rows in loaded.items():
        lines = read(files, f"data/{split}.jsonl")
        assert [row["messages"] for row in rows] == [row["messages"] for row in lines]
        assert [row["tags"] for row in rows] == [row["tags"] for row in lines]


def test_datasets_loads_a_folder_with_tools_and_an_empty_split(tmp_path: Path) -> None:
    from tests.exporting.test_targets import TOOL_TALK

    rows = [row.model_copy(update={"split": "train"}) for row in example.dataset().rows[:20]]
    rows[7] = rows[7].model_copy(update={"input": TOOL_TALK, "tools": (example.TOOL,)})
    export(tmp_path / "out", Dataset(seed=7, rows=tuple(rows)), format="huggingface")
    loaded = load_folder(tmp_path / "out", tmp_path / "cache")
    assert set(loaded) == {"train"}
    messages = loaded["train"][7]["messages"]
    assert isinstance(messages, list)
    assert messages[1]["tool_calls"][0]["function"]["name"] == "find_booking"
    assert json.loads(str(loaded["train"][7]["tools"])) == [example.TOOL]


def test_a_spreadsheet_finds_no_formula(tmp_path: Path) -> None:
    rows = tuple(
        row.model_copy(update={"ideal": text, "split": "train"})
        for row, text in zip(
            example.dataset().rows,
            ["=1+1", "@SUM(A1)", "+1", "-1", "\t=1", 'fine, "quoted"\nand broken', "＝1"],
            strict=False,
        )
    )
    _, files = export(tmp_path / "out", Dataset(seed=7, rows=rows), format="csv")
    read_back = list(csv.DictReader(files["train.csv"].decode().splitlines(keepends=True)))
    assert [row["ideal"] for row in read_back] == [
        "'=1+1", "'@SUM(A1)", "'+1", "'-1", "'\t=1", "fine, \"quoted\"\nand broken", "'＝1",
    ]  # fmt: skip
    assert all(row["messages"].startswith("[{") for row in read_back)


def test_text_that_no_file_can_hold_is_repaired(tmp_path: Path) -> None:
    row = example.row().model_copy(
        update={
            "ideal": "half \ud83d here",
            "input": (Message(role="user", content="a\x00b\u2028c"),),
        }
    )
    for name in TARGETS:
        _, files = export(tmp_path / name, Dataset(seed=7, rows=(row,)), format=name)
        if name == "messages":
            written = read(files, "train.jsonl")[0]
            assert written["messages"] == [
                {"role": "user", "content": "a\x00b\u2028c"},
                {"role": "assistant", "content": "half \ufffd here"},
            ]
            assert files["train.jsonl"].count(b"\n") == 1


def test_the_curator_format_writes_every_case_and_keeps_the_held_out_apart(tmp_path: Path) -> None:
    report, files = export(tmp_path / "out", format="curator")
    cases = {case.case.id: case for case in example.reviewed_cases()}
    rows = {split: read(files, f"{split}.jsonl") for split in ("train", "validation", "held_out")}
    assert sum(len(found) for found in rows.values()) == len(cases) == 68
    assert {str(row["id"]) for row in rows["held_out"]} == {
        id_ for id_, case in cases.items() if case.held_out
    }
    failed = next(row for row in rows["train"] if row["mark"] == "fail")
    source = cases[str(failed["id"])]
    assert (failed["ideal"], failed["note"], failed["tags"], failed["reviewer"]) == (
        source.review.ideal,
        source.review.note,
        list(source.review.tags),
        source.review.reviewer,
    )
    assert report.counts["train"] == len(rows["train"])


def test_nothing_to_export_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(CuratorError, match="no failure among the chosen patterns"):
        export(tmp_path / "out", Dataset(seed=7))
    passes = Dataset(seed=7, rows=tuple(row for row in example.dataset().rows if row.keep))
    with pytest.raises(CuratorError, match="none of the 4 rows can be written as openai-dpo"):
        export(tmp_path / "out", passes, format="openai-dpo")
    assert list(tmp_path.iterdir()) == []


def test_what_the_split_held_back_is_named_too(tmp_path: Path) -> None:
    held_back = LeftOut(case_key=900, case_id="ticket-900", reason="near a held-out case")
    dataset = example.dataset().model_copy(update={"left_out": (held_back,)})
    report, files = export(tmp_path / "out", dataset)
    assert report.counts["left_out"] == 1
    assert report.manifest["left_out"] == [
        {"case_id": "ticket-900", "split": "train", "reason": "near a held-out case"}
    ]
    assert "- 1 row: near a held-out case" in files["README.md"].decode()


def test_too_few_rows_for_a_service_are_named(tmp_path: Path) -> None:
    few = Dataset(seed=7, rows=example.dataset().of("train")[:4])
    report, files = export(tmp_path / "out", few, format="openai-sft")
    assert "no fewer than 10 training rows; this has 4" in report.sentence
    assert "no fewer than 10 training rows; this has 4" in files["README.md"].decode()


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_preview_shows_what_the_file_will_hold(name: str, tmp_path: Path) -> None:
    shown = preview_rows(example.dataset(), name, 3)
    assert len(shown) == (4 if name == "csv" else 3)
    if TARGETS[name].suffix == "jsonl" and name != "curator":
        _, files = export(tmp_path / "out", format=name)
        prefix = "data/" if TARGETS[name].folder else ""
        assert files[f"{prefix}train.jsonl"].decode().splitlines()[:3] == shown


def test_the_curator_format_imports_back_to_the_same(tmp_path: Path) -> None:
    export(tmp_path / "out", format="curator")
    cases = {case.case.id: case for case in example.reviewed_cases()}
    back: list[str] = []
    for split in ("train", "validation", "held_out"):
        for found in read_file(tmp_path / "out" / f"{split}.jsonl"):
            assert isinstance(found, IncomingCase)
            source = cases[str(found.id)]
            back.append(source.case.id)
            for name in ("input", "output", "model", "created_at", "expected", "metadata"):
                assert getattr(found, name) == getattr(source.case, name), name
            for name in ("mark", "tags", "ideal", "reviewer"):
                assert getattr(found.review, name) == getattr(source.review, name), name
            assert (found.review.note or "") == source.review.note
    assert sorted(back) == sorted(cases)

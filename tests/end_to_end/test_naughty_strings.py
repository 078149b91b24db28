"""Every naughty string comes in, is shown and goes out byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

from curator.exporting.targets import target_named
from curator.importing.json_text import encode_json
from curator.model.queue import Queue
from curator.operations import exporting, importing, projects, reviewing

LIST = Path("data/naughty_strings/blns.json")


def test_they_survive_import_showing_and_export(shared: Path, tmp_path: Path) -> None:
    strings: list[str] = json.loads((shared / LIST).read_text("utf-8"))
    log = tmp_path / "log.jsonl"
    with log.open("wb") as file:
        for number, text in enumerate(strings):
            row = {"id": f"n{number}", "input": text, "output": text, "metadata": {"said": text}}
            row |= {"note": text, "ideal": text, "mark": "fail"}
            file.write(json.dumps(row, ensure_ascii=bool(number % 2)).encode() + b"\n")
    with projects.create_project(tmp_path / "p") as project:
        report = importing.import_files(project, [log], reviewer="Ada")
        assert (report.rejected_count, report.read) == (0, len(strings))
        # The same question and answer twice is one case; the list repeats a few of its strings.
        distinct = dict.fromkeys(strings)
        assert report.imported == len(distinct) > 500
        shown: dict[str, str] = {}
        for key in reviewing.queue_keys(project, Queue(kind="all")):
            case = reviewing.case(project, key)
            review = reviewing.review(project, key)
            number = int(case.id.removeprefix("n"))
            shown[case.id] = strings[number]
            assert case.asked == case.answered == case.metadata["said"] == strings[number]
            assert (review.note, review.ideal) == (strings[number], strings[number])
        to_row = target_named("curator").case
        assert to_row is not None
        lines = [encode_json(to_row(one)) for one in exporting.all_cases(project)]
    written: dict[str, str] = {}
    for line in lines:
        row = json.loads(line)
        assert row["output"] == row["input"] == row["ideal"]
        assert row["metadata"]["said"] == row["input"]
        written[row["id"]] = row["input"]
    assert {name: text.encode() for name, text in written.items()} == {
        name: text.encode() for name, text in shown.items()
    }

"""(c) Bad input gets its sentence and loses nothing; wrong use leaves with 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.command_line import curator as curator_process
from tests.end_to_end.command_line import curator_here as curator
from tests.end_to_end.command_line import write_jsonl

GOOD = [{"id": f"c{n}", "input": f"Question {n}?", "output": f"Answer {n}."} for n in range(1, 4)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "calls.curator"
    curator("new", path)
    return path


def test_bad_lines_are_kept_and_the_good_ones_imported(project: Path, tmp_path: Path) -> None:
    lines = [json.dumps(row).encode() for row in GOOD]
    broken = b'{"id": "x", "input": "never closed'
    foreign = b'{"id": "y", "input": "na\xefve", "output": "caf\xe9"}'
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"\n".join([lines[0], broken, lines[1], foreign, lines[2]]) + b"\n")
    answer = curator("import", project, file, "--json")
    assert answer.code == 1
    assert (answer.data["read"], answer.data["imported"]) == (5, 3)
    assert [row["line"] for row in answer.data["rejected"]] == [2, 4]
    assert "JSON" in answer.data["rejected"][0]["reason"]
    assert "UTF-8" in answer.data["rejected"][1]["reason"]
    kept = tmp_path / "log.jsonl.rejected.jsonl"
    assert kept.read_bytes().splitlines() == [broken, foreign]
    assert "log.jsonl, line 2" in answer.err
    assert curator("stats", project, "--json").data["cases"] == 3


@pytest.mark.parametrize("name", ["empty.jsonl", "folder", "missing.jsonl"])
def test_what_cannot_be_read_is_said_in_one_sentence(
    project: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "folder").mkdir()
    answer = curator("import", project, tmp_path / name)
    assert answer.code == 2
    assert name in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert answer.out == ""
    assert curator("stats", project, "--json").data["cases"] == 0


def test_a_good_file_after_a_bad_one_is_still_there(project: Path, tmp_path: Path) -> None:
    curator("import", project, write_jsonl(tmp_path / "a.jsonl", GOOD))
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe\x00garbage\n")
    curator("import", project, tmp_path / "b.jsonl")
    assert curator("stats", project, "--json").data["cases"] == 3
    assert curator("verify", project).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("stats", "nowhere.curator"),
        ("import", "calls.curator", "log.jsonl", "--map", "input"),
        ("import", "calls.curator", "log.jsonl", "--format", "no-such-format"),
        ("export", "calls.curator", "--format", "no-such-target", "--out", "out"),
        ("report", "calls.curator", "--out", "summary.docx"),
        ("trial", "calls.curator", "--variant", "v2"),
        ("trial", "calls.curator", "--variant", "v2", "--import", "log.jsonl", "--judge", "luck"),
        ("check", "nowhere.jsonl", "--format", "messages"),
        ("no-such-command",),
    ],
)
def test_wrong_use_leaves_with_2_and_a_sentence(
    project: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    write_jsonl(tmp_path / "log.jsonl", GOOD)
    answer = curator(*arguments, cwd=tmp_path)
    assert answer.code == 2, answer
    assert answer.err.strip()
    assert answer.out == ""


def test_the_process_leaves_with_the_same_code_and_sentence(project: Path, tmp_path: Path) -> None:
    arguments = ("import", project, tmp_path / "missing.jsonl")
    answer = curator_process(*arguments)
    assert answer.code == 2
    assert answer == curator(*arguments)

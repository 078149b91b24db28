"""Files of outputs made elsewhere: what is read and what is refused, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.model.review import Mark
from curator.trials.outputs_file import read_outputs


def write(folder: Path, text: str) -> Path:
    path = folder / "outputs.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_are_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '\ufeff{"id": "a", "output": "one", "mark": "pass", "note": "good"}\n'
        "\n"
        '{"id": 7, "output": {"role": "assistant", "content": "two"}, "mark": false}\n'
        '{"id": "c", "output": {"tool_calls": [{"id": "x", "function": '
        '{"name": "find", "arguments": "{}"}}]}}\n',
    )
    rows = list(read_outputs(path))
    assert [(row.line, row.case_id, row.mark) for row in rows] == [
        (1, "a", Mark.PASS),
        (3, "7", Mark.FAIL),
        (4, "c", None),
    ]
    assert rows[0].note == "good"
    assert rows[2].output.text == "find({})"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 1: not valid JSON"),
        ("[1]", "line 1: expected an object"),
        ('{"output": "x"}', 'line 1: "id" must be'),
        ('{"id": "a"}', 'line 1: "output" must be'),
        ('{"id": "a", "output": "x"}\n{"id": "b", "output": "x", "mark": "maybe"}', "line 2"),
    ],
)
def test_faults_are_named_with_their_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CuratorError, match=said):
        list(read_outputs(write(tmp_path, text)))


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CuratorError, match="folder"):
        list(read_outputs(tmp_path))
    with pytest.raises(CuratorError, match="could not be read"):
        list(read_outputs(tmp_path / "missing.jsonl"))

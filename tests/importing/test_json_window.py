"""JSON documents of any size, of which only a window is held."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.importing import read_file
from curator.importing.containers.json_window import JsonWindow, any_int
from curator.importing.containers.outline import Outline
from curator.importing.problems import RowProblem
from curator.importing.source import open_source
from tests.importing.helpers import read_all, written

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(
    st.lists(VALUES, min_size=1, max_size=4),
    st.integers(1, 40),
    st.sampled_from([None, 1]),
    st.booleans(),
)
def test_values_are_found_whatever_piece_of_the_file_is_held(
    tmp_path_factory: pytest.TempPathFactory,
    values: list[object],
    chunk: int,
    indent: int | None,
    ascii_only: bool,
) -> None:
    text = "\n ".join(json.dumps(one, indent=indent, ensure_ascii=ascii_only) for one in values)
    path = written(tmp_path_factory.mktemp("window"), text.encode("utf-8", "surrogatepass") + b" ")
    with closing(JsonWindow(open_source(path), chunk)) as window:
        found: list[object] = []
        while window.peek():
            begun = window.where(window.place)
            _, end = window.value()
            cut = window.text[window.place : end]
            window.place = end
            window.forget()
            assert begun.startswith("line ")
            found.append(json.loads(cut))
    assert found == values


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[1,\n {"a": tru }]', "line 2, column 8"),
        ('[1,\n {"a": "x\ny"}]', "line 2, column 10"),
        ('[1,\n {"a": 1,}]', "line 2, column (9|10)"),  # the comma from Python 3.13 on
        ('[1, {"a": "\\q"}]', "line 1, column 12"),
        ("[1, [2", "line 1, column 7"),
    ],
)
@pytest.mark.parametrize("chunk", [1, 3, 1000])
def test_an_error_is_told_from_the_windows_end(
    tmp_path: Path, text: str, where: str, chunk: int
) -> None:
    path = written(tmp_path, text)
    with closing(JsonWindow(open_source(path), chunk)) as window:
        window.peek()
        with pytest.raises(RowProblem, match=where):
            window.value()


@given(st.dictionaries(st.text(), VALUES, min_size=1, max_size=4), st.integers(1, 30))
def test_an_outline_of_a_small_object_is_the_object(
    tmp_path_factory: pytest.TempPathFactory, value: dict[str, object], chunk: int
) -> None:
    path = written(tmp_path_factory.mktemp("outline"), json.dumps(value))
    with closing(JsonWindow(open_source(path), chunk)) as window:
        window.peek()
        outline = Outline(window, None)
        outline.read()
        assert not window.peek()
    assert outline.root == json.loads(json.dumps(value), parse_int=any_int)


def test_of_repeated_lists_the_last_is_read(tmp_path: Path) -> None:
    row = '{"input": "q", "output": "%s"}'
    text = '{"a": {"data": [%s]}, "x": 1, "a": {"data": [], "n": [1], "data": [%s, %s]}}'
    cases, rejected = read_all(written(tmp_path, text % tuple(row % n for n in "123")))
    assert [case.output.content for case in cases] == ["2", "3"]
    assert not rejected


def test_a_break_late_in_a_large_document_keeps_all_before_and_the_bytes_after(
    tmp_path: Path,
) -> None:
    good = json.dumps({"input": "q" * 4_000, "output": "a"})
    path = tmp_path / "late.json"
    with path.open("w") as file:
        file.write("[" + ",\n".join([good] * 1_000) + ',\n{"input": oops},\n' + good + "]")
    cases, rejected = read_all(path)
    assert (len(cases), len(rejected)) == (1_000, 1)
    assert "line 1001, column 11" in rejected[0].reason
    assert rejected[0].raw == b'{"input": oops},\n' + good.encode() + b"]"


def write_large(path: Path, rows: int, around: bool) -> Path:
    row = json.dumps({"input": "a long question " * 400, "output": "a long answer " * 400})
    with path.open("w") as file:
        file.write('{"first": 1, "data": [' if around else "[")
        for number in range(rows):
            file.write(("," if number else "") + row)
        file.write('], "last": "said after the rows"}' if around else "]")
    return path


_READ = """
import sys
from pathlib import Path
from curator.bench.memory import most_memory
from curator.importing import read_file
peaks = []
for name in sys.argv[1:]:
    count = 0
    for count, case in enumerate(read_file(Path(name), "json"), start=1):
        pass
    peaks.append(most_memory())
    print(count, case.metadata, sep="|")
print(*peaks)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured with POSIX means")
@pytest.mark.parametrize("around", [False, True])
def test_memory_does_not_grow_with_a_document(tmp_path: Path, around: bool) -> None:
    small = write_large(tmp_path / "small.json", 1_600, around)
    large = write_large(tmp_path / "large.json", 4_000, around)
    ran = subprocess.run(
        [sys.executable, "-c", _READ, str(small), str(large)],
        capture_output=True,
        check=True,
        text=True,
    )
    *said, peaks = ran.stdout.splitlines()
    context = "{'file': {'first': 1, 'last': 'said after the rows'}}" if around else "{}"
    assert said == [f"1600|{context}", f"4000|{context}"]
    after_small, after_large = (float(one) for one in peaks.split())
    # 19 MB against 48 MB of text: held whole, the second would take far more than its size.
    assert after_large - after_small < 16


def test_a_document_is_read_as_far_as_it_is_asked_for(tmp_path: Path) -> None:
    path = write_large(tmp_path / "large.json", 2_000, around=False)
    with read_file(path) as rows:
        next(rows)
        assert rows.bytes_read < path.stat().st_size / 4

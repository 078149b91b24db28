"""Lines of a file, for one reader or for several that take turns."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from curator.importing.source import open_source
from tests.importing.helpers import written


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_readers_that_take_turns_read_every_line_once(tmp_path: Path, end: bytes) -> None:
    long = b'{"a": "' + 1_500_000 * b"x" + b'"}\r'
    content = b"\n".join(
        [b"first", *(b"%d%900d" % (n, n) for n in range(4_000)), long, b"", b"last"]
    )
    path = written(tmp_path, content + end)
    expected = dict(enumerate(io.BytesIO(content + end), start=1))
    for of in (1, 2, 3):
        found: dict[int, bytes] = {}
        for which in range(of):
            source = open_source(path)
            source.part = (which, of)
            mine = dict(source.own_lines())
            assert of == 1 or 0 < len(mine) < len(expected)
            assert source.position == len(content + end)
            assert not found.keys() & mine.keys()
            found |= mine
        assert found == expected

"""What every format writes, read back by our own importer and written again elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from curator.exporting import write_export
from curator.exporting.inert_text import inert
from curator.exporting.targets import TARGETS
from curator.importing import read_file
from curator.model.case import IncomingCase
from curator.model.dataset import Dataset, ExportOptions
from curator.model.message import Message
from tests.exporting import example

STRANGE = (
    "Zürich \u202etxt.exe\u202c \U0001f984 नमस्ते",
    "line one\nline two\n\n  indented | a | table",
    '"quoted", <script>alert(1)</script>, {"json": true}',
)
CONVERSATION = (
    Message(role="system", content="Be brief."),
    Message(role="user", content="First question?"),
    Message(role="assistant", content="An answer as it was logged."),
    Message(role="user", content="And the second?"),
)


def dataset() -> Dataset:
    """The example's training rows, three of them strange, one a longer conversation."""
    rows = list(example.dataset().of("train"))
    for place, text in enumerate(STRANGE):
        rows[place] = rows[place].model_copy(
            update={
                "input": (Message(role="user", content=text),),
                "ideal": f"{text} better",
                "output": f"{text} worse",
            }
        )
    rows[len(STRANGE)] = rows[len(STRANGE)].model_copy(update={"input": CONVERSATION})
    return Dataset(seed=7, rows=tuple(rows))


def said(messages: tuple[Message, ...]) -> tuple[tuple[str, str], ...]:
    """Who said what; weights of earlier turns are the training file's, not the case's."""
    return tuple((message.role, message.content) for message in messages)


def taught(
    messages: tuple[Message, ...], ideal: str, as_read: Callable[[str], str] = str
) -> tuple[object, ...]:
    return tuple((role, as_read(text)) for role, text in said(messages)), as_read(ideal)


@pytest.mark.parametrize("name", sorted(set(TARGETS) - {"curator"}))
def test_every_format_reads_back_to_the_same_messages_and_ideals(name: str, tmp_path: Path) -> None:
    held, target = dataset(), TARGETS[name]
    write_export(
        held,
        example.snapshot(),
        example.readiness(),
        (),
        ExportOptions(format=name),
        tmp_path / "out",
    )
    path = tmp_path / "out" / target.folder / f"train.{target.suffix}"
    back = list(read_file(path))
    assert all(isinstance(one, IncomingCase) for one in back), back[:1]
    # A workbook's cells cannot hold what turns the direction: it shows there as its name.
    as_read = inert if name == "xlsx" else str
    pairs = target.teaches == "preferences"
    wanted = [row for row in held.rows if not (pairs and row.keep)]
    found = [one for one in back if isinstance(one, IncomingCase)]
    assert [taught(one.input, one.review.ideal or "") for one in found] == [
        taught(row.input, row.ideal, as_read) for row in wanted
    ]
    if target.teaches in ("preferences", "regression tests"):
        failed = [(r.output, r.note) for r in wanted if not r.keep]
        told = [(one.output.content, one.review.note) for one in found if one.review.mark]
        assert [output for output, _ in told] == [output for output, _ in failed]


SCRIPT = """
import hashlib, sys
from pathlib import Path
from curator.exporting.targets import TARGETS
from tests.exporting.test_write import export
from curator.reporting import as_data, build_summary, render_html, render_markdown
from tests.exporting import example
place = Path(sys.argv[1])
for name in TARGETS:
    _, files = export(place / name, format=name)
    for file in sorted(files):
        print(name, file, hashlib.sha256(files[file]).hexdigest())
summary = build_summary(example.snapshot(), example.readiness())
for page in (render_html(summary), render_markdown(summary), repr(as_data(summary))):
    print(hashlib.sha256(page.encode()).hexdigest())
"""


def test_hash_seed_time_zone_and_locale_change_no_byte(tmp_path: Path) -> None:
    places = (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8",
         "PYTHONUTF8": "1"},
    )  # fmt: skip
    running = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(tmp_path / str(number))],
            env={**os.environ, **place},
            stdout=subprocess.PIPE,
            text=True,
        )
        for number, place in enumerate(places)
    ]
    one, other = (child.communicate(timeout=120)[0] for child in running)
    assert [child.returncode for child in running] == [0, 0]
    assert len(one.splitlines()) > 5 * len(TARGETS)
    assert one == other

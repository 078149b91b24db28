"""The processes that read a large file: how they are started, from source and from an app."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from curator.__main__ import HELP_WITH_PATTERNS, READ_FOR_IMPORT
from curator.operations import importing
from curator.operations.importing import How
from curator.operations.own_process import command
from curator.operations.pattern_processes import ARGUMENT as HELP
from curator.operations.reading_process import ARGUMENT
from tests.operations.test_importing import new, stored, write_log

ROOT = Path(__file__).resolve().parents[2]


def test_a_packaged_app_starts_itself_with_one_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command(ARGUMENT, "curator")[:2] == [sys.executable, "-c"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/Curator/curator")
    for argument, expected in ((ARGUMENT, READ_FOR_IMPORT), (HELP, HELP_WITH_PATTERNS)):
        assert argument == expected
        assert command(argument, "curator") == ["/opt/Curator/curator", argument]


@pytest.mark.skipif(os.name == "nt", reason="the app's stand-in is a shell script")
def test_a_packaged_app_reads_with_processes_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, started = tmp_path / "curator-app", tmp_path / "started"
    launch = ROOT / "packaging" / "launch.py"
    app.write_text(
        f'#!/bin/sh\necho "$@" >> "{started}"\n'
        f'PYTHONPATH="{ROOT}" exec "{sys.executable}" "{launch}" "$@"\n'
    )
    app.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(app))
    log = write_log(tmp_path / "log.jsonl", 300)
    with new(tmp_path) as project:
        report = importing.import_files(project, [log], how=How(processes=2))
        assert report.imported == 300
        assert stored(project) == [(f"call-{n}", n + 1) for n in range(300)]
    assert started.read_text().split() == ["--read-for-import"] * 2

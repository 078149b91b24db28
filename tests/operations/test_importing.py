"""Bringing files in: whole batches, in the file's order, whoever reads them and however it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from curator.errors import CuratorError
from curator.model.importing import ImportReport
from curator.model.review import Mark
from curator.operations import importing, projects, reviewing
from curator.operations.importing import How
from curator.project import schema
from curator.project.store import ProjectFile

ROWS = 6_000


def write_log(path: Path, rows: int = ROWS, first: int = 0, broken: tuple[int, ...] = ()) -> Path:
    """Chat rows; those whose number is in `broken` are no JSON."""
    with path.open("wb") as file:
        for number in range(first, first + rows):
            if number in broken:
                file.write(b'{"id": %d, broken\n' % number)
                continue
            row = {
                "id": f"call-{number}",
                "input": f"Question {number}? " + "and more of it " * 20,
                "output": f"Answer {number}.",
                "metadata": {"topic": f"t{number % 3}"},
            }
            file.write(json.dumps(row).encode() + b"\n")
    return path


def new(folder: Path, name: str = "p") -> ProjectFile:
    return projects.create_project(folder / name)


def stored(project: ProjectFile) -> list[tuple[str, int]]:
    """Ids and lines of the cases in the order they were stored."""
    cases = schema.cases.c
    with project.reading() as connection:
        return [
            (one, line)
            for one, line in connection.execute(
                select(cases.id, cases.line).order_by(schema.cases.c.key)
            )
        ]


def bring(project: ProjectFile, path: Path, **how: object) -> ImportReport:
    return importing.import_files(project, [path], how=How.model_validate(how))


@pytest.mark.parametrize("processes", [0, 3])
def test_readers_of_any_number_store_the_same_cases_in_order(
    tmp_path: Path, processes: int
) -> None:
    log = write_log(tmp_path / "log.jsonl", broken=(7, 4_000, 5_999))
    with new(tmp_path) as project:
        report = bring(project, log, processes=processes)
        assert (report.read, report.imported, report.rejected_count) == (ROWS, ROWS - 3, 3)
        assert [row.line for row in report.rejected] == [8, 4_001, 6_000]
        assert stored(project) == [
            (f"call-{n}", n + 1) for n in range(ROWS) if n not in (7, 4_000, 5_999)
        ]
    kept = Path(report.rejected_files[0]).read_bytes()
    assert kept == b"".join(b'{"id": %d, broken\n' % n for n in (7, 4_000, 5_999))


def test_what_cannot_be_read_is_said_by_other_readers_too(tmp_path: Path) -> None:
    import gzip

    packed = gzip.compress(write_log(tmp_path / "log.jsonl").read_bytes())
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    with (
        new(tmp_path) as project,
        pytest.raises(CuratorError, match="damaged and cannot be read to its end"),
    ):
        bring(project, tmp_path / "cut.jsonl.gz", processes=2)


@pytest.mark.parametrize("processes", [0, 1])
def test_a_sample_keeps_the_count_of_all(tmp_path: Path, processes: int) -> None:
    log = write_log(tmp_path / "log.jsonl")
    with new(tmp_path) as project:
        report = bring(project, log, sample=30, stratify="topic", processes=processes)
        assert (report.imported, report.sampled_from) == (30, ROWS)
        with project.reading() as connection:
            row = connection.execute(select(schema.imports)).mappings().one()
        assert (row["cases_imported"], row["source_cases"]) == (30, ROWS)
        assert json.loads(row["strata"]) == {"t0": 2_000, "t1": 2_000, "t2": 2_000}


@pytest.mark.parametrize("processes", [0, 2])
def test_a_cancel_leaves_whole_batches_and_the_next_import_goes_on(
    tmp_path: Path, processes: int
) -> None:
    log = write_log(tmp_path / "log.jsonl", broken=(3,))
    asked: list[int] = []

    def after_a_while() -> bool:
        asked.append(1)
        return len(asked) > 8

    with new(tmp_path) as project:
        report = importing.import_files(
            project, [log], how=How(processes=processes), is_cancelled=after_a_while
        )
        before = stored(project)
        assert report.cancelled
        assert 0 < len(before) < ROWS
        assert len(before) == report.imported
        assert reviewing.figures(project).cases == len(before)
        again = bring(project, log, processes=processes)
        assert (again.imported, again.duplicates) == (ROWS - 1 - len(before), len(before))
        assert len(stored(project)) == len(set(stored(project))) == ROWS - 1


_IMPORT = """
import sys
import threading
from pathlib import Path
from curator.operations import importing, projects
from curator.operations.importing import How
with projects.open_project(Path(sys.argv[1])) as project:
    importing.import_files(
        project, [Path(sys.argv[2])], how=How(processes=int(sys.argv[3])),
        progress=lambda done, total: print(done, flush=True),
    )
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that nobody can catch")
@pytest.mark.parametrize("processes", [0, 2])
def test_an_import_that_was_killed_goes_on_without_duplicates(
    tmp_path: Path, processes: int
) -> None:
    log = write_log(tmp_path / "log.jsonl", rows=8_000)
    new(tmp_path).close()
    path = tmp_path / "p.curator"
    running = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(path), str(log), str(processes)],
        stdout=subprocess.PIPE,
    )
    assert running.stdout is not None
    while int(running.stdout.readline()) < log.stat().st_size // 2:
        pass
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    running.stdout.close()
    with projects.open_project(path) as project:
        before = stored(project)
        assert 0 < len(before) < 8_000
        with project.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            counted = connection.execute(select(schema.imports.c.cases_imported)).scalar()
        assert counted == len(before)
        report = bring(project, log)
        assert report.imported == 8_000 - len(before)
        assert stored(project) == [(f"call-{n}", n + 1) for n in range(8_000)]


def test_a_reader_that_is_gone_ends_the_import_with_a_sentence(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    with log.open("w") as file:  # more than may wait to be stored, so that reading goes on
        for number in range(3_000):
            file.write(json.dumps({"input": f"{number} {'x' * 20_000}", "output": "a"}) + "\n")

    def kill_a_reader(done: int, total: int) -> None:
        del done, total
        children = Path(f"/proc/self/task/{threading.get_native_id()}/children")
        for child in children.read_text().split():
            os.kill(int(child), signal.SIGKILL)

    if not Path("/proc/self/task").is_dir():
        pytest.skip("needs /proc to find the readers")
    with new(tmp_path) as project:
        with pytest.raises(CuratorError, match="broke off"):
            importing.import_files(project, [log], how=How(processes=1), progress=kill_a_reader)
        assert bring(project, log, processes=0).read == 3_000
        assert len(set(stored(project))) == 3_000


def test_a_newer_export_adds_only_what_is_new(tmp_path: Path) -> None:
    first = write_log(tmp_path / "log.jsonl", rows=50)
    newer = write_log(tmp_path / "newer.jsonl", rows=60)
    with new(tmp_path) as project:
        bring(project, first)
        report = bring(project, newer)
        assert (report.imported, report.duplicates) == (10, 50)
        assert [one for one, _ in stored(project)] == [f"call-{n}" for n in range(60)]
        assert reviewing.figures(project).duplicates == 50


def test_rejected_rows_do_not_gather_in_memory(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.jsonl", rows=3_000, broken=tuple(range(1, 3_000)))
    with new(tmp_path) as project:
        report = bring(project, log)
        assert (report.rejected_count, report.read) == (2_999, 3_000)
        assert len(report.rejected) < 2_000
    assert Path(report.rejected_files[0]).read_bytes().count(b"\n") == 2_999
    assert not list(tmp_path.glob("*.part"))


def test_bytes_of_earlier_imports_are_not_overwritten(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.jsonl", rows=3, broken=(1,))
    with new(tmp_path) as project:
        files = [bring(project, log).rejected_files[0] for _ in range(3)]
    assert [Path(file).name for file in files] == [
        "log.jsonl.rejected.jsonl",
        "log.jsonl.2.rejected.jsonl",
        "log.jsonl.3.rejected.jsonl",
    ]


def test_the_packaged_app_starts_readers_with_the_argument_it_knows() -> None:
    from curator.__main__ import READ_FOR_IMPORT
    from curator.operations.reading_process import ARGUMENT

    assert READ_FOR_IMPORT == ARGUMENT


def test_the_first_cases_can_be_reviewed_while_the_rest_comes(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.jsonl", rows=12_000)
    seen: list[int] = []
    with new(tmp_path) as project:

        def look(done: int, total: int) -> None:
            del done, total
            seen.append(reviewing.figures(project).cases)

        importing.import_files(project, [log], progress=look)
    assert seen == sorted(seen)
    assert any(0 < cases < 12_000 for cases in seen)


def test_the_rate_of_a_sample_by_strata_is_that_of_the_whole(tmp_path: Path) -> None:
    """90 of 100 calls are of a topic that never fails, 10 of one that always does."""
    log = tmp_path / "log.jsonl"
    with log.open("w") as file:
        for number in range(100):
            topic = "rare" if number % 10 == 0 else "common"
            row = {"input": f"q{number}", "output": "a", "metadata": {"topic": topic}}
            file.write(json.dumps(row) + "\n")
    with new(tmp_path) as project:
        bring(project, log, sample=20, stratify="topic")
        with project.reading() as connection:
            found = connection.execute(select(schema.case_strata)).all()
        rare = [key for key, stratum in found if stratum == "rare"]
        common = [key for key, stratum in found if stratum == "common"]
        assert (len(rare), len(common)) == (10, 10)
        reviewing.mark_cases(project, rare, Mark.FAIL, "Ada")
        reviewing.mark_cases(project, common, Mark.PASS, "Ada")
        rate = reviewing.figures(project).failure_rate
    assert rate is not None
    assert rate.value == pytest.approx(0.1)
    assert rate.of == 20


def test_a_sample_weighs_as_much_as_its_source(tmp_path: Path) -> None:
    large = write_log(tmp_path / "large.jsonl", rows=900)
    small = write_log(tmp_path / "small.jsonl", rows=100, first=5_000)
    with new(tmp_path) as project:
        bring(project, large, sample=30)
        bring(project, small)
        keys = list(range(1, 131))
        reviewing.mark_cases(project, keys[:30], Mark.FAIL, "Ada")
        reviewing.mark_cases(project, keys[30:], Mark.PASS, "Ada")
        rate = reviewing.figures(project).failure_rate
    assert rate is not None
    assert rate.value == pytest.approx(0.9)


_STREAM = """
import gzip, json, sys
from pathlib import Path
from curator.bench.memory import most_memory
from curator.operations import importing, projects
from curator.operations.importing import How
place = Path(sys.argv[1])
row = "x" * 20_000
for megabytes in (96, 176):  # the first fills what may be held at a time
    log = place / f"{megabytes}.jsonl.gz"
    with gzip.open(log, "wb", compresslevel=1) as file:
        for number in range(50 * megabytes):
            if number % 2:
                file.write(b'{"input": %d, "output": broken %s}\\n' % (number, row.encode()))
            else:
                text = f"{number} {row}"
                file.write(json.dumps({"input": text, "output": "a"}).encode() + b"\\n")
    with projects.create_project(place / str(megabytes)) as project:
        report = importing.import_files(project, [log], how=How(processes=0))
    print(report.imported, report.rejected_count, int(most_memory()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured with POSIX means")
def test_memory_does_not_grow_with_a_stream_of_good_and_rejected_rows(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _STREAM, str(tmp_path)], capture_output=True, check=True, text=True
    )
    small, large = ([int(one) for one in line.split()] for line in ran.stdout.splitlines())
    assert (small[:2], large[:2]) == ([2_400, 2_400], [4_400, 4_400])
    # Held, the rejected rows alone would take 40 MB more, the good ones too.
    assert large[2] - small[2] < 20
    assert large[2] < 400

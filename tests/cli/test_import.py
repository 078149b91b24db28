"""`curator import` through the real command line."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end.command_line import REPOSITORY, Answer, write_jsonl
from tests.end_to_end.command_line import curator_here as curator

pytestmark = pytest.mark.slow
SAID = "output ->> 'content'"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert curator("new", tmp_path / "p.curator").code == 0
    return tmp_path / "p.curator"


def imported(project: Path, *arguments: object, code: int = 0) -> Answer:
    done = curator("import", project, *arguments, "--json")
    assert done.code == code, done.err
    return done


def chat_rows(count: int) -> list[dict[str, object]]:
    return [
        {"id": f"c{n}", "input": f"question {n}", "output": f"answer {n}", "kind": n % 4}
        for n in range(count)
    ]


def test_a_rejected_row_of_a_table_is_mended_in_its_kept_file_and_imported(
    project: Path, tmp_path: Path
) -> None:
    table = tmp_path / "log.csv"
    table.write_text("question,answer\none,1\ntwo,2,too many\nthree,3\n", encoding="utf-8")
    first = imported(project, table, code=1)
    assert (first.data["imported"], len(first.data["rejected"])) == (2, 1)
    (kept,) = map(Path, first.data["rejected_files"])
    assert kept.read_text() == "question,answer\ntwo,2,too many\n"
    kept.write_text(kept.read_text().replace(",too many", ""), encoding="utf-8")
    again = imported(project, kept)
    assert (again.data["imported"], again.data["format"]) == (1, "csv")


def test_a_legacy_encoding_is_named_and_read_when_confirmed(project: Path, tmp_path: Path) -> None:
    table = tmp_path / "old.csv"
    rows = [("Wie heißt die Straße?", "Königsallee"), ("Größe?", "schön groß")]
    text = "question,answer\n" + "".join(f"{q},{a}\n" for q, a in rows)
    table.write_bytes(text.encode("cp1252"))
    refused = imported(project, table, code=1)
    assert refused.data["imported"] == 0
    assert "windows-1252" in refused.data["rejected"][0]["reason"]
    assert imported(project, table, "--encoding", "cp1252").data["imported"] == 2
    with closing(sqlite3.connect(project)) as connection, connection:
        stored = connection.execute(f"SELECT {SAID} FROM case_texts ORDER BY 1").fetchall()
    assert [one for (one,) in stored] == ["Königsallee", "schön groß"]
    assert curator("import", project, table, "--encoding", "klingon").code == 2


def test_mojibake_is_counted_and_repaired_only_when_asked(project: Path, tmp_path: Path) -> None:
    broken = "schön".encode().decode("cp1252")
    log = write_jsonl(tmp_path / "log.jsonl", [{"input": "q", "output": broken}])
    first = imported(project, log)
    assert (first.data["mojibake"], first.data["repaired"]) == (1, False)
    assert "--repair-mojibake" in first.err
    second = imported(project, log, "--repair-mojibake")
    assert (second.data["imported"], second.data["repaired"]) == (1, True)
    with closing(sqlite3.connect(project)) as connection, connection:
        rows = connection.execute(f"SELECT {SAID}, rest FROM case_texts ORDER BY case_key")
        (before, _), (after, rest) = rows.fetchall()
    assert (before, after) == (broken, "schön")
    assert json.loads(rest)["metadata"] == {"before repair": {"output": broken}}


def test_a_mapping_is_saved_and_used_again(project: Path, tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text('"Frage; lang",Antwort\neins,1\n', encoding="utf-8")
    saved = tmp_path / "map.toml"
    given = ("--map", "input=Frage; lang", "--map", "output=Antwort", "--save-map", saved)
    assert imported(project, table, *given).data["imported"] == 1
    assert 'input = "Frage; lang"' in saved.read_text()
    table.write_text('"Frage; lang",Antwort\nzwei,2\n', encoding="utf-8")
    assert imported(project, table, "--map-file", saved).data["imported"] == 1
    saved.write_text("[fields]\nwrong = 1\n", encoding="utf-8")
    refused = curator("import", project, table, "--map-file", saved)
    assert refused.code == 2
    assert "map.toml" in refused.err


def test_a_sample_keeps_the_count_of_all(project: Path, tmp_path: Path) -> None:
    log = write_jsonl(tmp_path / "log.jsonl", chat_rows(200))
    done = imported(project, log, "--sample", 12, "--stratify", "kind")
    assert (done.data["imported"], done.data["sampled_from"]) == (12, 200)
    with closing(sqlite3.connect(project)) as connection, connection:
        (source, strata) = connection.execute("SELECT source_cases, strata FROM imports").fetchone()
        kinds = [
            json.loads(rest)["metadata"]["kind"]
            for (rest,) in connection.execute("SELECT rest FROM case_texts")
        ]
    assert (source, json.loads(strata)) == (200, {"0": 50, "1": 50, "2": 50, "3": 50})
    assert sorted(kinds) == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3
    assert curator("import", project, log, "--stratify", "kind").code == 2


def test_folders_and_archives_are_read_whole(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    (folder / "day").mkdir(parents=True)
    write_jsonl(folder / "one.jsonl", chat_rows(2))
    (folder / "day" / "two.dat").write_bytes(
        gzip.compress(b'{"input": "packed", "output": "too"}\n')
    )
    (folder / "notes.md").write_text("only words\n", encoding="utf-8")
    done = imported(project, folder, code=1)
    assert (done.data["imported"], done.data["rejected_files"]) == (3, [])
    assert [row["file"] for row in done.data["rejected"]] == ["notes.md"]
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(folder / "one.jsonl", "a/one.jsonl")
        packed.writestr("b/three.csv", "question,answer\nq,a\n")
    again = imported(project, archive)
    assert (again.data["imported"], again.data["duplicates"]) == (1, 2)


def test_an_import_that_was_killed_is_taken_up_without_duplicates(
    project: Path, tmp_path: Path
) -> None:
    log = write_jsonl(tmp_path / "log.jsonl", chat_rows(24_000))
    running = subprocess.Popen(
        [sys.executable, "-m", "curator", "import", str(project), str(log)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while stored(project) == 0 and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    left = stored(project)
    assert 0 < left < 24_000
    done = imported(project, log)
    assert (done.data["imported"], done.data["duplicates"]) == (24_000 - left, left)
    assert stored(project) == 24_000
    assert curator("verify", project).code == 0


def stored(project: Path) -> int:
    with closing(sqlite3.connect(project, timeout=30)) as connection, connection:
        return connection.execute("SELECT count(*) FROM cases").fetchone()[0]


def test_a_newer_export_adds_what_is_new_and_leaves_acts_alone(
    project: Path, tmp_path: Path
) -> None:
    rows = [
        {"custom_id": "1", "question": "q1", "answer": "a1", "is_correct": False},
        {"custom_id": "2", "question": "q2", "answer": "a2", "is_correct": True},
    ]
    log = write_jsonl(tmp_path / "log.jsonl", rows)
    assert imported(project, log, "--accept-marks").data["imported"] == 2
    rows[0]["is_correct"] = True
    newer = write_jsonl(tmp_path / "newer.jsonl", [*rows, {**rows[1], "question": "q3"}])
    done = imported(project, newer)
    assert (done.data["imported"], done.data["duplicates"]) == (1, 2)
    stats = curator("stats", project, "--json").data
    assert (stats["cases"], stats["passed"], stats["failed"]) == (3, 1, 1)
    with closing(sqlite3.connect(project)) as connection, connection:
        waiting = connection.execute(
            "SELECT case_key, value FROM suggestions WHERE kind = 'mark' ORDER BY case_key"
        ).fetchall()
    assert waiting[0] == (1, "pass")


def test_the_last_call_of_each_trace_is_taken_when_asked(project: Path, tmp_path: Path) -> None:
    calls = [
        {
            "id": f"o{n}",
            "traceId": f"t{n % 2}",
            "type": "GENERATION",
            "startTime": f"2026-03-01T{9 + n:02}:00:00Z",
            "input": f"q{n}",
            "output": f"a{n}",
        }
        for n in range(6)
    ]
    log = write_jsonl(tmp_path / "log.jsonl", calls)
    assert imported(project, log, "--calls", "last").data["imported"] == 2
    assert imported(project, log).data["imported"] == 4
    assert curator("import", project, log, "--calls", "first").code == 2


def test_a_mapping_that_was_named_is_remembered_and_said(project: Path, tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text("frage,antwort\neins,1\n", encoding="utf-8")
    assert curator("import", project, table).code == 2
    given = ("--map", "input=frage", "--map", "output=antwort")
    assert "remembered" not in imported(project, table, *given).err
    table.write_text("frage,antwort\nzwei,2\n", encoding="utf-8")
    again = imported(project, table)
    assert again.data["imported"] == 1
    assert "taken from the mapping remembered" in again.err


def test_marks_that_were_accepted_with_the_import_are_logged_as_such(
    project: Path, tmp_path: Path
) -> None:
    table = tmp_path / "log.csv"
    table.write_text("question,answer,is_correct\nq,a,no\n", encoding="utf-8")
    assert imported(project, table).data["suggestions"] == 1
    assert curator("stats", project, "--json").data["failed"] == 0
    imported(project, table, "--accept-marks", "--reviewer", "Ada")
    assert curator("stats", project, "--json").data["failed"] == 1
    with closing(sqlite3.connect(project)) as connection:
        rows = connection.execute("SELECT reviewer, origin, payload FROM acts").fetchall()
    ((reviewer, origin, payload),) = rows
    assert (reviewer, origin) == ("Ada", "accepted with the import")
    assert json.loads(payload)["suggested_by"] == "column is_correct"

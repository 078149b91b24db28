"""Import: chat rows from a file until they are reviewable."""

from __future__ import annotations

import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from curator.model.base import JsonObject
from curator.operations import importing, projects, reviewing, searching

ROWS = 100_000
VOCABULARY = "invoice plan refund payment card team month account login report tax reminder"
WORDS = (*VOCABULARY.split(), "how", "where", "when", "change", "cannot", "open", "send", "copy")


def write_rows(path: Path, rows: int, seed: int = 7) -> None:
    """Chat-completions rows of about 120 words each."""
    pick = random.Random(seed)
    pieces = [" ".join(pick.choices(WORDS, k=20)) for _ in range(5_000)]
    with path.open("wb") as file:
        for number in range(rows):
            asked = " ".join(pick.choices(pieces, k=2))
            answered = " ".join(pick.choices(pieces, k=4))
            row = {
                "request": {
                    "model": "bench-1",
                    "messages": [
                        {"role": "system", "content": "You answer support questions."},
                        {"role": "user", "content": f"{asked} {number}"},
                    ],
                },
                "response": {
                    "id": f"chat-{number}",
                    "created": 1_780_000_000 + number,
                    "model": "bench-1",
                    "choices": [
                        {
                            "index": 0,
                            "finish_reason": "stop",
                            "message": {"role": "assistant", "content": answered},
                        }
                    ],
                    "usage": {"prompt_tokens": 50, "completion_tokens": 90},
                },
            }
            file.write(orjson.dumps(row) + b"\n")


def floor(source: Path, target: Path) -> float:
    """Seconds to read and decode the lines and to insert the same bytes into a bare table."""
    started = time.perf_counter()
    with source.open("rb") as file, sqlite3.connect(target) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE rows (key INTEGER PRIMARY KEY, line BLOB, good INTEGER)")
        rows = ((number, line, orjson.loads(line) is not None) for number, line in enumerate(file))
        connection.executemany("INSERT INTO rows VALUES (?, ?, ?)", rows)
    connection.close()
    return time.perf_counter() - started


def pandas_alone(source: Path) -> float:
    """Seconds that pandas takes to make a frame of the same lines, storing nothing."""
    import pandas as pd

    started = time.perf_counter()
    read: Callable[..., object] = pd.read_json  # pyright: ignore[reportUnknownMemberType]
    read(source, lines=True)
    return time.perf_counter() - started


def run(rows: int = ROWS) -> JsonObject:
    """Seconds until reviewable, until searchable, the floor, and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source = place / "rows.jsonl"
        write_rows(source, rows)
        bare = floor(source, place / "floor.db")
        with projects.create_project(place / "bench") as project:
            started = time.perf_counter()
            report = importing.import_files(project, [source])
            reviewable = time.perf_counter() - started
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            started = time.perf_counter()
            searching.index_cases(project)
            searchable = time.perf_counter() - started
            cases = reviewing.figures(project).cases
        with_pandas = pandas_alone(source)
        return {
            "rows": rows,
            "imported": report.imported,
            "cases": cases,
            "floor": bare,
            "until reviewable": reviewable,
            "ratio to the floor": reviewable / bare,
            "pandas.read_json(lines=True) alone": with_pandas,
            "ratio to pandas alone": reviewable / with_pandas,
            "search index after that": searchable,
            "rows a second": rows / reviewable,
            "peak memory until reviewable, MB": peak,
        }

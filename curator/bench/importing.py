"""Import: chat rows from a file until they are reviewable."""

from __future__ import annotations

import gzip
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson

from curator.bench.memory import most_memory, most_memory_of_children
from curator.model.value import JsonObject
from curator.operations import importing, projects, reviewing, searching

ROWS = 1_000_000
AIM = 2.5
"""Times the floor that an import may take until its cases can be reviewed."""
STREAMED = 2_000
"""Megabytes of the stream that memory is measured on."""
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


def floor(source: Path, target: Path) -> None:
    """Read and decode the lines, and insert the same bytes into a bare table."""
    with source.open("rb") as file, sqlite3.connect(target) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE rows (key INTEGER PRIMARY KEY, line BLOB, good INTEGER)")
        rows = ((number, line, orjson.loads(line) is not None) for number, line in enumerate(file))
        connection.executemany("INSERT INTO rows VALUES (?, ?, ?)", rows)
    connection.close()


def pandas_alone(source: Path) -> None:
    """A frame of the same lines, storing nothing."""
    import pandas as pd

    read: Callable[..., object] = pd.read_json  # pyright: ignore[reportUnknownMemberType]
    read(source, lines=True)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a piece of work took: seconds by the clock and of all processors together."""

    wall: float
    processor: float


def measured(work: Callable[[], object]) -> Taken:
    """Do it, the processes it starts included."""
    clock, processor = time.perf_counter(), sum(os.times()[:4])
    work()
    return Taken(time.perf_counter() - clock, sum(os.times()[:4]) - processor)


def run(rows: int = ROWS, *, index: bool = True) -> JsonObject:
    """Until reviewable and until searchable, beside the floor and pandas alone in the same run.

    Ratios in time by the clock hold on an idle machine; those in processor time on a busy one too.
    The floor is measured before and after, and the quicker one counts.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source = place / "rows.jsonl"
        write_rows(source, rows)
        floors = [measured(lambda: floor(source, place / "floor-1.db"))]
        with projects.create_project(place / "bench") as project:
            ours = measured(lambda: importing.import_files(project, [source]))
            own, readers = most_memory(), most_memory_of_children()
            size = project.path.stat().st_size
            cases = reviewing.figures(project).cases
            indexed = measured(lambda: searching.index_cases(project)) if index else None
        (place / "floor-1.db").unlink()
        floors.append(measured(lambda: floor(source, place / "floor-2.db")))
        with_pandas = measured(lambda: pandas_alone(source))
        wall = min(one.wall for one in floors)
        processor = min(one.processor for one in floors)
        return {
            "rows": rows,
            "megabytes": source.stat().st_size / 1e6,
            "cases": cases,
            "processors": os.cpu_count() or 0,
            "floor": wall,
            "floor, processor": processor,
            "until reviewable": ours.wall,
            "until reviewable, processor": ours.processor,
            "ratio to the floor": ours.wall / wall,
            "ratio to the floor, processor": ours.processor / processor,
            "aim": AIM,
            "pandas.read_json(lines=True) alone": with_pandas.wall,
            "ratio to pandas alone": ours.wall / with_pandas.wall,
            "ratio to pandas alone, processor": ours.processor / with_pandas.processor,
            "search index after that": indexed.wall if indexed else None,
            "rows a second": rows / ours.wall,
            "project, megabytes": size / 1e6,
            "peak memory until reviewable, MB": own,
            "peak memory of the largest reader, MB": readers,
        }


def memory(megabytes: int = STREAMED) -> JsonObject:
    """Peak memory over a stream of so many megabytes: packed, a block of rows repeated, so that
    little of it lies on the disk; all but the first block are duplicates and are linked.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write_rows(place / "block.jsonl", 10_000)
        block = (place / "block.jsonl").read_bytes()
        packed = gzip.compress(block, compresslevel=1)
        with (place / "stream.jsonl.gz").open("wb") as stream:
            for _ in range(max(1, megabytes * 1_000_000 // len(block))):
                stream.write(packed)  # members one after another are one stream (RFC 1952, 2.2)
        with projects.create_project(place / "bench") as project:
            report = importing.import_files(project, [place / "stream.jsonl.gz"])
        own, reader = most_memory(), most_memory_of_children()
        return {
            "megabytes": megabytes,
            "rows": report.read,
            "cases": report.imported,
            "peak memory, MB": own,
            "peak memory of the reader, MB": reader,
        }

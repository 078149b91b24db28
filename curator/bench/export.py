"""How fast an export is written, beside the floor: the same rows serialised and written once."""

from __future__ import annotations

import tempfile
import time
import tracemalloc
from collections.abc import Callable
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from curator.model.message import Message
from curator.model.value import JsonObject

if TYPE_CHECKING:
    from curator.model.dataset import Dataset

ROWS = 100_000
REPEATS = 5
"""Runs of each side, in turn; the fastest counts, because only disturbances make a run slower."""
AIM = 3.0
"""Times the floor that an export may take."""


def run(rows: int = ROWS) -> JsonObject:
    """Write `rows` rows as chat messages; seconds of the export and of the floor, their ratio.

    The floor is orjson and one write of the very rows that the files hold, already made. Inside
    the export's time: making the rows, encoding, hashing, splitting into files, counting tokens of
    a part, manifest and card, flushing to the disk and moving into place. Outside: reading the
    project, grouping and the checks, which an export runs before a row is written, and loading
    libraries. Memory is what a run of its own takes beside the dataset.
    """
    from curator.exporting import write_export
    from curator.exporting.tokens import vocabulary
    from curator.model.dataset import Dataset, ExportOptions
    from curator.model.readiness import Readiness
    from curator.model.snapshot import Snapshot

    dataset = _dataset(rows)
    snapshot = Snapshot(name="Benchmark", seed=7, revision=1)
    readiness = Readiness(rule=0, verdict="not asked", sentence="A benchmark.", rules=())
    vocabulary()
    with tempfile.TemporaryDirectory(prefix="curator-bench-") as folder:
        place = Path(folder)

        def export(number: int) -> None:
            fresh = Dataset.model_construct(seed=dataset.seed, rows=dataset.rows)
            write_export(fresh, snapshot, readiness, (), ExportOptions(), place / f"{number}")

        floor = _floor(dataset, place / "floor.jsonl")
        taken, at_best = _in_turn(export, floor)
        size = sum(path.stat().st_size for path in (place / "0").glob("*.jsonl"))
        memory = _memory(lambda: export(REPEATS))
    return {
        "rows": rows,
        "bytes": size,
        "export_seconds": taken.wall,
        "floor_seconds": at_best.wall,
        "ratio": taken.wall / at_best.wall,
        "export_processor_seconds": taken.processor,
        "floor_processor_seconds": at_best.processor,
        "processor_ratio": taken.processor / at_best.processor,
        "rows_per_second": round(rows / taken.wall),
        "peak_memory_bytes": memory,
        "aim": AIM,
    }


class _Seconds(NamedTuple):
    wall: float
    processor: float


def _in_turn(*works: Callable[[int], None]) -> list[_Seconds]:
    """The fastest of several runs of each, run by turns so that a disturbance meets all."""
    found: list[list[_Seconds]] = [[] for _ in works]
    for number in range(REPEATS):
        for times, work in zip(found, works, strict=True):
            wall, processor = time.perf_counter(), time.process_time()
            work(number)
            times.append(_Seconds(time.perf_counter() - wall, time.process_time() - processor))
    return [
        _Seconds(min(one.wall for one in times), min(one.processor for one in times))
        for times in found
    ]


def _floor(dataset: Dataset, path: Path) -> Callable[[int], None]:
    import orjson

    from curator.exporting.targets import TARGETS

    rows = [TARGETS["messages"].row(row) for row in dataset.rows]

    def write(_: int) -> None:
        path.write_bytes(b"".join([orjson.dumps(row) + b"\n" for row in rows]))

    return write


def _memory(work: Callable[[], None]) -> int:
    """The most bytes that Python holds during the work beside what it held before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _dataset(rows: int) -> Dataset:
    """Rows of a help desk, about 460 bytes each as JSON; a third is validation and held out."""
    from curator.model.dataset import Dataset, DatasetRow, Split

    two_thirds, five_sixths = rows * 2 // 3, rows * 5 // 6
    splits: list[Split] = [
        *repeat("train", two_thirds),
        *repeat("validation", five_sixths - two_thirds),
        *repeat("held_out", rows - five_sixths),
    ]
    system = Message(
        role="system",
        content="You answer customers of a scheduling product. Be correct, warm and brief.",
    )
    made = [
        DatasetRow(
            case_key=number,
            case_id=f"ticket-{number}",
            group=str(number),
            split=splits[number],
            input=(
                system,
                Message(
                    role="user",
                    content=f"Ticket {number}: double bookings appeared again this morning, on "
                    f"calendar {number % 97}. What now?",
                ),
            ),
            ideal="Sorry about the mix-up. Open Settings, choose Calendars and press Sync again: "
            f"that clears double bookings on calendar {number % 97}. If one comes back, send me "
            "its time and I will look at it myself.",
            output="Kindly navigate to Settings and resynchronise.",
            pattern_id=f"p{number % 8}",
            pattern_name=f"Pattern {number % 8}",
            reviewer="reviewer",
            reviewed_at=f"2026-06-{1 + number % 28:02d}T09:00:00Z",
        )
        for number in range(rows)
    ]
    return Dataset(seed=7, rows=tuple(made))

"""How fast an export is written, beside the floor: the same rows serialised and written once."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from curator.model.base import JsonObject
from curator.model.message import Message

if TYPE_CHECKING:
    from curator.model.dataset import Dataset

ROWS = 100_000
REPEATS = 3
"""Runs of each side; the fastest one counts, because only disturbances make a run slower."""
AIM = 3.0
"""Times the floor that an export may take."""


def run(rows: int = ROWS) -> JsonObject:
    """Write `rows` rows as chat messages; seconds of the export and of the floor, their ratio.

    The floor is orjson and one write of the very rows that the file holds. The export makes them,
    splits, hashes, counts tokens of a part, writes card and manifest and syncs. Libraries are
    loaded before.
    """
    from curator.exporting import write_export
    from curator.exporting.tokens import vocabulary
    from curator.model.dataset import ExportOptions
    from curator.model.readiness import Readiness
    from curator.model.snapshot import Snapshot

    dataset = _dataset(rows)
    snapshot = Snapshot(name="Benchmark", seed=7, revision=1)
    readiness = Readiness(rule=0, verdict="not asked", sentence="A benchmark.", rules=())
    vocabulary()
    with tempfile.TemporaryDirectory(prefix="curator-bench-") as folder:
        place = Path(folder)
        at_best = _floor(dataset, place / "floor.jsonl")

        def export(number: int) -> None:
            write_export(
                dataset, snapshot, readiness, (), ExportOptions(), place / f"export-{number}"
            )

        taken = _fastest(export)
        size = sum(path.stat().st_size for path in (place / "export-0").glob("*.jsonl"))
    return {
        "rows": rows,
        "bytes": size,
        "export_seconds": taken,
        "floor_seconds": at_best,
        "ratio": taken / at_best,
        "aim": AIM,
    }


def _floor(dataset: Dataset, path: Path) -> float:
    import orjson

    from curator.exporting.targets import TARGETS

    rows = [TARGETS["messages"].row(row) for row in dataset.rows]

    def write(_: int) -> None:
        path.write_bytes(b"".join([orjson.dumps(row) + b"\n" for row in rows]))

    return _fastest(write)


def _fastest(work: Callable[[int], None]) -> float:
    times: list[float] = []
    for number in range(REPEATS):
        start = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - start)
    return min(times)


def _dataset(rows: int) -> Dataset:
    """Rows of a help desk, about 460 bytes each as JSON; every sixth validation or held out."""
    from curator.model.dataset import Dataset, DatasetRow, Split

    splits: tuple[Split, ...] = ("train", "train", "train", "train", "validation", "held_out")
    system = Message(
        role="system",
        content="You answer customers of a scheduling product. Be correct, warm and brief.",
    )
    made = [
        DatasetRow(
            case_key=number,
            case_id=f"ticket-{number}",
            group=str(number),
            split=splits[number % len(splits)],
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

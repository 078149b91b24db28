"""How long all data checks take, beside the floor: the same rows read and tokenised once."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curator.bench.planted_modes import SUBJECTS
from curator.model.message import Message
from curator.model.value import JsonObject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from curator.model.dataset import Dataset, DatasetRow
    from curator.model.snapshot import Snapshot
    from curator.model.work import Embed

ROWS = 10_000
REPEATS = 3
"""Runs of each side; the fastest one counts, because only disturbances make a run slower."""
AIM = 10.0
"""Times the floor that all checks together may take."""
SHARED = (
    ("normalised texts", ("asked", "told", "questions", "inputs", "ideals")),
    ("near-duplicates, for 22, 28 and 31", ("likeness",)),
    ("new facts, for 19", ("new_facts",)),
    ("secrets and personal data, for 40 and 41", ("sensitive",)),
    ("tokens, for 34 and 36", ("tokens",)),
)
"""What several checks read, by its members of the context."""
SYSTEM = "You answer customers of many shops. Be correct, warm and brief, and promise nothing."
WORDS = sorted(
    {
        word
        for one in SUBJECTS
        for text in (one.first, one.second, one.answer, one.detail, one.more)
        for word in text.lower().replace("?", "").replace(",", "").split()
    }
)
"""What questions and answers are made of: no two alike, as people's own questions are."""


def run(rows: int = ROWS) -> JsonObject:
    """Check `rows` rows as a project's dataset and as a file; seconds and ratios to the floor.

    Times are processor time. The floor reads the file, decodes every line and counts the tokens
    of every text. An edit is one changed ideal answer with what was remembered before it. `checks`
    are the seconds and ratios of each check, and of what several need, in one run over the project.
    """
    from curator.patterns.embedders import builtin
    from curator.readiness.checks import Memo, check_file, run_checks
    from curator.readiness.tokens import vocabulary

    dataset, snapshot, changed = _project(rows)
    embed = _remembering(builtin.load().embed)
    vocabulary()
    with tempfile.TemporaryDirectory(prefix="curator-bench-") as folder:
        path = Path(folder) / "train.jsonl"
        _write(dataset, path)
        floor = _fastest(lambda: _read_and_tokenise(path))
        file = _fastest(lambda: check_file(path, "messages"))
        project = _fastest(lambda: run_checks(dataset, snapshot))
        memo = Memo()
        started = time.process_time()
        run_checks(dataset, snapshot, embed=embed, memo=memo)
        by_meaning = time.process_time() - started
        memo.tidy()
        started = time.process_time()
        run_checks(changed, snapshot, embed=embed, memo=memo)
        edit = time.process_time() - started
    return {
        "rows": rows,
        "floor_seconds": floor,
        "file_seconds": file,
        "file_ratio": file / floor,
        "project_seconds": project,
        "project_ratio": project / floor,
        "with_embedding_seconds": by_meaning,
        "with_embedding_ratio": by_meaning / floor,
        "after_one_edit_seconds": edit,
        "after_one_edit_ratio": edit / floor,
        "aim": AIM,
        "checks": [
            {"name": name, "seconds": seconds, "ratio": seconds / floor}
            for name, seconds in _by_check(dataset, snapshot)
        ],
    }


def _by_check(dataset: Dataset, snapshot: Snapshot) -> list[tuple[str, float]]:
    """Seconds of what several checks need, then of each check with that at hand."""
    from curator.readiness.checks import CHECKS, dataset_context
    from curator.readiness.checks.registry import run_check
    from curator.readiness.checks.uncollected import uncollected

    context = dataset_context(dataset, snapshot)
    found: list[tuple[str, float]] = []

    def time_it(name: str, work: Callable[[], object]) -> None:
        started = time.process_time()
        work()
        found.append((name, time.process_time() - started))

    with uncollected():
        for name, members in SHARED:
            time_it(name, lambda members=members: [getattr(context, one) for one in members])
        for check in CHECKS:
            if check.project and not check.pairs:
                time_it(
                    f"{check.number} {check.name}", lambda check=check: run_check(check, context)
                )
    return found


def _remembering(embed: Embed) -> Embed:
    """An embedder that embeds each text once, as a project does."""
    import numpy as np

    known: dict[str, NDArray[np.float32]] = {}

    def remembered(texts: Sequence[str]) -> NDArray[np.float32]:
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(missing, embed(missing), strict=True))
        return np.stack([known[text] for text in texts])

    return remembered


def _fastest(work: Callable[[], object]) -> float:
    times: list[float] = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _read_and_tokenise(path: Path) -> int:
    import orjson

    from curator.readiness.tokens import vocabulary

    count = vocabulary()
    lines = path.read_bytes().splitlines()
    return sum(count(turn["content"]) for line in lines for turn in orjson.loads(line)["messages"])


def _write(dataset: Dataset, path: Path) -> None:
    import orjson

    lines = [
        {
            "messages": [
                *({"role": m.role, "content": m.content} for m in row.input),
                {"role": "assistant", "content": row.ideal},
            ]
        }
        for row in dataset.rows
    ]
    path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))


def _project(rows: int) -> tuple[Dataset, Snapshot, Dataset]:
    """Rows of a help desk, every fifth held out; the same with one ideal answer changed."""
    from curator.model.dataset import Dataset, DatasetRow
    from curator.model.snapshot import Snapshot

    drawn = random.Random(11)
    made = tuple(_row(number, drawn) for number in range(rows))
    first = made[0].model_copy(update={"ideal": "Sorry, that was wrong: it takes two days."})
    dataset = Dataset(seed=7, rows=made)
    # Nothing is the same object as before the edit: a project is read anew for each look.
    again = [DatasetRow.model_validate(row.model_dump()) for row in (first, *made[1:])]
    return (
        dataset,
        Snapshot(name="Benchmark", seed=7, revision=1),
        Dataset(seed=7, rows=tuple(again)),
    )


def _row(number: int, drawn: random.Random) -> DatasetRow:
    from curator.model.dataset import DatasetRow

    asked = f"{' '.join(drawn.sample(WORDS, 24)).capitalize()}? My reference is {number}."
    told = drawn.choice(SUBJECTS)
    aside = " ".join(drawn.sample(WORDS, 20))
    return DatasetRow(
        case_key=number,
        case_id=f"ticket-{number}",
        group=str(number),
        split="held_out" if number % 5 == 4 else "train",
        input=(Message(role="system", content=SYSTEM), Message(role="user", content=asked)),
        ideal=f"Gladly. {told.answer}. About {aside}: tell me if {number} still has it.",
        output="Kindly refer to the relevant section of our documentation.",
        pattern_id=f"p{number % 8}",
        pattern_name=f"Pattern {number % 8}",
        reviewer="reviewer",
        reviewed_at=f"2026-06-{1 + number % 28:02d}T09:00:00Z",
        source_id=f"ticket-{number}",
    )

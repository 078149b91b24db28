"""The sets that patterns are measured on: questions with known intents, generated and real."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

from curator.bench.blind_modes import blind_modes
from curator.bench.planted_modes import STRAY, planted_failures
from curator.bench.planted_questions import planted_questions
from curator.errors import CuratorError
from curator.patterns.failure_text import FailureText

BITEXT = "bitext_customer_support"
WMT = "wmt_mqm_ted_ende"
_KINDS = {20: 4, 50: 6, 200: 12, 500: 20, 1000: 27}
MOST_KINDS = 60
STRAYS = 0.1
WMT_CATEGORY = 40
"""Failures read of each error category; rarer categories are left out."""


@dataclass(frozen=True)
class LabelledSet:
    """Failures with what each is really of. `name` says where they come from."""

    name: str
    failures: tuple[FailureText, ...]
    truth: tuple[str, ...]


def generated(count: int, seed: int) -> LabelledSet:
    """Planted questions: Zipf-sized intents, a tenth strays."""
    kinds = _KINDS.get(count, MOST_KINDS)
    questions, truth = planted_questions(count, seed, kinds=kinds, strays=STRAYS)
    return _labelled("generated", questions, truth)


def planted(count: int, seed: int, notes: float, ideals: float) -> LabelledSet:
    """Planted modes with that share of notes and of ideal answers; each stray a kind of its own."""
    failures, modes = planted_failures(count, seed, notes=notes, ideals=ideals)
    truth = [mode if mode != STRAY else f"{STRAY} {n}" for n, mode in enumerate(modes)]
    return LabelledSet("planted", tuple(failures), tuple(truth))


def blind(count: int, seed: int, *, with_notes: bool) -> LabelledSet:
    """Modes planted without sight of what grouping reads; each stray a kind of its own."""
    made = blind_modes(count, seed, with_notes=with_notes)
    failures = [FailureText(one.key, one.asked, one.answered, one.ideal, one.note) for one in made]
    truth = [one.mode or f"{STRAY} {place}" for place, one in enumerate(made)]
    return LabelledSet("blind", tuple(failures), tuple(truth))


def bitext(folder: Path, count: int, seed: int) -> LabelledSet | None:
    """Support questions of 27 intents: Zipf-sized classes and a tenth strays up to 1,000, above
    that a plain sample. None where there are not so many, or no such folder."""
    paths = sorted((folder / BITEXT).glob("*.csv"))
    questions = sorted({pair for path in paths for pair in _questions(path)})
    if len(questions) < count:
        return None
    rng = random.Random(seed)
    rng.shuffle(questions)
    chosen = questions[:count] if count > 1000 else _zipf(questions, count, rng)
    return _labelled("bitext", [asked for asked, _ in chosen], [intent for _, intent in chosen])


def _questions(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["instruction"], row["intent"]) for row in csv.DictReader(file)]


def _zipf(
    questions: list[tuple[str, str]], count: int, rng: random.Random
) -> list[tuple[str, str]]:
    """Classes of Zipf's sizes, then strays, each a class of its own."""
    intents = sorted({intent for _, intent in questions})
    rng.shuffle(intents)
    named = intents[: min(_KINDS.get(count, 20), len(intents) - 4)]
    strays = round(STRAYS * count)
    weights = [1 / (place + 1) for place in range(len(named))]
    chosen: list[tuple[str, str]] = []
    for intent, weight in zip(named, weights, strict=True):
        size = max(2, round((count - strays) * weight / sum(weights)))
        chosen += [pair for pair in questions if pair[1] == intent][:size]
    rest = [pair for pair in questions if pair[1] not in named][:strays]
    chosen += [(asked, f"stray {place}") for place, (asked, _) in enumerate(rest)]
    rng.shuffle(chosen)
    return chosen


def wmt(folder: Path) -> LabelledSet | None:
    """Translations with expert error categories: asked is the source, answered the translation."""
    path = folder / WMT / "mqm_ted_ende.tsv"
    if not path.is_file():
        return None
    by_kind: dict[str, list[FailureText]] = {}
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:]):
        fields = line.split("\t")
        if len(fields) < 9:
            raise CuratorError(f"{path.name}, line {number + 2}: nine columns are expected.")
        source, target, category = fields[5], fields[6], fields[7]
        marked = target.replace("<v>", "").replace("</v>", "")
        if category in ("No-error", "Other") or marked in seen:
            continue
        seen.add(marked)
        by_kind.setdefault(category, []).append(FailureText(number, source, marked))
    chosen = {kind: own for kind, own in sorted(by_kind.items()) if len(own) >= WMT_CATEGORY}
    pairs = [(one, kind) for kind, own in chosen.items() for one in own[:WMT_CATEGORY]]
    return LabelledSet("wmt", tuple(one for one, _ in pairs), tuple(kind for _, kind in pairs))


def _labelled(name: str, questions: list[str], truth: list[str]) -> LabelledSet:
    failures = [FailureText(key, asked, "") for key, asked in enumerate(questions, start=1)]
    return LabelledSet(name, tuple(failures), tuple(truth))

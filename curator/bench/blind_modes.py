"""Failures of a language model with planted modes, to test a grouping of failures by how they fail.

This was written without knowledge of the features that grouping uses. Topics are crossed with all
modes, so the topic does not tell the mode; sizes of modes are uneven, and a share of strays fails
each in its own odd way. The same count and seed give the same failures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

from curator.bench.blind_faults import FAULTS, ODDITIES, stray
from curator.bench.blind_notes import ASIDES, NOTES, VAGUE_NOTES
from curator.bench.blind_scene import TEXTS, Exchange, Scene, fill
from curator.bench.blind_sheets import Parts, read_sheet
from curator.bench.blind_topics import Topic, topics

STRAY_SHARE = 0.15
_NO_IDEAL = 0.25
_NO_NOTE = 0.12
_VAGUE_NOTE = 0.06
# The size of a mode falls with its rank to this power (near Zipf's law).
_FALL = 0.9
_VOICES = ("terse", "terse", "hasty", "formal", "loud", "wordy")
_NOTES: dict[str, Parts] = dict(read_sheet(NOTES + VAGUE_NOTES + ASIDES))


@dataclass(frozen=True)
class BlindFailure:
    """A failing output with what was asked; mode is None for a stray, note may be empty."""

    key: int
    asked: str
    answered: str
    ideal: str | None
    note: str
    mode: str | None


def blind_modes(count: int, seed: int, *, with_notes: bool = True) -> list[BlindFailure]:
    """That many failures in random order; without notes they are the same but for the notes."""
    return [failure for failure, _ in blind_modes_by_topic(count, seed, with_notes=with_notes)]


def blind_modes_by_topic(
    count: int, seed: int, *, with_notes: bool = True
) -> list[tuple[BlindFailure, str]]:
    """The failures of `blind_modes`, each with the name of its topic."""
    rng = Random(f"blind {seed}")
    made: list[tuple[BlindFailure, str]] = []
    for mode, size in _sizes(count, rng).items():
        decks = _oddity_decks(rng)
        for topic in islice(_topic_deck(rng), size):
            own = Random(rng.getrandbits(64))
            scene = Scene(own, topic)
            exchange = FAULTS[mode](scene) if mode else stray(scene, next(decks))
            made.append((_failure(scene, exchange, mode), topic.name))
    rng.shuffle(made)
    return [
        (replace(failure, key=key, note=failure.note if with_notes else ""), topic)
        for key, (failure, topic) in enumerate(made)
    ]


def _sizes(count: int, rng: Random) -> dict[str | None, int]:
    strays = round(count * STRAY_SHARE)
    modes = list(FAULTS)
    rng.shuffle(modes)
    weights = [1 / rank**_FALL for rank in range(1, len(modes) + 1)]
    exact = [(count - strays) * weight / sum(weights) for weight in weights]
    sizes = [int(size) for size in exact]
    by_rest = sorted(range(len(modes)), key=lambda at: sizes[at] - exact[at])
    for at in by_rest[: count - strays - sum(sizes)]:
        sizes[at] += 1
    return {**dict(zip(modes, sizes, strict=True)), None: strays}


def _topic_deck(rng: Random) -> Iterator[Topic]:
    # Dealing from a deck keeps every mode spread over the topics, some of which come up twice.
    while True:
        deck = [*topics(), *topics()[::4]]
        rng.shuffle(deck)
        yield from deck


def _oddity_decks(rng: Random) -> Iterator[list[Parts]]:
    # Once every oddity was used, strays join two and more, so that they stay unlike each other.
    together = 1
    while True:
        for first in rng.sample(ODDITIES, len(ODDITIES)):
            others = [odd for odd in ODDITIES if odd is not first]
            yield [first, *rng.sample(others, together - 1)]
        together = min(together + 1, 3)


def _failure(scene: Scene, exchange: Exchange, mode: str | None) -> BlindFailure:
    opener = scene.pick("opener") if scene.chance(0.6) else ""
    closer = scene.pick("closer") if scene.chance(0.5) else ""
    middle = scene.rng.sample(TEXTS["filler"], scene.rng.choice((0, 0, 0, 0, 0, 1, 1, 2, 4)))
    glue = scene.rng.choice((" ", " ", " ", "\n", "\n\n"))
    bad = exchange.bad if exchange.bare else [opener, *exchange.bad, *middle, closer]
    answered = _joined(bad, glue)
    if exchange.cut:
        answered = _cut(answered, scene.rng)
    ideal = None
    if not scene.chance(_NO_IDEAL):
        edited = [opener, *exchange.good, *middle, closer]
        ideal = _rewritten(scene, exchange) if scene.chance(0.4) else _joined(edited, glue)
    return BlindFailure(
        0, _asked(scene, exchange), answered, ideal, _note(scene, exchange, mode), mode
    )


def _joined(parts: list[str], glue: str) -> str:
    text, before = "", ""
    for part in filter(None, parts):
        # A list stands on lines of its own.
        between = "\n" if "\n" in before + part else glue
        text, before = text + between * bool(text) + part, part
    return text


def _rewritten(scene: Scene, exchange: Exchange) -> str:
    # Written afresh: without pleasantries, and the fact perhaps in other words.
    words = [scene.fact() if part == exchange.fact else part for part in exchange.good]
    return _joined(words, " ")


def _asked(scene: Scene, exchange: Exchange) -> str:
    told = exchange.told or ""
    if told and scene.chance(0.3):
        told = f"{scene.pick('situation_lead')} {told}"
    asks = " ".join(exchange.asks)
    body = [told, asks] if scene.chance(0.6) else [asks, told]
    greeting = scene.pick("greeting") if scene.chance(0.45) else ""
    aside = scene.pick("aside") if scene.chance(0.3) else ""
    goodbye = scene.pick("goodbye") if scene.chance(0.4) else ""
    glue = scene.rng.choice((" ", " ", "\n"))
    return glue.join(part for part in (greeting, aside, *body, goodbye) if part)


def _cut(text: str, rng: Random) -> str:
    inside = [
        at
        for at in range(len(text) * 2 // 5, len(text) * 9 // 10)
        if text[at - 1].isalpha() and (text[at].isalpha() or text[at] == " ")
    ]
    return text[: rng.choice(inside)]


def _note(scene: Scene, exchange: Exchange, mode: str | None) -> str:
    if scene.chance(_NO_NOTE):
        return ""
    wordings = _NOTES[mode] if mode else ("{odd}",)
    if scene.chance(_VAGUE_NOTE):
        wordings = _NOTES["vague"]
    filled = [fill(wording, exchange.slots) for wording in wordings]
    # A wording that names what this failure does not have is no choice.
    note = scene.rng.choice([text for text in filled if "{" not in text.replace("{{", "")])
    return _voiced(note, scene)


def _voiced(note: str, scene: Scene) -> str:
    voice = scene.rng.choice(_VOICES)
    if voice == "hasty":
        return _misspelt(note.lower(), scene.rng)
    if voice == "formal":
        if scene.chance(0.3):
            note = f"{scene.rng.choice(_NOTES['lead'])}: {note}"
        return f"{note[:1].upper()}{note[1:].rstrip('.?!')}."
    if voice == "loud":
        return f"{note.rstrip('.?!')}{scene.rng.choice(('!', '!!', '??', '!'))}"
    if voice == "wordy":
        aside = fill(scene.rng.choice(_NOTES["aside"]), {"thing": scene.thing})
        about = f"re {scene.thing}: " if scene.chance(0.3) else ""
        return f"{about}{note}; {aside}"
    return note


def _misspelt(note: str, rng: Random) -> str:
    for _ in range(rng.randint(1, 2)):
        places = [at for at in range(1, len(note) - 1) if note[at - 1 : at + 2].isalpha()]
        if not places:
            break
        at = rng.choice(places)
        swapped = note[:at] + note[at + 1] + note[at] + note[at + 2 :]
        note = rng.choice((swapped, note[:at] + note[at + 1 :]))
    return note

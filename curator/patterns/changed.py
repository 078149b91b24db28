"""What an ideal answer changes by sense: claims, names, units, dates, sentences."""

from __future__ import annotations

import math

from curator.patterns.tokens import Reading

_STEM = 5
"""Letters by which two forms of a word are taken for one."""


def changed(asked: Reading, output: Reading, ideal: Reading) -> list[float]:
    """Figures of cues, names, units, dates and sentences that go or come."""
    return [
        *_cues_changed(output, ideal),
        *_kinds_changed(asked, output, ideal),
        *_sentence_changed(asked, output, ideal),
    ]


def _cues_changed(output: Reading, ideal: Reading) -> list[float]:
    """Of each cue how many more or fewer the ideal answer has."""
    return [
        math.copysign(math.log1p(abs(there - here)), there - here)
        for here, there in zip(output.cues, ideal.cues, strict=True)
    ]


def _kinds_changed(asked: Reading, output: Reading, ideal: Reading) -> list[float]:
    """Names, units and dates that the ideal answer does without or brings in: of the input?"""
    figures: list[float] = []
    for kinds in (("name", "capitals"), ("unit",), ("date",)):
        known, before, after = (one.of_kind(*kinds) for one in (asked, output, ideal))
        gone, come = before - after, after - before
        figures += [
            float(bool(gone) and bool(come)),
            math.log1p(len(gone & known)),
            math.log1p(len(gone - known)),
            math.log1p(len(come & known)),
            math.log1p(len(come - known)),
        ]
    return figures


def _sentence_changed(asked: Reading, output: Reading, ideal: Reading) -> list[float]:
    """The first sentence that the ideal answer lacks: where it stands, what it takes up of the
    input's questions and other sentences, and how near the nearest of the ideal answer is."""
    kept = set(ideal.sentences)
    changed = [place for place, one in enumerate(output.sentences) if one not in kept]
    if not changed:
        return [0.0] * 9
    old = set(output.sentences)
    fresh = [_stems(one) for one in ideal.sentences if one not in old]
    own = _stems(output.sentences[changed[0]])
    size = max(1, len(own))
    nearest = max((len(own & one) / max(1, len(own | one)) for one in fresh), default=0.0)
    wanted = [_stems(one) for one in asked.sentences]
    shared = [len(own & one) / size for one in wanted]
    return [
        1.0,
        changed[0] / max(1, len(output.sentences)),
        float(changed[0] == 0),
        float(changed[-1] == len(output.sentences) - 1),
        len(changed) / max(1, len(output.sentences)),
        nearest,
        max(shared, default=0.0),
        shared[-1] if shared else 0.0,
        (shared.index(max(shared)) / len(shared)) if shared else 0.0,
    ]


def _stems(sentence: str) -> set[str]:
    return {word.strip(",;:()'")[:_STEM] for word in sentence.split() if len(word) > 3}

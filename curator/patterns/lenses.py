"""What each lens looks at: the one table of blocks and weights."""

from __future__ import annotations

from enum import StrEnum

from curator.model.pattern import Lens


class Block(StrEnum):
    """One side of a failure."""

    NOTE = "note"
    """What the reviewer wrote, with the direction of the input removed."""
    NOTE_LETTERS = "note letters"
    """Runs of letters of what the reviewer wrote: hasty notes spell badly."""
    TAGS = "tags"
    """The reviewer's failure modes."""
    CHANGE = "change"
    """Embedding of the ideal answer minus embedding of the output."""
    EDITS = "edits"
    """Words that the ideal answer adds and removes, the rarer the heavier."""
    RESHAPED = "reshaped"
    """How the ideal answer is written otherwise than the output (`shape.FEATURES`)."""
    CORRECTION = "correction"
    """What kinds of things the ideal answer changes, where and how much (`signs.correction`)."""
    EDIT_STEPS = "edit steps"
    """The edits that lead to the ideal answer, in order (`edits.steps`)."""
    FIRST_EDIT = "first edit"
    """The first of them, and what stands beside it (`first_edit.first_edit`)."""
    CHANGED = "changed"
    """Claims, names and sentences that the ideal answer changes (`changed.changed`)."""
    DEMANDS = "demands"
    """What the input demands and what the output makes of it (`demands.fulfilment`)."""
    CLAIMS = "claims"
    """What the output claims: sums, sources, promises, certainty (`claims.claims`)."""
    SIGNS = "signs"
    """What kinds of words and signs the output is written with (`signs.signs`)."""
    TAKEN = "taken"
    """What the output takes over from the input, leaves out and brings in (`signs.taken`)."""
    RELATION = "relation"
    """What the output takes over from the input, and how their lengths compare."""
    ANSWERED_APART = "answered apart"
    """The output with the direction of the input removed: what was asked does not decide."""
    SHAPE = "shape"
    """How the output is written (`shape.FEATURES`)."""
    ASKED = "asked"
    """The input's own embedding."""
    ANSWERED = "answered"
    """The output's own embedding."""
    WORDS = "words"
    """The output's own words, the rarer the heavier."""


_WRONG: dict[Block, float] = {
    Block.NOTE: 3.0,
    Block.NOTE_LETTERS: 3.0,
    Block.TAGS: 3.0,
    Block.CORRECTION: 6.7,
    Block.RESHAPED: 1.3,
    Block.FIRST_EDIT: 4.0,
    Block.DEMANDS: 0.2,
    Block.CLAIMS: 0.2,
    Block.SIGNS: 1.5,
    Block.TAKEN: 0.5,
    Block.SHAPE: 0.5,
    Block.ANSWERED_APART: 0.2,
}
"""What a text is about tells little about how it fails: measured in decisions 0093 and 0095."""

LONG_TO_READ = (Block.FIRST_EDIT, Block.DEMANDS, Block.CLAIMS)
"""Sides that take .7 ms a failure: they make groups better, but not all the difference."""
MOST_READ_LONG = 5000
"""Failures above which grouping does without `LONG_TO_READ`."""

LENSES: dict[Lens, dict[Block, float]] = {
    "wrong": _WRONG,
    "asked": {Block.ASKED: 1.0},
    "answered": {Block.ANSWERED: 1.0},
    "all": {
        **_WRONG,
        Block.CHANGE: 1.0,
        Block.EDITS: 0.5,
        Block.ANSWERED_APART: 1.0,
        Block.WORDS: 0.3,
        Block.ASKED: 1.0,
        Block.ANSWERED: 1.0,
    },
}
"""Weight of each block in a lens. The similarity of two failures is the weighted mean over the
blocks that both have: what one of them lacks is left out and the rest reweighted."""


def read_by(lens: Lens, count: int) -> tuple[Block, ...]:
    """What a lens looks at of so many failures."""
    left_out = LONG_TO_READ if count > MOST_READ_LONG else ()
    return tuple(block for block in LENSES[lens] if block not in left_out)


LEARNING: dict[Block, float] = {
    Block.NOTE: 3.0,
    Block.CHANGE: 1.0,
    Block.EDITS: 0.5,
    Block.RESHAPED: 1.0,
    Block.CORRECTION: 1.0,
    Block.EDIT_STEPS: 1.0,
    Block.FIRST_EDIT: 1.0,
    Block.CHANGED: 1.0,
    Block.DEMANDS: 0.3,
    Block.CLAIMS: 1.0,
    Block.SIGNS: 1.0,
    Block.TAKEN: 1.0,
    Block.RELATION: 1.0,
    Block.ANSWERED_APART: 1.0,
    Block.SHAPE: 1.0,
    Block.WORDS: 1.0,
    Block.ASKED: 0.5,
    Block.ANSWERED: 0.5,
}
"""Where learning from reviewers starts; each project then finds its own. Tags are what is
learned, so they are not read."""

SHARES: dict[Lens, tuple[float, float]] = {
    "wrong": (0.6, 0.6),
    "asked": (0.8, 0.8),
    "answered": (0.8, 0.8),
    "all": (0.55, 0.48),
}
"""Where AUTO cuts, of few failures and of so many that they are smoothed: how far from the
nearest neighbour's distance to that of any pair.

Texts alone bear a broad cut; over several sides of a failure everything is a little alike, and
a broad cut joins unlike failures. Measured: decisions 0072, 0092, 0093 and 0095.
"""

NARROWEST: dict[Lens, float] = {"wrong": 0.45}
"""How far AUTO goes narrower than its share while one group holds much of all failures.

How alike unlike failures are depends on which sides of them there are; where there are notes and
ideal answers a broad cut is right, where there are none it joins everything. Measured: decision
0093.
"""

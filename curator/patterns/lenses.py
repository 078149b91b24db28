"""What each lens looks at: the one table of blocks and weights."""

from __future__ import annotations

from typing import Literal

from curator.model.pattern import Lens

Block = Literal[
    "note", "tags", "change", "edits", "answered apart", "shape", "asked", "answered"
]
"""One side of a failure:

- note: what the reviewer wrote; tags: the reviewer's failure modes
- change: embedding of the ideal answer minus embedding of the output
- edits: words that the ideal answer adds and removes
- answered apart: the output with the direction of the input removed, so that what was asked
  does not decide
- shape: how the output is written (`shape.FEATURES`)
- asked, answered: the input's and the output's own embedding
"""

LENSES: dict[Lens, dict[Block, float]] = {
    "wrong": {
        "note": 3.0,
        "tags": 3.0,
        "change": 1.0,
        "edits": 0.5,
        "answered apart": 1.0,
        "shape": 1.0,
    },
    "asked": {"asked": 1.0},
    "answered": {"answered": 1.0},
    "all": {
        "note": 3.0,
        "tags": 3.0,
        "change": 1.0,
        "edits": 0.5,
        "answered apart": 1.0,
        "shape": 1.0,
        "asked": 1.0,
        "answered": 1.0,
    },
}
"""Weight of each block in a lens. The similarity of two failures is the weighted mean over the
blocks that both have: what one of them lacks is left out and the rest reweighted."""

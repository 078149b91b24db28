"""What a deed changed: pages read it and decide whether to refresh."""

from __future__ import annotations

from curator.model.value import Value


class Changed(Value, checked=False):
    """The facts of one finished deed. Empty means nothing happened."""

    deed: str = ""
    sentence: str = ""
    """What was done, in words: shown after an undo and announced to screen readers."""
    cases: tuple[int, ...] = ()
    """Keys of cases whose review changed."""
    tags: bool = False
    """Whether the deed may have changed which tags are in use."""
    imported: bool = False
    patterns: bool = False
    trials: bool = False
    settings: bool = False

    @property
    def anything(self) -> bool:
        return bool(self.cases or self.imported or self.patterns or self.trials or self.settings)

"""What a person can do to patterns: each a deed that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from curator.gui.context import AppContext
from curator.model.changes import Changed
from curator.model.pattern import Fix
from curator.operations import patterns
from curator.project.store import ProjectFile

FIX_OF_ACTION: dict[str, Fix] = {
    "pattern-fix-prompt": "prompt",
    "pattern-fix-knowledge": "knowledge",
    "pattern-fix-tuning": "fine-tuning",
    "pattern-fix-product": "product",
}

_FIX_BY_WORD: dict[str, Fix] = {fix: fix for fix in FIX_OF_ACTION.values()}


class PatternDeeds:
    """Deeds of the reviewer at the machine; each returns whether it was done."""

    def __init__(self, context: AppContext) -> None:
        self._context = context

    def _do(self, deed: Callable[[ProjectFile, str], Changed]) -> bool:
        project, reviewer = self._context.the_project(), self._context.reviewer
        return self._context.attempt(lambda: deed(project, reviewer))

    def rename(self, pattern_id: str, name: str) -> bool:
        return self._do(lambda project, who: patterns.rename(project, pattern_id, name, who))

    def merge(self, into: str, source: str) -> bool:
        return self._do(lambda project, who: patterns.merge(project, into, [source], who))

    def pin(self, pattern_id: str, *, locked: bool) -> bool:
        return self._do(lambda project, who: patterns.set_locked(project, pattern_id, locked, who))

    def set_fix(self, pattern_id: str, fix: str) -> bool:
        """Any word that is no fix means: not decided."""
        known = _FIX_BY_WORD.get(fix, "undecided")
        return self._do(lambda project, who: patterns.set_fix(project, pattern_id, known, who))

    def move(self, keys: Sequence[int], target: str) -> bool:
        """To a pattern, or out of all with ""."""
        return self._do(
            lambda project, who: patterns.move_cases(project, keys, target or None, who)
        )

    def split(self, pattern_id: str, keys: Sequence[int], name: str) -> bool:
        return self._do(lambda project, who: patterns.split(project, pattern_id, keys, name, who))

    def dissolve(self, pattern_id: str) -> bool:
        return self._do(lambda project, who: patterns.dissolve(project, pattern_id, who))

    def describe(self, pattern_id: str, words: str) -> bool:
        return self._do(lambda project, who: patterns.describe(project, pattern_id, words, who))

    def make(self, name: str, keys: Sequence[int]) -> bool:
        return self._do(lambda project, who: patterns.new_pattern(project, name, keys, who))

"""Rows of the action table for patterns, trials, readiness and export."""

from __future__ import annotations

from curator.gui.action_spec import ActionSpec

STAGE_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("pattern-next", "Next pattern", ("J",), "patterns", "arrow-down", "Stage"),
    ActionSpec("pattern-previous", "Previous pattern", ("K",), "patterns", "arrow-up", "Stage"),
    ActionSpec("pattern-rename", "Rename the pattern", ("R",), "patterns", "rename", "Stage"),
    ActionSpec("pattern-merge", "Merge patterns", ("M",), "patterns", "merge", "Stage"),
)

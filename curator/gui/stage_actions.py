"""Rows of the action table for patterns, trials, readiness and export."""

from __future__ import annotations

from curator.gui.action_spec import ActionSpec

PATTERN_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("pattern-next", "Next pattern", ("J",), "patterns", "arrow-down", "Stage"),
    ActionSpec("pattern-previous", "Previous pattern", ("K",), "patterns", "arrow-up", "Stage"),
    ActionSpec("pattern-open", "Open the pattern's cases", ("O",), "patterns", "review", "Stage"),
    ActionSpec("pattern-rename", "Rename the pattern", ("R",), "patterns", "rename", "Stage"),
    ActionSpec("pattern-suggest", "Suggest a name…", ("Y",), "patterns", "rename", "Stage"),
    ActionSpec("pattern-merge", "Merge patterns", ("M",), "patterns", "merge", "Stage"),
    ActionSpec("pattern-split", "Split the pattern…", ("X",), "patterns", "split", "Stage"),
    ActionSpec("pattern-dissolve", "Dissolve the pattern", ("D",), "patterns", "close", "Stage"),
    ActionSpec("pattern-describe", "Describe the pattern…", ("E",), "patterns", "note", "Stage"),
    ActionSpec(
        "pattern-review", "Review most telling cases", ("W",), "patterns", "review", "Stage"
    ),
    ActionSpec("pattern-undo", "Undo the last deed", ("Z",), "patterns", "undo", "Stage"),
    ActionSpec("pattern-tree", "Broad and finer patterns…", ("B",), "patterns", "", "Stage"),
    ActionSpec("pattern-grain", "Fewer or more patterns", ("F",), "patterns", "", "Stage"),
    ActionSpec("patterns-ask", "Tag what teaches most", ("T",), "patterns", "tag", "Stage"),
    ActionSpec("patterns-embedder", "Embedder…", (), "patterns", "settings", "Stage"),
    ActionSpec("pattern-pin", "Pin or unpin the pattern", (".",), "patterns", "pin", "Stage"),
    ActionSpec("pattern-accept", "Accept the pattern", ("A",), "patterns", "check", "Stage"),
    ActionSpec("pattern-fix-prompt", "Fix with: prompt", ("1",), "patterns", "prompt", "Stage"),
    ActionSpec(
        "pattern-fix-knowledge", "Fix with: knowledge", ("2",), "patterns", "knowledge", "Stage"
    ),
    ActionSpec(
        "pattern-fix-tuning", "Fix with: fine-tuning", ("3",), "patterns", "tuning", "Stage"
    ),
    ActionSpec("pattern-fix-product", "Fix with: product", ("4",), "patterns", "product", "Stage"),
    ActionSpec("map-lasso", "Lasso cases on the map", ("L",), "patterns", "lasso", "Stage"),
    ActionSpec("map-pan", "Pan the map", ("H",), "patterns", "hand", "Stage"),
    ActionSpec("map-fit", "Fit the map", ("0",), "patterns", "fit", "Stage"),
    ActionSpec("map-passes", "Passes on the map", ("P",), "patterns", "", "Stage"),
    ActionSpec("map-select", "Select the pattern's cases", ("S",), "patterns", "", "Stage"),
    ActionSpec(
        "map-points", "Map: arrows and Shift select a range", ("C",), "patterns", "", "Stage"
    ),
    ActionSpec(
        "selection-new", "New pattern from the selection", ("N",), "patterns", "plus", "Stage"
    ),
    ActionSpec(
        "selection-move", "Move the selection to…", ("V",), "patterns", "arrow-right", "Stage"
    ),
    ActionSpec("patterns-group", "Group again", ("G",), "patterns", "refresh", "Stage"),
)

TRIAL_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("trial-import", "Import outputs…", (), "trials", "import", "Stage"),
    ActionSpec("trial-variants", "Write variants…", ("V",), "trials", "prompt", "Stage"),
    ActionSpec("trial-run", "Run a trial…", ("R",), "trials", "trials", "Stage"),
    ActionSpec("trial-pause", "Pause the run or go on", ("Space",), "trials", "", "Stage"),
    ActionSpec("trial-stop", "Stop the run", (), "trials", "", "Stage"),
    ActionSpec("trial-resume", "Resume the latest run", (), "trials", "", "Stage"),
    ActionSpec("trial-endpoints", "Endpoints…", (), "trials", "settings", "Stage"),
    ActionSpec("trial-judge", "Judge the outputs", ("J",), "trials", "balance", "Stage"),
    ActionSpec("judge-a", "A is better", ("A",), "trials", "", "Stage"),
    ActionSpec("judge-b", "B is better", ("B",), "trials", "", "Stage"),
    ActionSpec("judge-good", "Both good", ("G",), "trials", "", "Stage"),
    ActionSpec("judge-wrong", "Both wrong", ("W",), "trials", "", "Stage"),
    ActionSpec("judge-skip", "Skip this case", ("S",), "trials", "", "Stage"),
    ActionSpec("judge-differences", "Mark differences", ("D",), "trials", "", "Stage"),
    ActionSpec("judge-ideal", "Show the ideal answer", ("I",), "trials", "", "Stage"),
    ActionSpec("judge-undo", "Undo the last judgement", ("Z",), "trials", "undo", "Stage"),
)

READINESS_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "readiness-again", "Compute readiness again", ("F5",), "readiness", "refresh", "Stage"
    ),
    ActionSpec("readiness-export", "Go to export", ("Ctrl+E",), "readiness", "export", "Stage"),
    ActionSpec(
        "readiness-summary", "Summary for engineers…", ("Ctrl+P",), "readiness", "file", "Stage"
    ),
)

EXPORT_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("export-write", "Export", ("Ctrl+E",), "export", "export", "Stage"),
    ActionSpec("export-folder", "Choose the folder…", (), "export", "folder", "Stage"),
    ActionSpec("export-summary", "Summary for engineers…", ("Ctrl+P",), "export", "file", "Stage"),
)

IMPORT_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("import-stop", "Stop the import", ("Escape",), "import", "", "Stage"),
    ActionSpec(
        "mend-try", "Try the mended row again", ("Ctrl+Return", "Ctrl+Enter"), "import", "", "Stage"
    ),
    ActionSpec("mend-next", "Next rejected row", ("Alt+Down",), "import", "arrow-down", "Stage"),
    ActionSpec(
        "mend-previous", "Previous rejected row", ("Alt+Up",), "import", "arrow-up", "Stage"
    ),
    ActionSpec("mend-restore", "The row as it came", ("Ctrl+R",), "import", "restore", "Stage"),
)

STAGE_ACTIONS: tuple[ActionSpec, ...] = (
    *IMPORT_ACTIONS,
    *PATTERN_ACTIONS,
    *TRIAL_ACTIONS,
    *READINESS_ACTIONS,
    *EXPORT_ACTIONS,
)

"""From reviewed cases to files that a fine-tuning service or a test runner reads."""

from __future__ import annotations

from curator.exporting.choices import with_system_prompt
from curator.exporting.write import preview_rows, training_effort, write_export

__all__ = ["preview_rows", "training_effort", "with_system_prompt", "write_export"]

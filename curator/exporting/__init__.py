"""From reviewed cases to files that a fine-tuning service or a test runner reads."""

from __future__ import annotations

from curator.exporting.choices import with_system_prompt
from curator.exporting.survey import survey
from curator.exporting.write import preview_rows, write_export

__all__ = ["preview_rows", "survey", "with_system_prompt", "write_export"]

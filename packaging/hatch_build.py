"""Put the repository's resources into the wheel, beside the code that reads them."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface[Any]):
    """Adds resources/ as curator/resources, where curator.resource_files looks."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before each build; an editable one reads the checkout's own files."""
        if version != "editable":
            build_data["force_include"]["resources"] = "curator/resources"

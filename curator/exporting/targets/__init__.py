"""Every way out, by name."""

from __future__ import annotations

from curator.errors import CuratorError
from curator.exporting.targets.base import Target
from curator.exporting.targets.clouds import CLOUDS
from curator.exporting.targets.conversations import CONVERSATIONS
from curator.exporting.targets.curator_jsonl import CURATOR
from curator.exporting.targets.hugging_face import HUGGING_FACE
from curator.exporting.targets.preferences import PREFERENCES
from curator.exporting.targets.prompts import PROMPTS
from curator.exporting.targets.regression import REGRESSION
from curator.exporting.targets.tables import TABLES
from curator.exporting.targets.trainers import TRAINERS

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        *CONVERSATIONS,
        *PREFERENCES,
        *PROMPTS,
        *TRAINERS,
        HUGGING_FACE,
        *CLOUDS,
        *TABLES,
        *REGRESSION,
        CURATOR,
    )
}


def target_named(name: str) -> Target:
    """The target of that name. Raises CuratorError naming the ones there are."""
    found = TARGETS.get(name)
    if found is None:
        raise CuratorError(
            f'"{name}" is no export format. Choose one of: {", ".join(TARGETS)}.', field="format"
        )
    return found


__all__ = ["TARGETS", "Target", "target_named"]

"""What the command line says of a variant whose outputs were made elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from curator.errors import CuratorError
from curator.model.base import JsonObject

KNOWN: dict[str, JsonObject] = {
    "baseline": {"baseline": True},
    "examples": {"examples": True},
    "facts": {"facts": True},
    "retriever": {"retriever": True},
    "notes": {"written_from": "notes"},
    "optimiser": {"written_from": "optimiser"},
    "current-model": {"current_model": True},
    "tuned": {"tuned": True},
}
"""Word on the command line to what it says of a variant."""
WORDS = "|".join(KNOWN)


def known_definition(words: Sequence[str], training_rows: int, with_prompt: str) -> JsonObject:
    """A definition from `--is`, `--training-rows` and `--with-prompt`.

    Raises CuratorError for a word that is none, and for rows or a prompt of what is not tuned.
    """
    made: JsonObject = {}
    for word in words:
        if word not in KNOWN:
            raise CuratorError(f"--is {word}: choose from {', '.join(KNOWN)}.", field="is")
        made |= KNOWN[word]
    if (training_rows or with_prompt) and "tuned" not in words:
        raise CuratorError(
            "Training rows and the prompt it was run with belong to a fine-tuned model: add "
            "--is tuned.",
            field="is",
        )
    if training_rows:
        made["training_rows"] = training_rows
    if with_prompt:
        made["with_prompt"] = with_prompt
    return made


def named_or_described(given: str, known: JsonObject) -> tuple[str, JsonObject]:
    """The variant of imported outputs: its name, or a TOML file that describes it."""
    from curator.trials.variant_file import read_variant

    if Path(given).suffix.lower() != ".toml":
        return given, known
    found = read_variant(Path(given))
    return found.name, found.definition.as_json() | known

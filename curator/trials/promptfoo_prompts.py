"""Prompt files of promptfoo as variants.

Text files (several prompts parted by ---), chats as JSON or YAML, and configurations with a list
of prompts, inline or as file://. Facts: https://www.promptfoo.dev/docs/configuration/prompts/
"""

from __future__ import annotations

import re
from pathlib import Path

import orjson
from pydantic import JsonValue, TypeAdapter, ValidationError

from curator.errors import CuratorError
from curator.model.variant import VariantDefinition
from curator.trials.variant_file import VariantFile, check_definition, read_text

_value: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
_STRUCTURED = (".json", ".yaml", ".yml")
_SEPARATOR = re.compile(r"^---\s*$", re.MULTILINE)


def read_prompt_file(path: Path) -> list[VariantFile]:
    """Every prompt of a file, named after it. Raises CuratorError for what is none."""
    text = read_text(path)
    if path.suffix.lower() in _STRUCTURED:
        value = _parse(path, text)
        prompts = value.get("prompts") if isinstance(value, dict) else None
        if isinstance(prompts, list):
            return [
                found for place, one in enumerate(prompts, 1) for found in _listed(path, one, place)
            ]
        return [VariantFile(path.stem, _chat(path, value))]
    parts = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
    if not parts:
        raise CuratorError(f"{path.name} holds no prompt.", file=path)
    names = [path.stem if len(parts) == 1 else f"{path.stem} {n}" for n in range(1, len(parts) + 1)]
    return [
        VariantFile(name, _from_text(path, part)) for name, part in zip(names, parts, strict=True)
    ]


def _listed(path: Path, prompt: JsonValue, place: int) -> list[VariantFile]:
    """One entry of a configuration's list of prompts."""
    name = f"{path.stem} {place}"
    if isinstance(prompt, dict):
        label, raw = prompt.get("label") or prompt.get("id"), prompt.get("raw") or prompt.get("id")
        name, prompt = str(label or name), raw
    if not isinstance(prompt, str):
        raise CuratorError(f"{path.name}: prompt {place} is neither text nor a file.", file=path)
    if not prompt.startswith("file://"):
        return [VariantFile(name, _from_text(path, prompt))]
    beside = (path.parent / prompt.removeprefix("file://")).resolve()
    if not beside.is_relative_to(path.parent.resolve()):
        raise CuratorError(
            f"{path.name}: prompt {place} lies outside the folder of the file; open it by itself.",
            file=path,
        )
    return read_prompt_file(beside)


def _from_text(path: Path, text: str) -> VariantDefinition:
    # Without a field it is the same text for every case: it stands above the question.
    made = VariantDefinition(template=text) if "{{" in text else VariantDefinition(system=text)
    check_definition(made, path.name)
    return made


def _chat(path: Path, value: JsonValue) -> VariantDefinition:
    """Of a chat the system message becomes the system prompt, its one user message the template."""
    turns = value if isinstance(value, list) else []
    pairs = [
        (str(turn.get("role", "")), turn.get("content")) for turn in turns if isinstance(turn, dict)
    ]
    if not pairs or len(pairs) != len(turns):
        raise CuratorError(
            f"{path.name}: expected a list of messages, each with role and content.", file=path
        )
    asked = [said for role, said in pairs if role == "user"]
    kinds = {role for role, _ in pairs}
    if len(asked) != 1 or not kinds <= {"system", "developer", "user"}:
        raise CuratorError(
            f"{path.name}: a chat prompt is taken with a system and one user message; turns "
            "between them belong to the case.",
            file=path,
        )
    if not all(isinstance(said, str) for _, said in pairs):
        raise CuratorError(f"{path.name}: the content of a message must be a text.", file=path)
    system = "\n\n".join(str(said) for role, said in pairs if role != "user")
    definition = VariantDefinition(system=system or None, template=str(asked[0]))
    check_definition(definition, path.name)
    return definition


def _parse(path: Path, text: str) -> JsonValue:
    import yaml

    try:
        found: object = orjson.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
        return _value.validate_python(found)
    except (orjson.JSONDecodeError, yaml.YAMLError, ValidationError) as error:
        said = str(error).partition("\n")[0]
        raise CuratorError(f"{path.name} cannot be read: {said}.", file=path) from None

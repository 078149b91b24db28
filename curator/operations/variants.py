"""Variants: written, previewed on a real case, compared, imported, drafted from notes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.changes import Changed
from curator.model.endpoint import Endpoint
from curator.model.message import Message
from curator.model.review import ActKind
from curator.model.trial import Variant
from curator.model.variant import (
    BASELINE_NAME,
    EXAMPLES_COUNT,
    EXAMPLES_NAME,
    FACTS_NAME,
    KNOWN_FIELDS,
    Examples,
    VariantDefinition,
    what_is_known,
)
from curator.operations import patterns as pattern_deeds
from curator.operations.endpoints import ask_once
from curator.operations.prompt_material import material_for
from curator.operations.snapshots import reviewed_cases
from curator.project import acts, cases, prompt_views, variants
from curator.project.ids import new_uid
from curator.project.store import ProjectFile
from curator.trials.drafts import PatternNotes, draft_system, rewriting_messages
from curator.trials.promptfoo_prompts import read_prompt_file
from curator.trials.rendering import Prompt, render
from curator.trials.variant_diff import FieldDiff, diff
from curator.trials.variant_file import VariantFile, check_definition, read_variant

if TYPE_CHECKING:
    from curator.project.sql import Connection

BUILT_IN: dict[str, VariantDefinition] = {
    BASELINE_NAME: VariantDefinition(baseline=True),
    FACTS_NAME: VariantDefinition(facts=True),
    EXAMPLES_NAME: VariantDefinition(examples=Examples(how="nearest", count=EXAMPLES_COUNT)),
}
"""The fresh baseline and the two diagnostic variants, over the logged prompt."""


def variant_list(project: ProjectFile) -> list[Variant]:
    """Every variant of the project, oldest first; the built-in ones appear once they were run."""
    with project.reading() as connection:
        return sorted(variants.variants(connection).values(), key=lambda one: one.key)


def definition_of(variant: Variant) -> VariantDefinition:
    """A variant's definition; what an import said beyond it is left aside."""
    known = {
        name: value
        for name, value in variant.definition.items()
        if name in VariantDefinition.model_fields
    }
    if not isinstance(known.get("examples"), dict):
        known.pop("examples", None)  # outputs made elsewhere may say just how many there were
    return VariantDefinition.model_validate(known)


def find_variant(project: ProjectFile, name: str) -> VariantDefinition:
    """The definition of a variant by name, built-in ones among them. Raises CuratorError."""
    with project.reading() as connection:
        found = variants.variant_named(connection, name)
    if found is not None:
        return definition_of(found)
    if name in BUILT_IN:
        return BUILT_IN[name]
    raise CuratorError(f"There is no variant “{name}” in this project.", field="variant")


def is_frozen(project: ProjectFile, name: str) -> bool:
    """Whether a variant was run: what was measured stays as it was."""
    with project.reading() as connection:
        found = variants.variant_named(connection, name)
        return found is not None and variants.has_been_run(connection, found.key)


def save_variant(
    project: ProjectFile,
    name: str,
    definition: VariantDefinition,
    reviewer: str,
    *,
    former: str = "",
) -> Changed:
    """Write a variant, or rewrite one that was not run yet; `former` is its name before.

    Of one that was run, only what is known of it (`KNOWN_FIELDS`) may be said anew. Raises
    CuratorError for a name that is taken, a variant that was run, a held-out example, or a
    template that cannot be read.
    """
    clean = _clean_name(name)
    check_definition(definition, clean)
    _refuse_held_out_examples(project, definition)
    with project.writing() as connection:
        check_with_prompt(connection, definition.with_prompt)
        present = variants.variant_named(connection, former or clean)
        if former and present is None:
            raise CuratorError(f"There is no variant “{former}” in this project.", field="variant")
        if present is not None and variants.has_been_run(connection, present.key):
            if clean == present.name and _asks_alike(definition_of(present), definition):
                elsewhere = what_is_known(present.definition).get("examples")
                said = definition.as_json() | ({"examples": True} if elsewhere else {})
                return _say_what_is_known(connection, present, said, reviewer)
            raise CuratorError(
                f"“{present.name}” was run and stays as it was measured. Save this one under "
                "another name.",
                field="name",
            )
        other = variants.variant_named(connection, clean)
        if other is not None and (present is None or other.uid != present.uid):
            raise CuratorError(f"There is a variant “{clean}” already.", field="name")
        uid = present.uid if present is not None else new_uid()
        if present is not None and (present.name, present.definition) == (
            clean,
            definition.as_json(),
        ):
            return Changed()
        return _append(connection, uid, clean, definition.as_json(), reviewer, "Saved")


def describe_imported(
    connection: Connection, present: Variant, known: JsonObject, reviewer: str
) -> Changed:
    """Say what is known of a variant that outputs made elsewhere were imported for."""
    return _say_what_is_known(connection, present, {**present.definition, **known}, reviewer)


def check_with_prompt(connection: Connection, name: str) -> None:
    """Raise CuratorError where a tuned model's prompt is that of a variant nobody knows."""
    if name and variants.variant_named(connection, name) is None:
        raise CuratorError(f"There is no variant “{name}” in this project.", field="with_prompt")


def _asks_alike(one: VariantDefinition, other: VariantDefinition) -> bool:
    aside: set[str] = set(KNOWN_FIELDS)
    return one.model_dump(exclude=aside) == other.model_dump(exclude=aside)


def _say_what_is_known(
    connection: Connection, present: Variant, said: JsonObject, reviewer: str
) -> Changed:
    """Keep what is said beside how it asks; the measured rest stays as it is."""
    before = what_is_known(present.definition)
    kept = {key: value for key, value in present.definition.items() if key not in before}
    definition = kept | what_is_known(said)
    if definition == present.definition:
        return Changed()
    payload: JsonObject = {
        "variant": present.uid,
        "name": present.name,
        "definition": definition,
        "before": present.definition,
    }
    deed = acts.append(connection, [acts.NewAct(ActKind.VARIANT, payload)], reviewer)
    variants.refold(connection)
    return Changed(deed=deed, sentence=f"Saved what is known of “{present.name}”.", trials=True)


def delete_variant(project: ProjectFile, name: str, reviewer: str) -> Changed:
    """Take a variant away that was never run."""
    with project.writing() as connection:
        present = variants.variant_named(connection, name)
        if present is None:
            raise CuratorError(f"There is no variant “{name}” in this project.", field="variant")
        if variants.has_been_run(connection, present.key):
            raise CuratorError(f"“{name}” was run; its results rest on it.", field="variant")
        return _append(connection, present.uid, name, None, reviewer, "Deleted")


def _append(
    connection: Connection,
    uid: str,
    name: str,
    definition: JsonObject | None,
    reviewer: str,
    word: str,
) -> Changed:
    payload: JsonObject = {"variant": uid, "name": name, "definition": definition}
    deed = acts.append(connection, [acts.NewAct(ActKind.VARIANT, payload)], reviewer)
    variants.refold(connection)
    return Changed(deed=deed, sentence=f"{word} the variant “{name}”.", trials=True)


def _clean_name(name: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise CuratorError("A variant needs a name.", field="name")
    if clean in BUILT_IN:
        raise CuratorError(f"“{clean}” is the name of a built-in variant.", field="name")
    return clean


def _refuse_held_out_examples(project: ProjectFile, definition: VariantDefinition) -> None:
    if definition.examples is None or definition.examples.how != "picked":
        return
    by_id = {one.case.id: one for one in reviewed_cases(project)}
    for public_id in definition.examples.cases:
        one = by_id.get(public_id)
        if one is None or not one.has_ideal:
            raise CuratorError(
                f"Case {public_id} cannot serve as an example: it has no accepted ideal answer.",
                field="examples",
            )
        if one.held_out:
            raise CuratorError(
                f"Case {public_id} is held out and never serves as an example: what it shows "
                "could not be measured on it any more.",
                field="examples",
            )


def import_variants(project: ProjectFile, paths: Sequence[Path], reviewer: str) -> Changed:
    """Take variants in from TOML and from promptfoo prompt files; all of them, or none."""
    found = [one for path in paths for one in read_files(path)]
    for one in found:
        _refuse_held_out_examples(project, one.definition)
    with project.writing() as connection:
        new: list[acts.NewAct] = []
        for one in found:
            name = _clean_name(one.name)
            if variants.variant_named(connection, name) is not None:
                raise CuratorError(f"There is a variant “{name}” already.", field="name")
            definition = one.definition.as_json()
            payload: JsonObject = {"variant": new_uid(), "name": name, "definition": definition}
            new.append(acts.NewAct(ActKind.VARIANT, payload))
        deed = acts.append(connection, new, reviewer)
        variants.refold(connection)
    names = ", ".join(f"“{one.name}”" for one in found)
    return Changed(deed=deed, sentence=f"Imported {names}.", trials=True)


def use_file(project: ProjectFile, path: Path, reviewer: str) -> VariantFile:
    """The variant of a TOML file, saved in the project unless it is there just so.

    Raises CuratorError where a variant of that name was run with another definition.
    """
    found = read_variant(path)
    with project.reading() as connection:
        present = variants.variant_named(connection, found.name)
    if present is None or definition_of(present) != found.definition:
        save_variant(project, found.name, found.definition, reviewer)
    return found


def read_files(path: Path) -> list[VariantFile]:
    """The variants of a file: TOML is ours, all else promptfoo's."""
    return [read_variant(path)] if path.suffix.lower() == ".toml" else read_prompt_file(path)


def preview(
    project: ProjectFile, definition: VariantDefinition, key: int, *, model: str = ""
) -> Prompt:
    """What a variant would send for one case, examples and facts among it.

    Raises CuratorError for a template that cannot be filled in, naming the field.
    """
    check_definition(definition, "The variant")
    with project.reading() as connection:
        case = cases.case(connection, key)
    if case is None:
        raise CuratorError("This case is not in the project.")
    material = material_for(project, definition, [key])
    return render(
        definition, case, examples=material.examples(key), facts=material.facts(key), model=model
    )


def changes(project: ProjectFile, definition: VariantDefinition) -> tuple[FieldDiff, ...]:
    """What a variant changes against the one it names as its parent; all of it without one."""
    before = find_variant(project, definition.parent) if definition.parent else VariantDefinition()
    return diff(before, definition)


def draft_from_notes(
    project: ProjectFile, pattern_ids: Sequence[str], *, parent: str = ""
) -> VariantDefinition:
    """A draft whose system prompt carries what reviewers wrote on these patterns, as rules.

    Only notes of tuning cases are read. It is not saved: a person edits it first.
    """
    before = find_variant(project, parent) if parent else VariantDefinition()
    system = before.system if before.system is not None else usual_system_prompt(project)
    written = draft_system(system, notes_of_patterns(project, pattern_ids))
    return before.model_copy(
        update={
            "system": written,
            "written_from": "notes",
            "parent": parent,
            "baseline": False,
            "note": "",
        }
    )


def draft_by_model(
    project: ProjectFile, pattern_ids: Sequence[str], endpoint: Endpoint, *, parent: str = ""
) -> VariantDefinition:
    """A draft whose system prompt a model rewrote from the notes; blocks, and sends the notes.

    The same start as `draft_from_notes`, to be shown and edited before anything is done with it.
    Raises CuratorError where the model gives no answer.
    """
    plain = draft_from_notes(project, pattern_ids, parent=parent)
    messages = draft_request(project, pattern_ids, parent=parent)
    return plain.model_copy(update={"system": ask_once(endpoint, messages).strip()})


def draft_request(
    project: ProjectFile, pattern_ids: Sequence[str], *, parent: str = ""
) -> tuple[Message, ...]:
    """All that `draft_by_model` sends: to be read by the person who sends it."""
    before = find_variant(project, parent) if parent else VariantDefinition()
    system = before.system if before.system is not None else usual_system_prompt(project)
    return rewriting_messages(system, notes_of_patterns(project, pattern_ids))


def notes_of_patterns(project: ProjectFile, pattern_ids: Sequence[str]) -> list[PatternNotes]:
    """Notes and tags of the patterns' failures, held-out cases left out."""
    tuning = {one.case.key: one.review for one in reviewed_cases(project) if not one.held_out}
    found: list[PatternNotes] = []
    for pattern in pattern_deeds.current(project).patterns:
        if pattern.id not in pattern_ids:
            continue
        of_members = [tuning[key] for key in pattern.members if key in tuning]
        notes = [one.note for one in of_members]
        tags = [tag for one in of_members for tag in one.tags]
        found.append(PatternNotes(pattern.name, notes, tags))
    return found


def usual_system_prompt(project: ProjectFile) -> str:
    """The system prompt that most reviewed cases were logged with; "" where they had none."""
    counts: dict[str, int] = {}
    for one in reviewed_cases(project):
        texts = [message.text for message in one.case.input if message.role == "system"]
        text = "\n\n".join(texts)
        counts[text] = counts.get(text, 0) + 1
    return max(counts, key=lambda text: counts[text], default="")


def look_at_case(project: ProjectFile, key: int, reviewer: str) -> str:
    """Say that a case is looked at while a prompt is written; a warning if it is held out, or "".

    Looking at a held-out case is written down: results on it say so.
    """
    held = next((one for one in reviewed_cases(project) if one.case.key == key), None)
    if held is None or not held.held_out:
        return ""
    with project.writing() as connection:
        prompt_views.add(connection, key, reviewer)
    return (
        f"Case {held.case.id} is held out. A prompt written with it in view can no longer be "
        "measured on it, and results will say so."
    )


def held_out_looked_at(project: ProjectFile) -> frozenset[int]:
    """Keys of held-out cases that were looked at while a prompt was written."""
    with project.reading() as connection:
        return prompt_views.keys(connection)


def examples_to_pick(project: ProjectFile) -> list[tuple[int, str]]:
    """Keys and ids of the cases that may serve as examples: an ideal answer, not held out."""
    return [
        (one.case.key, one.case.id)
        for one in reviewed_cases(project)
        if one.has_ideal and not one.held_out
    ]

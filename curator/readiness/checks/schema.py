"""Checks of the rows' shape (1 to 9).

A project's dataset is checked in the neutral chat shape: input, then the ideal answer. A file is
checked as it is, line by line.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence, Set
from functools import lru_cache

from pydantic import JsonValue

from curator.model.base import JsonObject
from curator.model.dataset import DatasetRow
from curator.model.readiness import Place
from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.file_formats import FileFormat
from curator.readiness.checks.file_turns import Conversations
from curator.readiness.checks.json_schema import fault_finder
from curator.readiness.checks.registry import Check, Findings, not_applicable
from curator.readiness.checks.shapes import ROLES
from curator.readiness.checks.tool_use import tool_fault
from curator.readiness.targets import limits_of
from curator.readiness.texts import counted

_FORMATS_SOURCE = "the services' documentation, target table"


def _encoding(context: CheckContext) -> Findings:
    if context.file is not None:
        faults = context.file.faults
        if not faults and not context.file.lines:
            return Findings(found=True, sentence="The file holds no rows.")
        first = f" Line {faults[0][0]} {faults[0][1]}." if faults else ""
        return Findings(
            tuple(str(number) for number, _ in faults),
            f"{counted(len(faults), 'line')} cannot be read as {_one_row(context)} "
            f"in UTF-8.{first}",
            found=bool(faults),
        )
    sound = context.each("encoding", lambda place: _all_encode(context.rows[place]))
    bad = [row.case_id for row, whole in zip(context.rows, sound, strict=True) if not whole]
    return Findings(
        tuple(bad),
        f"{counted(len(bad), 'row')} cannot be written as UTF-8: half a surrogate pair.",
        found=bool(bad),
    )


def _one_row(context: CheckContext) -> str:
    return "one JSON object" if context.format.container == "jsonl" else "a row of the table"


def _all_encode(row: DatasetRow) -> bool:
    return all(map(_encodes, (row.ideal, *(message.content for message in row.input))))


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _schema(context: CheckContext) -> Findings:
    fault_in, own_fault = fault_finder(context.format.schema), context.format.fault
    sound: set[Hashable] = set()

    def fault_of(row: JsonObject, _: Conversations) -> str | None:
        shape = _shape(row)
        fault = None if shape in sound else fault_in(row)
        if fault is None:
            sound.add(shape)
        return own_fault(row) if fault is None and own_fault is not None else fault

    bad: list[Place] = []
    first = ""
    for row_id, fault in context.each_talk("shape", fault_of):
        if fault is not None:
            first = first or f" {row_id}, {fault}."
            bad.append(Place(case_id=row_id, field=fault.partition(":")[0]))
    return Findings(
        tuple(place.case_id for place in bad),
        f"{counted(len(bad), 'row')} not in the shape of {context.file_format}.{first}",
        found=bool(bad),
        places=tuple(bad),
    )


_TELLING = frozenset(("role", "from", "type", "mark", "schemaVersion"))
"""Members whose text a schema asks about; of all others it asks only the type."""


def _shape(value: JsonValue, name: str = "") -> Hashable:
    """All that a schema of row shapes can tell of a value: rows alike in it are valid alike."""
    if isinstance(value, dict):
        return tuple((key, _shape(item, key)) for key, item in value.items())
    if isinstance(value, list):
        return ("list", *(_shape(item) for item in value))
    if isinstance(value, str) and name not in _TELLING:
        return "text"
    return type(value), value


def _known_keys(context: CheckContext) -> Findings:
    keys, turn_keys = context.format.keys, context.format.turn_keys

    def known_turn(turn: JsonObject) -> bool:
        return turn.get("role") in ROLES and (turn_keys is None or turn.keys() <= turn_keys)

    def strange_in(row: JsonObject, conversations: Conversations) -> set[str]:
        strange = {f"key {key!r}" for key in row if keys is not None and key not in keys}
        for conversation in conversations:
            if not all(map(known_turn, conversation)):
                strange |= _strange(conversation, turn_keys)
        return strange

    found = context.each_talk("known keys", strange_in)
    bad = [row_id for row_id, strange in found if strange]
    unknown = {one for _, strange in found for one in strange}
    named = ", ".join(sorted(unknown)[:5])
    return Findings(tuple(bad), f"{counted(len(bad), 'row')} with an unknown role or key: {named}.")


def _strange(conversation: Sequence[JsonObject], known: Set[str] | None) -> set[str]:
    keys = {f"key {key!r}" for turn in conversation for key in turn if known and key not in known}
    roles = [turn.get("role") for turn in conversation]
    return keys | {
        f"role {role!r}" for role in roles if isinstance(role, str) and role not in ROLES
    }


def _ends_as_it_must(context: CheckContext) -> Findings:
    last = context.format.ends_with

    def ends_otherwise(_: JsonObject, conversations: Conversations) -> bool:
        return any(not turns or turns[-1].get("role") != last for turns in conversations)

    found = context.each_talk("last turn", ends_otherwise)
    bad = [row_id for row_id, otherwise in found if otherwise]
    whose = "the assistant's answer" if last == "assistant" else "the user's turn"
    return Findings(tuple(bad), f"{counted(len(bad), 'row')} not ending with {whose}.")


def _turn_order(context: CheckContext) -> Findings:
    def in_disorder(_: JsonObject, conversations: Conversations) -> bool:
        return any(_out_of_order(turns, context.format) for turns in conversations)

    found = context.each_talk("order of turns", in_disorder)
    bad = [row_id for row_id, disorder in found if disorder]
    late = "a system message after the start, " if context.format.system_first else ""
    turns = "user and assistant not in turn, " if context.format.alternates else ""
    return Findings(
        tuple(bad),
        f"{counted(len(bad), 'row')} with turns out of order: {late}{turns}"
        f"{'or ' if late or turns else ''}a tool result that nothing called for.",
    )


def _out_of_order(turns: Sequence[JsonObject], file_format: FileFormat) -> bool:
    roles = (turn.get("role") for turn in turns)
    known = tuple(role if role is None or isinstance(role, str) else "" for role in roles)
    return _disordered(known, file_format.system_first, file_format.alternates)


@lru_cache(maxsize=1024)
def _disordered(roles: tuple[str | None, ...], system_first: bool, alternates: bool) -> bool:
    """Few orders of roles occur, however many rows there are."""
    before = [None, *roles][: len(roles)]
    system = ("system", "developer")
    late = any(
        now in system and was not in (None, *system) for was, now in zip(before, roles, strict=True)
    )
    stray = any(
        now == "tool" and was not in ("tool", "assistant")
        for was, now in zip(before, roles, strict=True)
    )
    spoken = [role for role in roles if role in ("user", "assistant")]
    in_turn = all(role == ("user", "assistant")[i % 2] for i, role in enumerate(spoken))
    uses_tools = "tool" in roles
    return stray or (system_first and late) or (alternates and not in_turn and not uses_tools)


def _weights(context: CheckContext) -> Findings:
    found = context.each_talk("weights", lambda _, talks: any(map(_wrong_weights, talks)))
    bad = [row_id for row_id, wrong in found if wrong]
    return Findings(
        tuple(bad),
        f"{counted(len(bad), 'row')} with a weight other than 0 or 1 on an assistant's turn, "
        "or with no turn trained.",
    )


def _wrong_weights(turns: Sequence[JsonObject]) -> bool:
    weighted = [turn for turn in turns if "weight" in turn]
    if not weighted:
        return False
    wrong = any(
        turn["weight"] not in (0, 1)
        or isinstance(turn["weight"], bool)
        or turn.get("role") != "assistant"
        for turn in weighted
    )
    answers = [turn for turn in turns if turn.get("role") == "assistant"]
    return wrong or (bool(answers) and all(turn.get("weight") == 0 for turn in answers))


def _one_format(context: CheckContext) -> Findings:
    if context.file is None:
        return not_applicable("One file is one format.")
    shapes = [tuple(sorted(set(line.row) & _SHAPE_KEYS)) for line in context.file.lines]
    if len(set(shapes)) <= 1:
        return Findings()
    common = max(sorted(set(shapes)), key=shapes.count)
    bad = [
        str(line.number)
        for line, shape in zip(context.file.lines, shapes, strict=True)
        if shape != common
    ]
    return Findings(tuple(bad), f"{counted(len(bad), 'row')} in another shape than the rest.")


_SHAPE_KEYS = frozenset(
    ("messages", "prompt", "completion", "input", "chosen", "rejected", "contents", "conversations")
)


def _tools(context: CheckContext) -> Findings:
    def fault_of(row: JsonObject, conversations: Conversations) -> str | None:
        return next(filter(None, (tool_fault(turns, row) for turns in conversations)), None)

    found = context.each_talk("tool calls", fault_of)
    faults = [(row_id, fault) for row_id, fault in found if fault is not None]
    bad = [row_id for row_id, _ in faults]
    first = f" {faults[0][0]}: {faults[0][1]}." if faults else ""
    return Findings(tuple(bad), f"{counted(len(bad), 'row')} with a faulty tool call.{first}")


def _row_count(context: CheckContext) -> Findings:
    limits = limits_of(context.file_format)
    if limits is None or context.file is None:
        return not_applicable("No limit of this format is known.")
    count, size = len(context.file.lines), context.file.size
    said: list[str] = []
    if limits.min_examples is not None and count < limits.min_examples:
        said.append(f"takes no fewer than {limits.min_examples}")
    if limits.max_examples is not None and count > limits.max_examples:
        said.append(f"takes at most {limits.max_examples:,}")
    if limits.max_bytes is not None and size > limits.max_bytes:
        said.append(f"takes files of at most {limits.max_bytes:,} bytes, this has {size:,}")
    return Findings(
        found=bool(said),
        sentence=f"{counted(count, 'row')}, and {context.file_format} {' and '.join(said)}.",
    )


def _reserved(context: CheckContext) -> Findings:
    reserved = context.format.reserved
    if not reserved:
        return not_applicable("This format reserves no text.")

    def holds_reserved(_: JsonObject, conversations: Conversations) -> bool:
        said = [str(turn.get("content")) for turns in conversations for turn in turns]
        return any(word in text for text in said for word in reserved)

    bad = [row_id for row_id, held in context.each_talk("reserved", holds_reserved) if held]
    return Findings(
        tuple(bad),
        f"{counted(len(bad), 'row')} holding text that fails a {context.file_format} job: "
        f"{', '.join(reserved)}.",
    )


CHECKS = (
    Check(1, "UTF-8, one object a line", "block", "schema", "Every row is one object in UTF-8.",
          _encoding, "JSON Lines; RFC 8259", where="the line", reads=("input", "ideal")),
    Check(2, "Row shape", "block", "schema", "Every row has the shape its format asks for.",
          _schema, _FORMATS_SOURCE, reads=("input", "ideal")),
    Check(3, "Known roles and keys only", "block", "schema", "Only known roles and keys.",
          _known_keys, _FORMATS_SOURCE, where="input", reads=("input", "ideal")),
    Check(4, "Ends with the assistant", "block", "schema",
          "Every row ends with the assistant's answer.", _ends_as_it_must, _FORMATS_SOURCE,
          where="input", reads=("input", "ideal")),
    Check(5, "Turn order", "block", "schema", "Turns stand in order.", _turn_order,
          _FORMATS_SOURCE, where="input", reads=("input", "ideal")),
    Check(6, "Weights", "block", "schema", "Weights are 0 or 1 and each row trains a turn.",
          _weights, _FORMATS_SOURCE, project=False, where="input"),
    Check(7, "Tool calls", "block", "schema",
          "Every tool call parses, is answered for and is declared.", _tools, _FORMATS_SOURCE,
          project=False, where="input"),
    Check(8, "One format a file", "block", "schema", "All rows have one format.", _one_format,
          _FORMATS_SOURCE, project=False),
    Check(9, "Enough rows for the format", "block", "schema", "There are enough rows.",
          _row_count, _FORMATS_SOURCE, project=False),
    Check(10, "Reserved text", "block", "schema", "No text is reserved by the service.",
          _reserved, _FORMATS_SOURCE, project=False),
)  # fmt: skip

"""Where personal data and secrets stand in a row, and placeholders in their stead.

Within a group of rows (a conversation) one person or one number is one placeholder throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from pydantic import JsonValue

from curator.model.base import JsonObject
from curator.model.dataset import Dataset, DatasetRow
from curator.model.message import Message
from curator.readiness.sensitive.finding import Span, find_sensitive
from curator.readiness.sensitive.kinds import BY_NAME, Decision
from curator.readiness.sensitive.names import name_parts

Find = Callable[[str], Sequence[Span]]


class Text(NamedTuple):
    """One text of a row. `field` says where: "ideal", "input.1.content" …"""

    field: str
    text: str


def row_texts(row: DatasetRow) -> Iterator[Text]:
    """Every text of a row that an export may write."""
    for place, message in enumerate(row.input):
        where = f"input.{place}"
        yield Text(f"{where}.content", message.content)
        for number, call in enumerate(message.tool_calls):
            yield Text(f"{where}.tool_calls.{number}.arguments", call.arguments)
    yield Text("ideal", row.ideal)
    if row.output != row.ideal:
        yield Text("output", row.output)
    yield Text("note", row.note)


def replace_personal_data(dataset: Dataset, decisions: Mapping[str, Decision]) -> Dataset:
    """The dataset with placeholders for every kind whose decision is "replace".

    The same value, and the same person however called, has the same placeholder in all rows of
    one group; numbers count from 1 in each group, by case. Everything else stays byte for byte.
    """
    kinds = frozenset(name for name, one in decisions.items() if one.choice == "replace")
    if not kinds:
        return dataset
    groups: dict[str, list[DatasetRow]] = {}
    for row in sorted(dataset.rows, key=lambda one: one.case_key):
        groups.setdefault(row.group, []).append(row)
    replaced = {
        row.case_key: row for rows in groups.values() for row in _replaced_group(rows, kinds)
    }
    return dataset.model_copy(
        update={"rows": tuple(replaced[row.case_key] for row in dataset.rows)}
    )


class _Placeholders:
    """The placeholders of one group, handed out in order of appearance."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._people: list[tuple[frozenset[str], str]] = []
        self._counts: dict[str, int] = {}

    def of(self, kind: str, value: str) -> str:
        if kind == "person":
            return self._person(value)
        key = (kind, value.casefold())
        if key not in self._given:
            self._given[key] = self._next(kind)
        return self._given[key]

    def _person(self, name: str) -> str:
        """The one person whose name has all these parts, or whose parts all stand in it."""
        parts = name_parts(name)
        alike = [p for p in self._people if parts <= p[0] or p[0] <= parts]
        if len(alike) == 1:
            known, placeholder = alike[0]
            self._people[self._people.index(alike[0])] = (known | parts, placeholder)
            return placeholder
        exact = next((placeholder for known, placeholder in alike if known == parts), None)
        if exact is None:
            exact = self._next("person")
            self._people.append((parts, exact))
        return exact

    def _next(self, kind: str) -> str:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return f"[{BY_NAME[kind].placeholder}_{self._counts[kind]}]"


def _replaced_group(rows: Sequence[DatasetRow], kinds: frozenset[str]) -> Iterator[DatasetRow]:
    placeholders = _Placeholders()
    texts = [text for row in rows for text in row_texts(row)]
    names = _names_of(texts) if "person" in kinds else frozenset[str]()
    # The longest names first, so that "Anna" later is known as the "Anna Weber" met before.
    for name in sorted(names, key=lambda one: (-len(one.split()), one)):
        placeholders.of("person", name)

    def clean(text: str) -> str:
        return _replaced(text, kinds, placeholders, names)

    for row in rows:
        yield row.model_copy(
            update={
                "input": tuple(_clean_message(message, clean) for message in row.input),
                "ideal": clean(row.ideal),
                "output": clean(row.output),
                "note": clean(row.note),
                "expected": None if row.expected is None else clean(row.expected),
            }
        )


def _names_of(texts: Sequence[Text]) -> frozenset[str]:
    return frozenset(
        text[span.start : span.end]
        for _, text in texts
        for span in find_sensitive(text)
        if span.kind == "person"
    )


def _replaced(
    text: str, kinds: frozenset[str], placeholders: _Placeholders, names: frozenset[str]
) -> str:
    spans = [span for span in spans_with_names(text, names) if span.kind in kinds]
    pieces: list[str] = []
    end = 0
    for span in spans:
        pieces += [text[end : span.start], placeholders.of(span.kind, text[span.start : span.end])]
        end = span.end
    return "".join([*pieces, text[end:]])


def spans_with_names(text: str, names: frozenset[str]) -> list[Span]:
    """What stands in a text, with the names that other texts of its conversation introduced."""
    found = list(find_sensitive(text))
    for name in sorted(names, key=lambda one: (-len(one), one)):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            alone = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
            if alone and all(end <= one.start or one.end <= start for one in found):
                found.append(Span(start, end, "person"))
            start = text.find(name, end)
    return sorted(found)


def _clean_message(message: Message, clean: Callable[[str], str]) -> Message:
    calls = tuple(
        call.model_copy(update={"arguments": clean(call.arguments)}) for call in message.tool_calls
    )
    parts = tuple(cast(JsonObject, _clean_json(part, clean)) for part in message.parts)
    return message.model_copy(
        update={"content": clean(message.content), "tool_calls": calls, "parts": parts}
    )


def _clean_json(value: JsonValue, clean: Callable[[str], str]) -> JsonValue:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _clean_json(item, clean) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean_json(item, clean) for item in value]
    return value

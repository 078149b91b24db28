"""Spans of a trace as objects: attributes nested or dotted, alone or inside an OTLP envelope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from pydantic import JsonValue

from curator.importing.calls import objects_in
from curator.importing.dialects import opened
from curator.model.base import JsonObject

_PREFIXES = ("gen_ai.", "llm.", "openinference.", "traceloop.", "input.", "output.")


def spans_in(row: JsonObject) -> Iterator[JsonObject]:
    """The spans of a row: those inside `resourceSpans`, else the row itself.

    Each comes with `attributes` as an object by dotted name and, from an envelope, its
    resource's attributes under `resource`.
    """
    if not _is_envelope(row):
        yield {**row, "attributes": attributes_of(row), "events": _events(row)}
        return
    for outer in objects_in(row.get("resourceSpans", row.get("resource_spans"))):
        resource = outer.get("resource")
        about = _listed(resource.get("attributes")) if isinstance(resource, dict) else {}
        scopes = outer.get("scopeSpans", outer.get("scope_spans"))
        for scope in objects_in(scopes):
            for span in objects_in(scope.get("spans")):
                found: JsonObject = {**span, "attributes": attributes_of(span)}
                found["events"] = _events(span)
                yield {**found, "resource": about} if about else found


def is_envelope(row: JsonObject) -> bool:
    """Whether an object is OTLP JSON with spans inside."""
    return _is_envelope(row)


def attributes_of(span: JsonObject) -> JsonObject:
    """A span's attributes by dotted name, however its exporter wrote them.

    Known: OTLP's list of keys and typed values, an object, `attributes.…` columns of a table.
    """
    found = opened(span.get("attributes"))
    attributes: JsonObject = {}
    if isinstance(found, list):
        attributes = _listed(found)
    elif isinstance(found, dict):
        _flatten(found, "", attributes)
    for name, value in span.items():
        if name.startswith("attributes.") and value is not None:
            attributes[name.removeprefix("attributes.")] = opened_if_json(value)
        elif name.startswith(_PREFIXES) and value is not None:
            attributes[name] = opened_if_json(value)
    return attributes


def nested(attributes: JsonObject, prefix: str) -> JsonValue:
    """What stands under a dotted name: its value, or objects and lists rebuilt from its parts.

    "a.0.role" and "a.0.content" under "a" give [{"role": …, "content": …}]; None: nothing.
    """
    if prefix in attributes:
        return opened(attributes[prefix])
    tree: JsonObject = {}
    for name, value in attributes.items():
        if name.startswith(f"{prefix}."):
            _put(tree, name.removeprefix(f"{prefix}.").split("."), value)
    return _listed_by_index(tree) if tree else None


def without(attributes: JsonObject, *taken: str) -> JsonObject:
    """Attributes that were not taken, nor anything under a taken name."""
    return {
        name: value
        for name, value in attributes.items()
        if not any(name == one or name.startswith(f"{one}.") for one in taken)
    }


def opened_if_json(value: JsonValue) -> JsonValue:
    """A value, JSON text opened."""
    return opened(value)


def _is_envelope(row: JsonObject) -> bool:
    return isinstance(row.get("resourceSpans", row.get("resource_spans")), list)


def _events(span: JsonObject) -> list[JsonValue]:
    return [
        {**event, "attributes": attributes_of(event)} for event in objects_in(span.get("events"))
    ]


def _flatten(value: JsonObject, prefix: str, found: JsonObject) -> None:
    for name, item in value.items():
        path = f"{prefix}{name}"
        if isinstance(item, dict) and item and path.count(".") < 4 and not _is_whole(path):
            _flatten(item, f"{path}.", found)
        else:
            found[path] = item


def _is_whole(path: str) -> bool:
    return path.endswith(("messages", "metadata", "invocation_parameters", "tools", "documents"))


def _listed(found: JsonValue) -> JsonObject:
    pairs = objects_in(found)
    return {str(pair.get("key")): _typed(pair.get("value")) for pair in pairs if "key" in pair}


def _typed(value: JsonValue) -> JsonValue:
    """An OTLP value: {"stringValue": "x"}, {"intValue": "5"}, {"arrayValue": {"values": […]}}."""
    if not isinstance(value, dict) or len(value) != 1:
        return value
    kind, inner = next(iter(value.items()))
    match kind.replace("_v", "V"):
        case "intValue" if isinstance(inner, str) and inner.lstrip("-").isdecimal():
            return int(inner) if len(inner) < 19 else inner
        case "arrayValue" if isinstance(inner, dict):
            items = inner.get("values")
            return [_typed(item) for item in items] if isinstance(items, list) else []
        case "kvlistValue" if isinstance(inner, dict):
            return _listed(inner.get("values"))
        case "stringValue" | "boolValue" | "doubleValue" | "intValue" | "bytesValue":
            return inner
        case _:
            return value


def _put(tree: JsonObject, path: list[str], value: JsonValue) -> None:
    for name in path[:-1]:
        inner = tree.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        tree = inner
    tree[path[-1]] = value


def _listed_by_index(value: JsonValue) -> JsonValue:
    if not isinstance(value, dict):
        return value
    tree = {name: _listed_by_index(item) for name, item in value.items()}
    if tree and all(name.isdecimal() for name in tree):
        return [tree[name] for name in sorted(tree, key=int)]
    return cast(JsonValue, tree)

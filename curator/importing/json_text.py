"""JSON as found in the wild: decoded faithfully or refused with a reason.

orjson reads the ordinary row. It silently loses three things: repeated keys, whole numbers
beyond 64 bits (they become floats) and numbers too small for a float (they become 0). Rows
that may hold one of these are found by cheap byte counts and read again, carefully.
"""

from __future__ import annotations

import json
from collections.abc import Container
from typing import Never, cast

import orjson
from pydantic import JsonValue

from curator.importing.problems import NotText, RowProblem
from curator.model.base import JsonObject

_DIGITS_ALIKE = bytes.maketrans(b"123456789E", b"000000000e")
_LONG_NUMBER = b"0" * 19
"""2^63 has 19 digits."""
_TINY_NUMBER = b"0e-000"
_HIDDEN_QUOTE = b"\\u0022"
_INT_LOW, _INT_HIGH = -(2**63), 2**64 - 1


def decode_json(raw: bytes) -> JsonValue:
    """Decode one UTF-8 JSON text.

    A repeated key keeps its last value, as JSON readers do, and each earlier value that differs
    under "key (1)", "key (2)" …, so that nothing is lost. Raises RowProblem for anything that
    cannot be kept exactly: invalid syntax or UTF-8, NaN and Infinity, half surrogate pairs,
    numbers beyond 64 bits, nesting beyond 250 levels.
    """
    try:
        value = cast(JsonValue, orjson.loads(raw))
        again = orjson.dumps(value)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return _decode_carefully(raw)
    if raw.startswith(again) and not raw[len(again) :].strip():
        return value  # written back to the very bytes: nothing was lost
    # Every key and string brings two quotes: fewer on the way back means a key was dropped.
    alike = raw.translate(_DIGITS_ALIKE)
    if (
        raw.count(b'"') != again.count(b'"')
        or _LONG_NUMBER in alike
        or _TINY_NUMBER in alike
        or _HIDDEN_QUOTE in raw
    ):
        return _decode_carefully(raw)
    return value


def decode_object(raw: bytes) -> JsonObject:
    """Decode one row that must be a JSON object; raises RowProblem."""
    return as_object(decode_json(raw))


def as_object(value: JsonValue) -> JsonObject:
    """The value as a row; raises RowProblem naming what it is instead."""
    if isinstance(value, dict):
        return value
    raise RowProblem(f"the row is {kind_of(value)}, not an object with fields")


def kind_of(value: JsonValue) -> str:
    """What a JSON value is, for sentences."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "an object"


def encode_json(value: JsonValue) -> bytes:
    """Compact UTF-8 JSON; whole numbers of any size."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def json_text(value: JsonValue) -> str:
    """A value as text: strings as they are, anything else as JSON."""
    return value if isinstance(value, str) else encode_json(value).decode("utf-8")


def utf8_text(raw: bytes) -> str:
    """Decode UTF-8; raises RowProblem naming the first bad byte and its column (from 1)."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotText(
            f"byte {raw[error.start]:#04x} at byte column {error.start + 1} is not UTF-8 text"
        ) from error


def _decode_carefully(raw: bytes) -> JsonValue:
    text = utf8_text(raw.rstrip(b" \t\r\n"))
    try:
        value = cast(
            JsonValue,
            json.loads(
                text,
                object_pairs_hook=_keep_repeated,
                parse_constant=_refuse_constant,
                parse_float=_exact_float,
                parse_int=_exact_int,
            ),
        )
    except json.JSONDecodeError as error:
        where = f"column {error.colno}"
        if error.lineno > 1:
            where = f"line {error.lineno}, {where}"
        raise RowProblem(f"not valid JSON at {where}: {error.msg}") from error
    except RecursionError as error:
        raise RowProblem("nested more than 250 levels deep") from error
    _refuse_unstorable(value)
    return value


def _refuse_unstorable(value: JsonValue) -> None:
    """What orjson cannot write back (half surrogates, deep nesting) could not be exported."""
    try:
        orjson.dumps(value)
    except orjson.JSONEncodeError as error:
        field = None
        if isinstance(value, dict):
            field = next((key for key, item in value.items() if not _storable(key, item)), None)
        if "recursion" in str(error).lower():
            raise RowProblem("nested more than 250 levels deep", _printable(field)) from error
        raise RowProblem(
            "holds half of a surrogate pair (\\ud800 to \\udfff), which is not text",
            _printable(field),
        ) from error


def _storable(key: str, item: JsonValue) -> bool:
    try:
        orjson.dumps({key: item})
    except orjson.JSONEncodeError:
        return False
    return True


def _printable(field: str | None) -> str | None:
    return None if field is None else field.encode("utf-8", "backslashreplace").decode("utf-8")


def _keep_repeated(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    kept: JsonObject = {}
    for key, value in pairs:
        if key in kept and json.dumps(kept[key]) != json.dumps(value):
            kept[free_name(key, found.keys() | kept.keys())] = kept[key]
        kept[key] = value
    return kept


def free_name(name: str, taken: Container[str]) -> str:
    """ "name (1)", "name (2)" …: the first that is not taken."""
    number = 1
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _refuse_constant(text: str) -> Never:
    raise RowProblem(f"{text} is not a JSON number")


def _exact_int(text: str) -> int:
    number = int(text) if len(text) <= 21 else _INT_HIGH + 1
    if not _INT_LOW <= number <= _INT_HIGH:
        raise RowProblem(f"the number {_short(text)} is beyond 64 bits; write it as text")
    return number


def _exact_float(text: str) -> float:
    number = float(text)
    mantissa = text.lower().partition("e")[0]
    if number in (float("inf"), float("-inf")) or (number == 0 and mantissa.strip("-0.")):
        raise RowProblem(f"the number {_short(text)} is beyond 64 bits; write it as text")
    return number


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."

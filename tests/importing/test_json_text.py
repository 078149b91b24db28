"""JSON is decoded faithfully or refused with a reason."""

from __future__ import annotations

import json
from contextlib import suppress

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.importing.json_text import decode_json, decode_object
from curator.importing.problems import RowProblem
from tests.importing.helpers import shared

SMALL_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(SMALL_JSON)
def test_what_is_written_is_read_back(value: object) -> None:
    assert decode_json(orjson.dumps(value)) == value
    assert decode_json(json.dumps(value).encode()) == value
    assert decode_json(json.dumps(value, ensure_ascii=False, indent=1).encode()) == value


@given(st.binary(max_size=200) | st.text('{}[]",:0123456789.eE-+\\untrfalse ').map(str.encode))
def test_any_bytes_decode_or_are_refused_with_a_reason(raw: bytes) -> None:
    value, refused = None, None
    try:
        value = decode_json(raw)
    except RowProblem as problem:
        refused = problem
    if refused is not None:
        assert refused.reason
    else:
        # whatever is taken in can be written out, and reads the same again
        assert decode_json(orjson.dumps(value)) == value


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"a": NaN}', "NaN is not a JSON number"),
        (b'{"a": -Infinity}', "-Infinity is not a JSON number"),
        (b'{"a": 1e400}', "beyond 64 bits"),
        (b'{"a": 1e-400}', "beyond 64 bits"),
        (b'{"a": 1E-400}', "beyond 64 bits"),
        (b'{"a": 18446744073709551616}', "beyond 64 bits"),
        (b'{"a": -9223372036854775809}', "beyond 64 bits"),
        (b'{"a": ' + b"9" * 5000 + b"}", "beyond 64 bits"),
        (b'{"a": "\\ud800"}', "half of a surrogate pair"),
        (b'{"\\udfff": 1}', "half of a surrogate pair"),
        (b'{"a": "\xed\xa0\x80"}', "not UTF-8 text"),
        (b'{"a": "caf\xe9"}', "byte 0xe9 at byte column 11 is not UTF-8 text"),
        (b'{"a" 1}', "not valid JSON at column 6: Expecting ':' delimiter"),
        (b'{"a": "x\x00"}', "not valid JSON at column 9: Invalid control character at"),
        (b'{"a": 1} {"b": 2}', "column 10: Extra data"),
        (b'{"a": ' + b"[" * 300 + b"]" * 300 + b"}", "nested more than 250 levels deep"),
        (b"[" * 100_000, "nested more than 250 levels deep"),
        (b'{"a":', "not valid JSON at column 6"),
        (b"", "not valid JSON at column 1"),
    ],
)
def test_what_cannot_be_kept_exactly_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(RowProblem) as caught:
        decode_json(raw)
    assert reason in caught.value.reason


def test_a_refused_value_names_its_field() -> None:
    with pytest.raises(RowProblem) as caught:
        decode_json(b'{"ok": "x", "note": ["\\ud83d"]}')
    assert caught.value.field == "note"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'{"n": 18446744073709551615}', {"n": 2**64 - 1}),
        (b'{"n": -9223372036854775808}', {"n": -(2**63)}),
        (b'{"n": 0.00000000000000000000000000}', {"n": 0.0}),
        (b'{"n": 0e-400}', {"n": 0.0}),
        (b'{"n": 5e-324}', {"n": 5e-324}),
        (b'{"s": "a\\u0000b"}', {"s": "a\0b"}),
        (b'{"s": "\\u0022\\ud83d\\ude00"}', {"s": '"\U0001f600'}),
        (b'{"s": "12345678901234567890123"}', {"s": "12345678901234567890123"}),
    ],
)
def test_unusual_values_survive_exactly(raw: bytes, value: object) -> None:
    assert decode_json(raw) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'{"a": 1, "a": 2}', {"a": 2, "a (1)": 1}),
        (b'{"a": 1, "a": 2, "a": 3}', {"a": 3, "a (1)": 1, "a (2)": 2}),
        (b'{"a": 1, "a": 1}', {"a": 1}),
        (b'{"a": true, "a": 1}', {"a": 1, "a (1)": True}),
        (b'{"a" : "x","a":"\\u0022\\u0022"}', {"a": '""', "a (1)": "x"}),
        (b'{"a":1,"a":"\\u0022\\u0022"}', {"a": '""', "a (1)": 1}),
        (b'{"a (1)": 0, "a": 1, "a": 2}', {"a (1)": 0, "a": 2, "a (2)": 1}),
        (b'{"o": {"a": "x", "a": "y"}}', {"o": {"a": "y", "a (1)": "x"}}),
    ],
)
def test_repeated_keys_lose_nothing(raw: bytes, value: object) -> None:
    assert decode_json(raw) == value


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 3) | st.text('"\\xé', max_size=3))),
    st.sampled_from([": ", ":", " : "]),
    st.booleans(),
)
def test_every_value_of_a_repeated_key_is_kept(
    pairs: list[tuple[str, int | str]], colon: str, escaped: bool
) -> None:
    body = ",".join(
        f"{json.dumps(key)}{colon}{json.dumps(value, ensure_ascii=escaped)}" for key, value in pairs
    )
    read = decode_object(f"{{{body}}}".encode())
    for key, value in pairs:
        kept = [item for name, item in read.items() if name == key or name.startswith(f"{key} (")]
        assert any(item == value and type(item) is type(value) for item in kept)


def test_a_row_that_is_no_object_is_refused_by_what_it_is() -> None:
    for raw, kind in [(b"[1]", "a list"), (b"null", "null"), (b"3", "a number"), (b'"x"', "text")]:
        with pytest.raises(RowProblem, match=kind):
            decode_object(raw)


def test_the_json_test_suite() -> None:
    """Every must-parse file parses; no must-fail file does."""
    folder = shared("json_test_suite", "test_parsing")
    seen = {"y": 0, "n": 0}
    for path in sorted(folder.iterdir()):
        kind = path.name[:1]
        raw = path.read_bytes()
        if kind == "y":
            value = decode_json(raw)
            # Repeated keys aside, the standard parser agrees.
            if "duplicated" not in path.name:
                assert value == json.loads(raw), path.name
        elif kind == "n":
            with pytest.raises(RowProblem):
                decode_json(raw)
        else:
            with suppress(RowProblem):
                decode_json(raw)
            continue
        seen[kind] += 1
    assert seen["y"] >= 90
    assert seen["n"] >= 180

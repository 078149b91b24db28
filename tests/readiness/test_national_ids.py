"""National ids: those of the published examples are found, those one digit off are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.readiness.sensitive import find_sensitive
from curator.readiness.sensitive.national import is_aadhaar, is_cpf, is_nhs, is_nir, is_steuer_id

FOUND = (
    ("My NHS number is 943 476 5919.", "943 476 5919"),
    ("nhs no. 9434765919", "9434765919"),
    ("assurée 2 55 08 14 168 025 38", "2 55 08 14 168 025 38"),
    ("NIR 255081416802538", "255081416802538"),
    ("Steuer-ID: 86 095 742 719", "86 095 742 719"),
    ("Steueridentifikationsnummer 86095742719", "86095742719"),
    ("mein CPF: 52998224725", "52998224725"),
    ("é 529.982.247-25, sim", "529.982.247-25"),
    ("card 2341 2341 2346 of mine", "2341 2341 2346"),
    ("Aadhaar number: 234123412346", "234123412346"),
    ("SIN 130 692 544", "130 692 544"),
    ("my tax file number is 123 456 782", "123 456 782"),
    ("BSN 111222333", "111222333"),
    ("PESEL: 44051401359", "44051401359"),
    ("DNI 12345678Z", "12345678Z"),
    ("NIE X-1234567-L here", "X-1234567-L"),
    ("CF RSSMRA85T10A562S.", "RSSMRA85T10A562S"),
    ("SSN: 536904399", "536904399"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "number"), FOUND, ids=lambda value: str(value)[:24])
def test_an_id_is_found_where_it_stands_and_not_with_another_check_digit(
    text: str, number: str
) -> None:
    found = [(text[span.start : span.end], span.kind) for span in find_sensitive(text)]
    assert found == [(number, "national-id")]
    if "SSN" in text:  # has no check digit, but numbers that were never given out
        off = text.replace("536", "666")
    else:
        digits = "0123456789"
        signs = digits if number[-1].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        other = signs[signs.index(number[-1]) - 1]
        off = text.replace(number, number[:-1] + other)
    assert "national-id" not in {span.kind for span in find_sensitive(off)}


@pytest.mark.parametrize(
    "text",
    ["order 9434765919", "the sin of 12 monkeys", "invoice 86095742719", "ISBN 978-3-16-148410-0",
     "1234 5678 9012 3456", "part RSSMRA85T10A562S2", "12345678Z9", "2024.05.01.123-45",
     "timestamp 1700000000000", "SSN 900-12-3456", "PESEL 44053201359", "BSN 000000000"],
)  # fmt: skip
def test_other_numbers_are_no_ids(text: str) -> None:
    assert "national-id" not in {span.kind for span in find_sensitive(text)}


CHECKED: tuple[tuple[Callable[[str], bool], str], ...] = (
    (is_nhs, "9434765919"), (is_nir, "255081416802538"), (is_steuer_id, "86095742719"),
    (is_cpf, "52998224725"), (is_aadhaar, "234123412346"),
)  # fmt: skip


@given(st.sampled_from(CHECKED), st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(
    checked: tuple[Callable[[str], bool], str], place: int, off: int
) -> None:
    check, right = checked
    place %= len(right)
    wrong = right[:place] + str((int(right[place]) + off) % 10) + right[place + 1 :]
    assert check(right)
    assert not check(wrong)

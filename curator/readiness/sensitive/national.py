"""National identity, tax and health numbers, told from other numbers by form and check digits.

A number that has a form of its own is found wherever it stands; one that could be any number is
found only after its name ("NHS number 943 476 5919"). Each must pass its published check.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

_APART = re.compile(r"[ .-]")
_VERHOEFF_TURN = ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4))
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_ODD_PLACES = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", (
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8,
    12, 14, 16, 10, 22, 25, 24, 23), strict=True))  # fmt: skip


def _weighed(digits: Sequence[int], weights: Sequence[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True))


def is_nhs(text: str) -> bool:
    """United Kingdom, NHS number: modulus 11. Source: NHS Data Model and Dictionary."""
    digits = [int(c) for c in text]
    return len(digits) == 10 and _weighed(digits, (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def is_nir(text: str) -> bool:
    """France, numéro de sécurité sociale: key of modulus 97. Source: Insee, NIR."""
    # Corsica's departments count as 19 and 18.
    number = text[:13].replace("2A", "19").replace("2B", "18")
    return len(text) == 15 and number.isdigit() and 97 - int(number) % 97 == int(text[13:])


def is_steuer_id(text: str) -> bool:
    """Germany, Steuer-ID: one digit twice or thrice in ten, then ISO/IEC 7064 MOD 11,10.

    Source: § 139b AO; Bundeszentralamt für Steuern.
    """
    digits = [int(c) for c in text]
    if len(digits) != 11 or digits[0] == 0:
        return False
    repeats = sorted(digits[:10].count(digit) for digit in set(digits[:10]))
    if repeats[-1] not in (2, 3) or repeats[-2] != 1:
        return False
    product = 10
    for digit in digits[:10]:
        product = ((digit + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == digits[10]


def is_cpf(text: str) -> bool:
    """Brazil, CPF: two check digits of modulus 11. Source: Receita Federal."""
    digits = [int(c) for c in text]
    if len(digits) != 11 or len(set(digits)) == 1:
        return False
    return all(
        _weighed(digits[:size], range(size + 1, 1, -1)) * 10 % 11 % 10 == digits[size]
        for size in (9, 10)
    )


def is_aadhaar(text: str) -> bool:
    """India, Aadhaar: Verhoeff's check digit. Source: UIDAI; Verhoeff (1969)."""
    if len(text) != 12 or text[0] in "01" or text == text[::-1]:
        return False
    check = 0
    for place, character in enumerate(reversed(text)):
        digit = int(character)
        for _ in range(place % 8):
            digit = _VERHOEFF_TURN[1][digit]
        check = _in_pentagon(check, digit)
    return check == 0


def _in_pentagon(first: int, second: int) -> int:
    """The product of two turns of a pentagon, five of them with a flip (5 to 9)."""
    if first < 5:
        return (first + second) % 5 if second < 5 else 5 + (first + second) % 5
    return 5 + (first - second) % 5 if second < 5 else (first - second) % 5


def is_sin(text: str) -> bool:
    """Canada, Social Insurance Number: Luhn. Source: Employment and Social Development Canada.

    Those that begin with 0 are made up and those with 8 are of businesses.
    """
    digits = [int(c) for c in text]
    doubled = [d * 2 - 9 * (d > 4) if i % 2 else d for i, d in enumerate(digits)]
    return len(digits) == 9 and digits[0] not in (0, 8) and sum(doubled) % 10 == 0


def is_tfn(text: str) -> bool:
    """Australia, tax file number: modulus 11. Source: Australian Taxation Office."""
    digits = [int(c) for c in text]
    return len(digits) == 9 and _weighed(digits, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def is_bsn(text: str) -> bool:
    """Netherlands, burgerservicenummer: the eleven test. Source: RvIG, Logisch Ontwerp BSN."""
    digits = [int(c) for c in text.zfill(9)]
    return len(text) in (8, 9) and any(digits) and (
        _weighed(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0
    )  # fmt: skip


def is_pesel(text: str) -> bool:
    """Poland, PESEL: a date of birth and modulus 10. Source: Ustawa o ewidencji ludności."""
    digits = [int(c) for c in text]
    if len(digits) != 11 or _weighed(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10:
        return False
    # The month tells the century: 81 is January of 18xx, 21 of 20xx.
    century = (1900, 2000, 2100, 2200, 1800)[int(text[2:4]) // 20]
    try:
        date(century + int(text[:2]), int(text[2:4]) % 20, int(text[4:6]))
    except ValueError:
        return False
    return True


def is_dni(text: str) -> bool:
    """Spain, DNI and NIE: a letter of modulus 23. Source: Ministerio del Interior."""
    number = text[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return number.isdigit() and _DNI_LETTERS[int(number) % 23] == text[-1]


def is_codice_fiscale(text: str) -> bool:
    """Italy, codice fiscale: a letter of modulus 26. Source: Decreto ministeriale 23/12/1976."""
    odd = sum(_ODD_PLACES[c] for c in text[0:15:2])
    even = sum(int(c, 36) - (10 if c.isalpha() else 0) for c in text[1:15:2])
    return chr(ord("A") + (odd + even) % 26) == text[15]


def is_ssn(text: str) -> bool:
    """United States, Social Security number: parts never given out. Source: SSA."""
    parts = text[:3], text[3:5], text[5:]
    unused = parts[0] in ("000", "666") or text[0] == "9" or parts[1] == "00" or parts[2] == "0000"
    return len(text) == 9 and not unused and len(set(text)) > 1


_FORMS = re.compile(
    r"(?<![\w-])(?<!\d[ .])(?:"
    r"(?P<nir>[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d)"
    r"|(?P<cpf>\d{3}\.\d{3}\.\d{3}-\d\d)"
    r"|(?P<aadhaar>[2-9]\d{3} \d{4} \d{4})"
    r"|(?P<steuer_id>[1-9]\d \d{3} \d{3} \d{3})"
    r"|(?P<dni>\d{8}-?[A-HJ-NP-TV-Z]|[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z])"
    r"|(?P<codice_fiscale>[A-Z]{6}[0-9]{2}[A-EHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z])"
    r")(?![\w-]|[ .]\d)"
)
_NAMED = re.compile(
    r"\b(?:(?P<nhs>NHS)|(?P<sin>SIN|social insurance)|(?P<tfn>TFN|tax file)"
    r"|(?P<bsn>BSN|burgerservice|sofi)|(?P<pesel>PESEL)|(?P<cpf>CPF)"
    r"|(?P<aadhaar>aadhaa?r|UIDAI)|(?P<ssn>SSN|social security)"
    r"|(?P<steuer_id>steuer-?id|IdNr|steueridentifikations|steuerliche identifikations|tax id))"
    r"(?:nummer)?[ _-]?(?:number|num|no\.?|nr\.?|nummer|id)?['\"]?\s*(?:is|lautet|ist|[:=#])?\s*"
    r"['\"]?(?P<number>\d(?:[ .-]?\d){7,11})(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
NAMES = ("nhs", "sin", "social insurance", "tfn", "tax file", "bsn", "burgerservice", "sofi",
         "pesel", "cpf", "aadhaar", "aadhar", "uidai", "ssn", "social security", "steuer", "idnr",
         "tax id")  # fmt: skip
"""One of these stands in every text that names such a number."""
_CHECKS: dict[str, Callable[[str], bool]] = {
    "nhs": is_nhs, "nir": is_nir, "steuer_id": is_steuer_id, "cpf": is_cpf, "aadhaar": is_aadhaar,
    "sin": is_sin, "tfn": is_tfn, "bsn": is_bsn, "pesel": is_pesel, "dni": is_dni,
    "codice_fiscale": is_codice_fiscale, "ssn": is_ssn,
}  # fmt: skip


def formed_ids(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers stand that have a form of their own."""
    for match in _FORMS.finditer(text):
        if match.lastgroup and _CHECKS[match.lastgroup](_APART.sub("", match.group())):
            yield match.span()


def named_ids(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers stand after the name of what they are."""
    for match in _NAMED.finditer(text):
        named = next(name for name in _CHECKS if match.groupdict().get(name))
        if _CHECKS[named](_APART.sub("", match["number"])):
            yield match.span("number")

"""Personal data and secrets in one text: patterns with checksums where there are any.

What is public by design is left alone: addresses and numbers reserved for examples (RFC 2606,
RFC 5737, 555-01xx), role mailboxes, private networks.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from curator.readiness.sensitive.names import find_names


class Span(NamedTuple):
    """A found piece of a text: characters `start` to `end`, `kind` by name."""

    start: int
    end: int
    kind: str


_ASSIGNED = r"(?:['\"]?\s*(?:[:=]|is|lautet)\s*['\"]?)"
_ACCESS_KEY = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{22,}\b|\bglpat-[\w-]{20,}"
    r"|\bxox[abprs]-[\w-]{10,}|\bAIza[\w-]{35}\b|\bsk-(?:proj-|ant-|live-)?[\w-]{20,}"
    r"|\b[rs]k_(?:live|test)_\w{16,}|\bhf_[A-Za-z]{30,}\b|\bSG\.[\w-]{16,}\.[\w-]{16,}"
    r"|\bnpm_[A-Za-z0-9]{36}\b|\bpypi-[\w-]{40,}"
)
_NAMED_KEY = re.compile(
    r"\b(?:api|secret|access|client|private)[ _-]?(?:key|secret|token)"
    + _ASSIGNED
    + r"([\w+/=.-]{16,})",
    re.IGNORECASE,
)
_PRIVATE_KEY = re.compile(
    r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:.*?-----END (?:[A-Z]+ )*PRIVATE KEY-----|.*)",
    re.DOTALL,
)
_TOKEN = re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+|\bBearer\s+([\w.~+/-]{20,}=*)")
_PASSWORD = re.compile(
    r"\b(?:pass(?:word|wd|phrase)|pwd|passwort|kennwort)" + _ASSIGNED + r"([^\s'\",;<>]{6,})"
    r"|\b[a-z][a-z0-9+]{1,20}://[^\s:/@]{1,64}:([^\s:/@]{3,64})@",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*\.[^\W\d_]{2,24}\b")
_ROLES = frozenset(
    """support info help hello contact sales admin office noreply no-reply donotreply service team
    billing privacy legal press jobs careers security feedback webmaster postmaster abuse returns
    customerservice customer-service customersupport kundenservice orders""".split()  # noqa: SIM905
)
_RESERVED_DOMAIN = re.compile(
    r"(?:^|\.)(?:example\.(?:com|org|net)|example|test|invalid|localhost)$"
)
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+\d{1,3}[ .\-/]?(?:\(\d{1,4}\)[ .\-/]?)?\d(?:[ .\-/]?\d){6,12}"
    r"|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}([.-])\d{3}\1\d{4})(?![\w-]|[.,/]\d)"
)
_CALLED = re.compile(
    r"\b(?:phone|tel|telephone|telefon|mobile|cell|call me (?:at|on)|reach me (?:at|on)|handy)"
    r"\.?(?: number)?(?: is| no\.?)?[:\s]+((?:\d[ ./-]?){6,14}\d)(?!\w)",
    re.IGNORECASE,
)
_FICTIONAL_PHONE = re.compile(r"55501\d\d$")
_CARD = re.compile(r"(?<![\w-])(?:\d[ -]?){12,18}\d(?![\w-])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_US_ID = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])")
_RECORD = re.compile(
    r"\b(?:MRN|medical record(?: number| no\.?)?|patient (?:id|number|no\.?))\s*[:#]?\s*"
    r"([A-Z]{0,3}-?\d{4,12})\b",
    re.IGNORECASE,
)
_DATE = (
    r"\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    r"|\d{1,2}\.? [^\W\d_]{3,9}\.? \d{4}|[^\W\d_]{3,9} \d{1,2},? \d{4}"
)
_BIRTH = re.compile(
    r"\b(?:date of birth|DOB|born(?: on)?|birthday|geboren am|geb\.)['\"]?\s*(?:is|:)?\s*['\"]?("
    + _DATE
    + ")",
    re.IGNORECASE,
)
_IP = re.compile(r"(?<![\w.:-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)")
_VERSION = re.compile(r"(?:\bv|versions?|release|build|firmware)[ :]*$", re.IGNORECASE)
_STREET = re.compile(
    r"\b\d{1,5}[A-Za-z]? (?:[NSEW]\.? )?(?:[A-Z][\w'’-]+ ){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Square|Way)\b"
    r"|\b[A-ZÄÖÜ][\wäöüß-]+(?:straße|strasse|str\.|weg|platz|gasse|allee) \d{1,4}[a-z]?\b"
)


_STREET_WORDS = ("Street", " St", "Avenue", " Ave", "Road", " Rd", "Boulevard", "Blvd", "Lane",
                 " Ln", "Drive", " Dr", "Court", " Ct", "Place", "Square", "Way", "straße",
                 "strasse", "str.", "weg", "platz", "gasse", "allee")  # fmt: skip
_DIGIT = re.compile(r"\d")


def _accepted(pattern: re.Pattern[str], text: str, is_one: Callable[[str], bool]) -> Iterator[Span]:
    for match in pattern.finditer(text):
        if is_one(match.group()):
            yield Span(match.start(), match.end(), "")


def _groups(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """The first group that took part, else the whole match: a label before it is no secret."""
    for match in pattern.finditer(text):
        group = next((n for n in range(1, (match.re.groups or 0) + 1) if match.group(n)), 0)
        yield Span(match.start(group), match.end(group), "")


def _is_personal_email(found: str) -> bool:
    mailbox, _, domain = found.casefold().rpartition("@")
    if _RESERVED_DOMAIN.search(domain):
        return False
    return mailbox.split("+")[0] not in _ROLES


def _is_phone(found: str) -> bool:
    digits = re.sub(r"\D", "", found)
    return 7 <= len(digits) <= 15 and not _FICTIONAL_PHONE.search(digits)


def _is_card(found: str) -> bool:
    """Luhn, and a first digit that card issuers use; one digit throughout is a filler."""
    digits = [int(c) for c in found if c.isdigit()]
    if not 13 <= len(digits) <= 19 or digits[0] not in (2, 3, 4, 5, 6) or len(set(digits)) < 3:
        return False
    doubled = [d * 2 - 9 * (d > 4) if i % 2 else d for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _is_iban(found: str) -> bool:
    """ISO 13616: the number with its head at the end leaves 1 when divided by 97."""
    clean = found.replace(" ", "")
    if not 15 <= len(clean) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in clean[4:] + clean[:4])) % 97 == 1


def _ip_addresses(text: str) -> Iterator[Span]:
    for match in _IP.finditer(text):
        try:
            public = ipaddress.ip_address(match.group()).is_global
        except ValueError:
            continue
        if public and not _VERSION.search(text[max(0, match.start() - 12) : match.start()]):
            yield Span(match.start(), match.end(), "")


def _phones(text: str) -> Iterator[Span]:
    yield from _accepted(_PHONE, text, _is_phone)
    for span in _groups(_CALLED, text):
        if _is_phone(text[span.start : span.end]):
            yield span


_KEY_HEADS = ("AKIA", "ASIA", "gh", "glpat", "xox", "AIza", "sk-", "k_", "hf_", "SG.", "npm_",
              "pypi-")  # fmt: skip
_SEVEN_DIGITS = re.compile(r"\d(?:\D{0,3}\d){6}")
"""Phone and card numbers have at least seven digits close together."""


def _any_of(text: str, *needs: str) -> bool:
    return any(map(text.__contains__, needs))


def _secret_spans(text: str, lower: str) -> Iterator[tuple[str, Iterator[Span]]]:
    """Each pattern runs where a text has what the pattern needs, which is quicker to see."""
    if "PRIVATE KEY" in text:
        yield "private-key", _groups(_PRIVATE_KEY, text)
    if _any_of(text, *_KEY_HEADS):
        yield "access-key", _groups(_ACCESS_KEY, text)
    if _any_of(lower, "key", "secret", "token"):
        named = (s for s in _groups(_NAMED_KEY, text) if _is_random(text[s.start : s.end]))
        yield "access-key", named
    if _any_of(text, "eyJ", "Bearer"):
        yield "token", _groups(_TOKEN, text)
    if _any_of(lower, "pass", "pwd", "kennwort", "://"):
        said = (s for s in _groups(_PASSWORD, text) if _is_password(text[s.start : s.end]))
        yield "password", said


def _is_random(found: str) -> bool:
    """Letters and digits mixed, as keys are and words are not."""
    return any(c.isdigit() for c in found) and any(c.isalpha() for c in found)


def _is_password(found: str) -> bool:
    """Something besides lower-case letters: "password is required" names no password."""
    return not found.rstrip(".!?").isalpha() and found[0] not in "{[<("


def _personal_spans(text: str, lower: str) -> Iterator[tuple[str, Iterator[Span]]]:
    if "@" in text:
        yield "email", _accepted(_EMAIL, text, _is_personal_email)
    if _DIGIT.search(text):
        yield from _numbers(text, lower)
    yield "person", (Span(start, end, "") for start, end in find_names(text))


def _numbers(text: str, lower: str) -> Iterator[tuple[str, Iterator[Span]]]:
    many = _SEVEN_DIGITS.search(text) is not None
    if many:
        yield "iban", _accepted(_IBAN, text, _is_iban)
        yield "card", _accepted(_CARD, text, _is_card)
        yield "national-id", _groups(_US_ID, text)
    if _any_of(lower, "mrn", "record", "patient"):
        yield "record", _groups(_RECORD, text)
    if _any_of(lower, "birth", "dob", "born", "geb"):
        yield "birth", _groups(_BIRTH, text)
    if text.count(".") > 2:
        yield "ip", _ip_addresses(text)
    if many:
        yield "phone", _phones(text)
    if _any_of(text, *_STREET_WORDS):
        yield "street", _groups(_STREET, text)


def find_sensitive(text: str) -> tuple[Span, ...]:
    """Personal data and secrets in a text, in order, none overlapping: the surer kind wins."""
    if not text:
        return ()
    taken: list[Span] = []
    lower = text.lower()
    for source in (_secret_spans(text, lower), _personal_spans(text, lower)):
        for kind, spans in source:
            for span in spans:
                if all(span.end <= one.start or one.end <= span.start for one in taken):
                    taken.append(Span(span.start, span.end, kind))
    return tuple(sorted(taken))

"""Personal data and secrets in one text: patterns with checksums where there are any.

What is public by design is left alone: addresses and numbers reserved for examples (RFC 2606,
RFC 5737, 555-01xx), role mailboxes, private networks.
"""

from __future__ import annotations

import ipaddress
import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from string import ascii_uppercase
from typing import NamedTuple

from curator.readiness.cues import CueTable, Needs, needs
from curator.readiness.sensitive.names import NEEDED, find_names
from curator.readiness.sensitive.national import NAMES, formed_ids, named_ids


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


_SEVEN_DIGITS = re.compile(r"\d(?:\D{0,3}\d){6}")
"""Phone and card numbers have at least seven digits close together."""


def _is_random(found: str) -> bool:
    """Letters and digits mixed, as keys are and words are not."""
    return any(c.isdigit() for c in found) and any(c.isalpha() for c in found)


def _is_password(found: str) -> bool:
    """Something besides lower-case letters: "password is required" names no password."""
    return not found.rstrip(".!?").isalpha() and found[0] not in "{[<("


def _named_keys(text: str) -> Iterator[Span]:
    return (span for span in _groups(_NAMED_KEY, text) if _is_random(text[span.start : span.end]))


def _passwords(text: str) -> Iterator[Span]:
    return (span for span in _groups(_PASSWORD, text) if _is_password(text[span.start : span.end]))


def _numbers_in(find: Callable[[str], Iterator[Span]]) -> Callable[[str], Iterator[Span]]:
    """Only where seven digits stand close together, which is quicker to see."""
    return lambda text: find(text) if _SEVEN_DIGITS.search(text) is not None else iter(())


def _all_of(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    return lambda text: _groups(pattern, text)


def _those(
    pattern: re.Pattern[str], is_one: Callable[[str], bool]
) -> Callable[[str], Iterator[Span]]:
    return lambda text: _accepted(pattern, text, is_one)


def _spans_of(
    find: Callable[[str], Iterator[tuple[int, int]]],
) -> Callable[[str], Iterator[Span]]:
    return lambda text: (Span(start, end, "") for start, end in find(text))


class Detector(NamedTuple):
    """What finds one kind, with what a text needs for it to find anything."""

    kind: str
    find: Callable[[str], Iterator[Span]]
    needs: Needs


_HEADS = tuple(first + second + "0" for first in ascii_uppercase for second in ascii_uppercase)
"""What a bank account begins with: two capitals and a digit."""
DETECTORS = (
    Detector("private-key", _all_of(_PRIVATE_KEY), needs("PRIVATE KEY")),
    Detector("access-key", _all_of(_ACCESS_KEY), needs(
        "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox",
        "AIza", "sk-", "k_live_", "k_test_", "hf_", "SG.", "npm_", "pypi-")),
    Detector("access-key", _named_keys, Needs(
        ((("api", "secret", "access", "client", "private"), ("key", "secret", "token")),),
        any_case=True)),
    Detector("token", _all_of(_TOKEN), needs("eyJ", "Bearer")),
    Detector("password", _passwords, needs(
        "ssword", "sswd", "ssphrase", "pwd", "sswort", "nnwort", "://", any_case=True)),
    Detector("email", _those(_EMAIL, _is_personal_email), needs("@")),
    Detector("iban", _those(_IBAN, _is_iban), needs(*_HEADS)),
    Detector("national-id", _spans_of(named_ids), Needs(((NAMES,),), any_case=True, digits=8)),
    Detector("national-id", _numbers_in(_spans_of(formed_ids)), needs(digits=7)),
    Detector("card", _numbers_in(_those(_CARD, _is_card)), needs(digits=13)),
    Detector("national-id", _numbers_in(_all_of(_US_ID)), needs(digits=9)),
    Detector("record", _all_of(_RECORD), needs(
        "mrn", "dical record", "tient ", any_case=True, digits=4)),
    Detector("birth", _all_of(_BIRTH), needs(
        "birth", "dob", "born", "geboren", "geb.", any_case=True, digits=4)),
    Detector("ip", _ip_addresses, needs("0.0", digits=4)),
    Detector("phone", _numbers_in(_phones), needs(digits=7)),
    Detector("street", _all_of(_STREET), Needs((
        ((" Street", " St", " Avenue", " Ave", " Road", " Rd", " Boulevard", " Blvd", " Lane",
          " Ln", " Drive", " Dr", " Court", " Ct", " Place", " Square", " Way"),),
        (("straße", "strasse", "str.", "weg ", "platz ", "gasse ", "allee "),
         ("e 0", ". 0", "g 0", "z 0")),
    ), digits=1)),
    Detector("person", _spans_of(find_names), NEEDED),
)  # fmt: skip
"""In order: where two find the same place, the first is the surer."""


@cache
def _table() -> CueTable:
    return CueTable([one.needs for one in DETECTORS])


def find_sensitive(text: str) -> tuple[Span, ...]:
    """Personal data and secrets in a text, in order, none overlapping: the surer kind wins."""
    return found_by(text, (one for one in DETECTORS if one.needs.met(text)))


def find_in_all(texts: Sequence[str]) -> list[tuple[Span, ...]]:
    """The same of many texts: each is read only for what it may hold."""
    may_hold: dict[int, list[Detector]] = {}
    for one, places in zip(DETECTORS, _table().holding(texts), strict=True):
        for place in places.tolist():
            may_hold.setdefault(place, []).append(one)
    found: list[tuple[Span, ...]] = [()] * len(texts)
    for place, detectors in may_hold.items():
        text = texts[place]
        found[place] = found_by(text, (one for one in detectors if one.needs.met(text)))
    return found


def found_by(text: str, detectors: Iterable[Detector]) -> tuple[Span, ...]:
    """What the detectors find, none overlapping."""
    taken: list[Span] = []  # in order: a new place can only touch its neighbours
    for one in detectors:
        for span in one.find(text):
            place = bisect(taken, span)
            before, after = taken[max(0, place - 1) : place], taken[place : place + 1]
            if all(held.end <= span.start for held in before) and all(
                span.end <= held.start for held in after
            ):
                taken.insert(place, Span(span.start, span.end, one.kind))
    return tuple(taken)

"""The kinds of personal data and secrets that are looked for, and what may be decided of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pydantic import JsonValue

from curator.errors import CuratorError
from curator.model.base import JsonObject

Group = Literal["secret", "personal"]
Choice = Literal["replace", "keep"]


class Kind(NamedTuple):
    """One kind. `one` and `many` are its words, `placeholder` the stem of what replaces it."""

    name: str
    group: Group
    one: str
    many: str
    placeholder: str


KINDS: tuple[Kind, ...] = (
    Kind("access-key", "secret", "access key", "access keys", "ACCESS_KEY"),
    Kind("private-key", "secret", "private key", "private keys", "PRIVATE_KEY"),
    Kind("token", "secret", "token", "tokens", "TOKEN"),
    Kind("password", "secret", "password", "passwords", "PASSWORD"),
    Kind("email", "personal", "email address", "email addresses", "EMAIL"),
    Kind("phone", "personal", "phone number", "phone numbers", "PHONE"),
    Kind("card", "personal", "card number", "card numbers", "CARD"),
    Kind("iban", "personal", "bank account", "bank accounts", "IBAN"),
    Kind("national-id", "personal", "national id", "national ids", "NATIONAL_ID"),
    Kind("record", "personal", "patient record number", "patient record numbers", "RECORD"),
    Kind("birth", "personal", "date of birth", "dates of birth", "BIRTH_DATE"),
    Kind("ip", "personal", "IP address", "IP addresses", "IP_ADDRESS"),
    Kind("street", "personal", "street address", "street addresses", "ADDRESS"),
    Kind("person", "personal", "person's name", "persons' names", "PERSON"),
)
BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
SETTING = "personal_data"
"""The project's setting that holds the decisions: kind to {"decision", "reason"}."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done with one kind at export. Keeping it needs a reason."""

    choice: Choice
    reason: str = ""


def read_decisions(settings: JsonObject) -> Mapping[str, Decision]:
    """The recorded decision of each kind. Raises CuratorError for one that makes no sense."""
    held = settings.get(SETTING)
    if held is None:
        return {}
    if not isinstance(held, dict):
        raise CuratorError(
            "The setting personal_data must name kinds, each with its decision.", field=SETTING
        )
    return {name: _decision(name, value) for name, value in held.items()}


def _decision(name: str, value: JsonValue) -> Decision:
    where = f"{SETTING}.{name}"
    if name not in BY_NAME:
        raise CuratorError(
            f"There is no kind of personal data named {name!r}; there is {', '.join(BY_NAME)}.",
            field=where,
        )
    choice = value.get("decision") if isinstance(value, dict) else None
    reason = value.get("reason", "") if isinstance(value, dict) else ""
    if choice == "replace":
        return Decision("replace", str(reason))
    if choice == "keep" and str(reason).strip():
        return Decision("keep", str(reason))
    raise CuratorError(
        f'The decision on {BY_NAME[name].many} is "replace", or "keep" with a reason.', field=where
    )

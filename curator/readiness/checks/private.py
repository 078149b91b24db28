"""Checks for secrets, personal data, moderation flags and prompt injection (40 to 43)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from pydantic import JsonValue

from curator.model.message import Message
from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.registry import Check, Findings, not_applicable
from curator.readiness.cues import CueTable, Needs
from curator.readiness.sensitive import BY_NAME, KINDS, Decision, read_decisions
from curator.readiness.sensitive.kinds import Group
from curator.readiness.texts import counted


def _sensitive(context: CheckContext, group: Group) -> Findings:
    decisions = read_decisions(context.settings)
    places = [place for place in context.sensitive if BY_NAME[place.kind].group == group]
    kinds = Counter(place.kind for place in places)
    undecided = [kind.name for kind in KINDS if kind.name in kinds and kind.name not in decisions]
    decided = [
        _decided(name, count, decisions[name])
        for name, count in sorted(kinds.items())
        if name in decisions
    ]
    cases = tuple(place.case_id for place in places if place.kind in undecided)
    named = ", ".join(
        counted(kinds[name], BY_NAME[name].one, BY_NAME[name].many) for name in undecided
    )
    return Findings(
        cases,
        f"{named} in {counted(len(set(cases)), 'row')}: decide for each kind whether it is "
        "replaced at export or kept.",
        remark=" ".join(decided),
        places=tuple(places),
    )


def _decided(name: str, count: int, decision: Decision) -> str:
    found = counted(count, BY_NAME[name].one, BY_NAME[name].many)
    if decision.choice == "replace":
        return f"{found}: replaced by placeholders at export."
    return f"{found}: kept ({decision.reason})."


def _secrets(context: CheckContext) -> Findings:
    return _sensitive(context, "secret")


def _personal(context: CheckContext) -> Findings:
    return _sensitive(context, "personal")


_FLAGS = ("moderation", "moderation_result", "content_filter_results", "content_filter_result")


def _moderation(context: CheckContext) -> Findings:
    """Reads the flags that came with the log; nothing is sent anywhere to get them."""
    held = {
        key: [metadata[name] for name in _FLAGS if name in metadata]
        for key, metadata in context.metadata.items()
    }
    if not any(held.values()):
        return not_applicable("The log holds no moderation results, and none are fetched.")
    bad = [row.case_id for row in context.rows if any(map(_flagged, held.get(row.case_key, ())))]
    return Findings(tuple(bad), f"{counted(len(bad), 'row')} flagged by moderation in the log.")


def _flagged(value: JsonValue) -> bool:
    """A result, or any category in it, says "flagged" or "filtered"."""
    if isinstance(value, dict):
        own = value.get("flagged") is True or value.get("filtered") is True
        return own or any(map(_flagged, value.values()))
    return isinstance(value, list) and any(map(_flagged, value))


INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override) (?:all |any |the |your |my )*"
    r"(?:previous|prior|above|earlier|preceding|system|other)\b[^.\n]{0,30}"
    r"\b(?:instructions?|prompts?|rules|directions|messages?)\b"
    r"|\byou are now (?:in )?(?:DAN|developer mode|jailbroken|unrestricted)"
    r"|\b(?:reveal|print|repeat|show me|output) (?:me )?(?:your|the) (?:system|hidden|initial) "
    r"(?:prompt|instructions?|message)"
    r"|<\|(?:im_start|im_end|system|endoftext)\|>|\[/?INST\]|</?system>",
    re.IGNORECASE,
)


_ORDERS = Needs((
    (("gnore ", "sregard ", "rget ", "rride "),
     ("revious", "prior", "above", "arlier", "preceding", "system", "other"),
     ("nstruction", "prompt", "rules", "irection", "message")),
    (("re now ",), ("dan", "veloper", "ilbroken", "nrestricted")),
    (("veal ", "rint ", "peat ", "how me ", "utput "), ("ystem ", "dden ", "nitial "),
     ("rompt", "nstruction", "essage")),
    (("<|", "[inst]", "[/inst]", "<system>", "</system>"),),
), any_case=True)  # fmt: skip
"""What stands in every such text; of a word the part that is least frequent elsewhere."""


@cache
def _table() -> CueTable:
    return CueTable([_ORDERS])


def orders(texts: Sequence[str]) -> dict[str, list[tuple[int, int, str]]]:
    """Of each text that gives orders, where it does."""
    (places,) = _table().holding(texts)
    held = (texts[int(place)] for place in places)
    return {
        text: [(*match.span(), "") for match in INJECTION.finditer(text)]
        for text in held
        if _ORDERS.met(text)
    }


def _injection(context: CheckContext) -> Findings:
    inputs = {row.case_id: row.input for row in context.rows}
    places = [
        place
        for place in context.places("orders", orders)
        if place.field != "note" and not _is_system(inputs[place.case_id], place.field)
    ]
    cases = {place.case_id for place in places}
    return Findings(
        tuple(cases),
        f"{counted(len(cases), 'row')} with text that tries to give the model orders: see that "
        "the ideal answers do not obey it.",
        places=tuple(places),
    )


def _is_system(messages: Sequence[Message], where: str) -> bool:
    """The system prompt gives orders by right."""
    parts = where.split(".")
    return parts[0] == "input" and messages[int(parts[1])].role in ("system", "developer")


_TEXTS = ("input", "ideal", "output", "note", "settings")

CHECKS = (
    Check(40, "Secrets", "block", "safety", "No key, token or password is in the rows.", _secrets,
          comparisons=False, reads=_TEXTS),
    Check(41, "Personal data", "block", "safety",
          "No personal data is in the rows without a recorded decision.", _personal,
          comparisons=False, reads=_TEXTS),
    Check(42, "Moderation flags", "warn", "safety", "No row was flagged.", _moderation,
          comparisons=False, file=False, reads=("metadata",)),
    Check(43, "Prompt injection", "note", "safety",
          "No text in the rows tries to give the model orders.", _injection,
          comparisons=False, reads=("input", "ideal", "output")),
)  # fmt: skip

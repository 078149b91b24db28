"""The verdict as a document, and what changed since an earlier one."""

from __future__ import annotations

from pydantic import ValidationError

from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.readiness import KeptCheck, KeptRule, KeptVerdict, Readiness
from curator.readiness.basis import basis_changes
from curator.readiness.texts import counted
from curator.readiness.thresholds import with_unit
from curator.version import __version__

KEPT_SETTING = "kept_verdict"
"""The project's setting that holds the verdict kept to compare with."""
DOCUMENT_VERSION = 1


def verdict_document(found: Readiness, project: str) -> JsonObject:
    """Everything the verdict rests on, stamped with revision and input hash.

    The same project gives the same bytes: no clock but the day of its last judgement.
    """
    return {
        "document": "curator readiness",
        "document_version": DOCUMENT_VERSION,
        "curator": __version__,
        "project": project,
        "revision": int(found.extra.get("revision", "0")),
        "as_of": found.extra.get("as_of", ""),
        "input_hash": found.input_hash,
        "readiness": found.model_dump(mode="json"),
    }


def keep(found: Readiness) -> KeptVerdict:
    """What a later verdict is compared with."""
    return KeptVerdict(
        rule=found.rule,
        verdict=found.verdict,
        revision=int(found.extra.get("revision", "0")),
        as_of=found.extra.get("as_of", ""),
        input_hash=found.input_hash,
        rules=tuple(
            KeptRule(number=one.number, state=one.state, figure=one.figure) for one in found.rules
        ),
        checks=tuple(
            KeptCheck(
                number=one.number,
                name=one.name,
                severity=one.severity,
                status=one.status,
                count=one.count,
            )
            for one in found.checks
        ),
        patterns={one.name: one.verdict for one in found.patterns},
        thresholds={one.name: one.value for one in found.thresholds if one.overridden},
        basis=found.basis,
    )


def read_kept(settings: JsonObject) -> KeptVerdict | None:
    """The verdict kept in a project, None where there is none."""
    held = settings.get(KEPT_SETTING)
    if held is None:
        return None
    try:
        return KeptVerdict.model_validate(held)
    except ValidationError as error:
        raise CuratorError(
            "The kept verdict of this project cannot be read: keep the present one instead.",
            field=KEPT_SETTING,
        ) from error


def read_document(content: bytes | str) -> KeptVerdict:
    """An earlier document, or the output of `curator readiness --json`, as what to compare with.

    Raises CuratorError when it is neither.
    """
    from pydantic import JsonValue, TypeAdapter

    adapter: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
    try:
        held = adapter.validate_json(content)
        whole = held.get("readiness", held) if isinstance(held, dict) else held
        return keep(Readiness.model_validate(whole))
    except ValidationError as error:
        raise CuratorError(
            "This is no readiness document: write one with curator readiness PROJECT --out FILE."
        ) from error


def changes_since(earlier: KeptVerdict, found: Readiness) -> tuple[str, ...]:
    """What is otherwise than it was: the verdict, what people did, what followed from it."""
    if earlier.input_hash == found.input_hash and earlier.rule == found.rule:
        return ()
    changes: list[str] = []
    if earlier.rule != found.rule:
        changes.append(f"The verdict was “{earlier.verdict}” and is “{found.verdict}”.")
    if earlier.basis is not None and found.basis is not None:
        changes += basis_changes(earlier.basis, found.basis)
    changes += _thresholds(earlier, found)
    changes += _rules(earlier, found)
    changes += _checks(earlier, found)
    changes += _patterns(earlier, found)
    return tuple(changes or ["The figures are the same; cases or settings behind them are not."])


def _rules(earlier: KeptVerdict, found: Readiness) -> list[str]:
    before = {one.number: one for one in earlier.rules}
    return [
        f"Rule {now.number}, {now.verdict}: {was.state} ({was.figure}), now {now.state} "
        f"({now.figure})."
        for now in found.rules
        if (was := before.get(now.number)) and (was.state, was.figure) != (now.state, now.figure)
    ]


def _checks(earlier: KeptVerdict, found: Readiness) -> list[str]:
    before = {one.number: one for one in earlier.checks}
    said: list[str] = []
    for now in found.checks:
        was = before.get(now.number)
        if was is None or (was.status, was.severity, was.count) == (
            now.status, now.severity, now.count,
        ):  # fmt: skip
            continue
        if was.status != now.status:
            words = f"{was.status}, now {now.status}"
        else:
            words = f"named {counted(was.count, 'case')}, now {counted(now.count, 'case')}"
        said.append(f"Check {now.number}, {now.name}: {words}.")
    return said


def _patterns(earlier: KeptVerdict, found: Readiness) -> list[str]:
    now = {one.name: one.verdict for one in found.patterns}
    said = [
        f"Pattern “{name}”: “{was}”, now “{now[name]}”."
        for name, was in earlier.patterns.items()
        if name in now and now[name] != was
    ]
    new = sorted(now.keys() - earlier.patterns.keys())
    gone = sorted(earlier.patterns.keys() - now.keys())
    said += [f"Pattern “{name}” is new: “{now[name]}”." for name in new]
    return said + [f"Pattern “{name}” is gone." for name in gone]


def _thresholds(earlier: KeptVerdict, found: Readiness) -> list[str]:
    said: list[str] = []
    for one in found.thresholds:
        was = earlier.thresholds.get(one.name, one.default)
        if was != one.value:
            name = one.name.replace("_", " ")
            said.append(
                f"Threshold {name} was {with_unit(was, one)} and is {with_unit(one.value, one)}."
            )
    return said

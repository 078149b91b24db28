"""Checks of tokens and their price (34 and 36)."""

from __future__ import annotations

from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.registry import Check, Findings, not_applicable
from curator.readiness.costs import MILLION, read_inputs
from curator.readiness.targets import TargetPrice, limits_of, target_named
from curator.readiness.texts import counted, percent

_LIMITS_SOURCE = "the services' documentation, target table"


def _target(context: CheckContext) -> TargetPrice | None:
    name = context.settings.get("target")
    return target_named(name) if isinstance(name, str) and name else None


def _limit(context: CheckContext) -> tuple[int, str] | None:
    """Tokens that one example may have, and where: the chosen target's, else the format's."""
    target = _target(context)
    if target is not None and target.max_tokens is not None:
        return target.max_tokens, target.name
    name = context.file_format if context.file is not None else context.export_format
    limits = limits_of(name) or (limits_of(target.format) if target is not None else None)
    if limits is None or limits.max_tokens is None:
        return None
    return limits.max_tokens, limits.format


def _too_long(context: CheckContext) -> Findings:
    limit = _limit(context)
    if limit is None:
        return not_applicable("No limit on tokens is known for this format or target.")
    most, where = limit
    near = context.thresholds["token_share"] * most
    over = [place for place, tokens in enumerate(context.tokens) if tokens > most]
    close = [place for place, tokens in enumerate(context.tokens) if near < tokens <= most]
    longest = max(context.tokens, default=0)
    if over:
        return Findings(
            context.ids(over),
            f"{counted(len(over), 'row')} over the {most:,} tokens that {where} takes; the "
            f"longest has {longest:,}.",
        )
    return Findings(
        context.ids(close),
        f"{counted(len(close), 'row')} over {percent(context.thresholds['token_share'])} of the "
        f"{most:,} tokens that {where} takes; the longest has {longest:,}.",
        remark="" if close else f"The longest has {longest:,} of {most:,} tokens.",
        severity="warn",
    )


def _price(context: CheckContext) -> Findings:
    rows = [place for place in context.training if context.rows[place].split == "train"]
    if not rows:
        return not_applicable("There is no row to train on.")
    tokens = sum(context.tokens[place] for place in rows)
    inputs = read_inputs(context.settings)
    target = _target(context)
    price, source = inputs.training_price, "your own price"
    if price is None and target is not None:
        price, source = target.training_price, f"{target.name}, read {target.checked_on}"
    said = f"{_trained_on(len(rows), len(context.training))} have about {tokens:,} tokens an epoch"
    if price is None:
        # A file alone says nothing of where it is to be trained.
        severity = "note" if context.file is not None else "warn"
        words = f"{said}; what they cost is not known: no training price is entered."
        return Findings(found=True, sentence=words, severity=severity)
    dollars = tokens * price / MILLION
    return Findings(
        remark=f"{said}: ${dollars:,.2f} at ${price:g} a million ({source}), "
        f"${dollars * inputs.epochs:,.2f} for {counted(round(inputs.epochs), 'epoch')}."
    )


def _trained_on(rows: int, training: int) -> str:
    """Elsewhere the rows kept for validation count as training rows: say where they went."""
    if rows == training:
        return counted(rows, "training row")
    return f"{rows:,} of {counted(training, 'training row')} ({training - rows:,} for validation)"


CHECKS = (
    Check(34, "Longer than the target takes", "block", "length",
          "No row is near the limit on tokens.", _too_long, _LIMITS_SOURCE, ("token_share",),
          comparisons=False, where="input", reads=("input", "ideal", "settings")),
    Check(36, "Tokens and price of an epoch", "warn", "length", "What training costs is known.",
          _price, _LIMITS_SOURCE, reads=("input", "ideal", "settings")),
)  # fmt: skip

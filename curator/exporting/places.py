"""What a format's files may be and where they can be trained with, in sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curator.readiness.targets import FormatLimits, TargetPrice

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def limits_sentence(limits: FormatLimits | None, today: date) -> str:
    """What a service takes of a format, with who says so and when; "" where nothing is known."""
    if limits is None:
        return ""
    parts: list[str] = []
    if limits.min_examples is not None and limits.min_examples > 1:
        parts.append(f"at least {limits.min_examples:,} training rows")
    if limits.start_with is not None:
        parts.append(f"{limits.start_with:,} or more advised")
    if limits.max_examples is not None:
        parts.append(f"at most {limits.max_examples:,} rows")
    if limits.max_tokens is not None:
        parts.append(f"{limits.max_tokens:,} tokens a row")
    if limits.max_bytes is not None:
        parts.append(f"{limits.max_bytes / 1024**3:,.0f} GB a file")
    said = f"Takes {', '.join(parts)}." if parts else ""
    return " ".join(part for part in (said, _read(limits, today)) if part)


def place_sentence(place: TargetPrice, today: date) -> str:
    """Whether jobs can be started there, what it costs, and when that was read."""
    parts: list[str] = []
    if not place.takes_new_jobs(today):
        parts.append("Takes no new jobs")
    elif place.new_jobs_close is not None:
        parts.append(f"Takes new jobs until {_day(place.new_jobs_close)}")
    if place.model_shutdown is not None:
        parts.append(f"the model shuts down on {_day(place.model_shutdown)}")
    if place.training_price is not None:
        parts.append(f"training ${place.training_price:,.2f} a million tokens")
    else:
        parts.append("the training price is not known")
    if place.tuned_input_price is not None and place.tuned_output_price is not None:
        parts.append(
            f"tuned calls ${place.tuned_input_price:,.2f} in and "
            f"${place.tuned_output_price:,.2f} out"
        )
    if place.hosting_per_hour is not None:
        parts.append(f"hosting ${place.hosting_per_hour:,.2f} an hour")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}. {_read(place, today)}"


def _read(row: FormatLimits | TargetPrice, today: date) -> str:
    whose = "Your own entry, read" if row.own else "Read"
    age = (today - row.checked_on).days
    old = f", {age} days ago: look it up again" if row.is_stale(today) else ""
    return f"{whose} on {_day(row.checked_on)}{old}."


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

"""Personal data and secrets: found, shown in place, replaced or kept by a recorded decision."""

from curator.readiness.sensitive.finding import Span, find_in_all, find_sensitive
from curator.readiness.sensitive.kinds import BY_NAME, KINDS, Decision, Kind, read_decisions
from curator.readiness.sensitive.placing import Text, replace_personal_data, row_texts

__all__ = [
    "BY_NAME",
    "KINDS",
    "Decision",
    "Kind",
    "Span",
    "Text",
    "find_in_all",
    "find_sensitive",
    "read_decisions",
    "replace_personal_data",
    "row_texts",
]

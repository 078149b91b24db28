"""The table of settings: the settings page is drawn from it.

The person's own are kept on this machine (QSettings), the project's in its log of acts.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import QSettings

Kind = Literal["line", "choice", "language", "percent", "switch", "number"]
Value = str | int | float | bool


class Setting(NamedTuple):
    """One row. `choices` are (value, word); `least`, `most` and `step` bound numbers.

    A "percent" is kept as a factor. `of_project` rows belong to the open project.
    """

    id: str
    section: str
    text: str
    help: str
    kind: Kind
    default: Value
    choices: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 0
    step: int = 1
    zero: str = ""
    of_project: bool = False

    def read(self, kept: object) -> Value:
        """A kept value as this row's type; the default where it is missing or unreadable."""
        if kept is None or (kept == "" and self.kind != "line"):
            return self.default
        try:
            match self.kind:
                case "switch":
                    return kept in (True, "true")
                case "percent":
                    return min(self.most / 100, max(self.least / 100, float(str(kept))))
                case "number":
                    return min(self.most, max(self.least, int(str(kept))))
                case "choice":
                    return str(kept) if str(kept) in dict(self.choices) else self.default
                case "line" | "language":
                    return str(kept)
        except ValueError:
            return self.default

    def value(self, settings: QSettings) -> Value:
        """What is kept on this machine."""
        return self.read(settings.value(self.id))

    def keep(self, settings: QSettings, value: Value) -> None:
        """Keep a value on this machine."""
        settings.setValue(self.id, str(value).lower() if isinstance(value, bool) else value)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "reviewer", "You", "Your name", "Goes with every mark, note and ideal answer.", "line", ""
    ),
    Setting(
        "theme",
        "Looks",
        "Colours",
        "As the system follows it through the day.",
        "choice",
        "system",
        choices=(("system", "As the system"), ("light", "Light"), ("dark", "Dark")),
    ),
    Setting(
        "caseScale",
        "Looks",
        "Size of case texts",
        "Larger ({text-larger}) and smaller ({text-smaller}) at any time.",
        "percent",
        1.0,
        least=90,
        most=200,
        step=10,
    ),
    Setting(
        "autoAdvance",
        "Review",
        "Go on after a mark",
        "To the next case without one. A note that is being written is waited for.",
        "switch",
        True,
    ),
    Setting(
        "idealStart",
        "Review",
        "Ideal answers start from",
        "What the editor holds when it opens on a new answer. Take another there ({from-output}).",
        "choice",
        "output",
        choices=(
            ("output", "The output"),
            ("expected", "The expected answer"),
            ("nearest", "The nearest ideal answer"),
        ),
    ),
    Setting(
        "spelling",
        "Review",
        "Spelling of ideal answers",
        "By the dictionaries of the system. Code, JSON and codes are left alone.",
        "language",
        "system",
        choices=(("off", "Off"), ("system", "The system's language")),
    ),
    Setting(
        "letterKeys",
        "Review",
        "Letter keys",
        "F, P, S and other single keys act while no text field has the focus.",
        "switch",
        True,
    ),
    Setting(
        "severity",
        "This project",
        "Severity of failures",
        "Low, medium or high, beside the note of a failure.",
        "switch",
        False,
        of_project=True,
    ),
    Setting(
        "blind_repeats",
        "This project",
        "Blind repeats: one case in",
        "One in so many cases comes back unmarked, to measure how far you agree with yourself.",
        "number",
        0,
        most=1000,
        zero="never",
        of_project=True,
    ),
)


def setting(name: str) -> Setting:
    """The row with this id."""
    return next(row for row in SETTINGS if row.id == name)

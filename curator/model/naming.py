"""A name that a model may suggest for a pattern: shown before it is asked, taken by a person."""

from __future__ import annotations

from curator.model.base import Noun


class NamingRequest(Noun):
    """What would be sent to learn a pattern's name."""

    pattern_id: str
    text: str
    """Everything that leaves the machine."""
    goes_to: str
    """The machine that gets it; "" where it stays here."""
    price: float | None
    """Dollars, for about so many tokens as there are; None where the price is not known."""


class SuggestedName(Noun):
    """A model's name for a pattern. Nothing is renamed until a person takes it."""

    pattern_id: str
    name: str
    cost: float | None = None

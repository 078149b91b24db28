"""The spending limit: a call is let go only if its dearest outcome still fits."""

from __future__ import annotations


class Budget:
    """Dollars spent and promised to calls in flight. Without a limit everything fits."""

    def __init__(self, limit: float | None, spent: float = 0.0) -> None:
        self.limit = limit
        self.spent = spent
        self._promised = 0.0

    def take(self, dearest: float) -> bool:
        """Promise so much to a call; False where the limit would not hold."""
        if self.limit is not None and self.spent + self._promised + dearest > self.limit:
            return False
        self._promised += dearest
        return True

    def settle(self, dearest: float, cost: float) -> None:
        """A call is over: what was promised is free again, what it cost is spent."""
        self._promised = max(0.0, self._promised - dearest)
        self.spent += cost

    @property
    def idle(self) -> bool:
        """Whether nothing is promised, so that waiting would free nothing."""
        return self._promised <= 1e-12

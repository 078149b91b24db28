"""Runs: what is asked for, what it will cost, how it goes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from curator.model.base import Noun
from curator.model.endpoint import Endpoint

CaseChoice = Literal["failures", "passes", "held-out", "all"]
"""failures: tuning failures with passing cases as a guard; passes: the guard alone; held-out:
the frozen set, failures and passes; all: everything, told apart in the results."""
RunState = Literal["ready", "running", "paused", "stopped", "finished"]


class RunRequest(Noun):
    """What a person asks for. `patterns` (ids) narrows the failures; `per_pattern` bounds each."""

    variants: tuple[str, ...] = Field(min_length=1)
    endpoint: str = ""
    """Name of a profile; a variant may name its own."""
    cases: CaseChoice = "failures"
    patterns: tuple[str, ...] = ()
    per_pattern: int | None = Field(default=None, ge=1)
    guard: int = Field(default=60, ge=0)
    """Passing cases at most, drawn by the project's seed."""
    fresh_baseline: bool = True
    repeats: int = Field(default=1, ge=1, le=20)
    judge: str = ""
    spending_limit: float | None = Field(default=None, gt=0)
    """Dollars. Needs known prices."""
    margin: float | None = Field(default=None, gt=0, lt=1)
    """Where the point is cost: the loss of pass rate that is put up with, a share."""


class PlannedVariant(Noun):
    """A variant of a run with the endpoint it goes to and the examples chosen for each case."""

    name: str
    endpoint: Endpoint
    examples: dict[int, tuple[int, ...]] = Field(default_factory=dict[int, tuple[int, ...]])


class RunPlan(Noun):
    """What will be run, down to the call, fixed before anything is sent. `cases` are keys, in
    the seeded order in which they are asked; `held_out` are those among them."""

    request: RunRequest
    variants: tuple[PlannedVariant, ...]
    cases: tuple[int, ...]
    held_out: tuple[int, ...] = ()
    seed: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def calls(self) -> int:
        return len(self.variants) * len(self.cases) * self.request.repeats


class VariantEstimate(Noun):
    """What one variant of a run takes; `cost` None where a price is not known."""

    name: str
    host: str
    model: str
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None


class RunEstimate(Noun):
    """What a person sees before anything is sent."""

    variants: tuple[VariantEstimate, ...]
    failures: int
    passes: int
    held_out: int
    repeats: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    hosts: tuple[str, ...]
    local: bool
    """Whether nothing leaves this machine."""
    spending_limit: float | None = None
    warnings: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """ "1,500 calls to api.openai.com, about 812,000 tokens in …, about $0.43."."""
        where = " and ".join(self.hosts)
        stays = " (this machine)" if self.local else ""
        price = "cost unknown" if self.cost is None else f"about ${self.cost:,.2f}"
        return (
            f"{self.calls:,} calls to {where}{stays}, about {self.input_tokens:,} tokens in and "
            f"{self.output_tokens:,} out, {price}."
        )


class RunProgress(Noun):
    """How a run goes. Calls, dollars, calls a minute, seconds left (None: not known yet)."""

    done: int
    total: int
    failed: int
    spent: float | None
    in_flight: int
    rate: float
    seconds_left: float | None
    paused: bool = False
    waiting: float = 0.0
    """Seconds that the server still asks to wait."""


class RunStatus(Noun):
    """A run as it stands in the project."""

    uid: str
    created_at: str
    state: RunState
    sentence: str
    variants: tuple[str, ...]
    trials: tuple[str, ...]
    """Uids, in order of the variants."""
    done: int
    total: int
    failures: dict[str, int] = Field(default_factory=dict[str, int])
    """Calls without an output, by kind."""
    spent: float | None = None
    spending_limit: float | None = None

    @property
    def unfinished(self) -> bool:
        """Whether it can be resumed."""
        return self.state != "finished"

"""Running calls: bounded concurrency, retries, a spending limit, and every answer kept at once.

One asyncio loop in one background thread. What is over is handed to `keep` in small batches, in
another thread, so that the disk holds nobody up; an answer counts as done only when it is kept.
"""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from curator.errors import CuratorError
from curator.model.endpoint import Endpoint
from curator.model.trial import TrialCall
from curator.model.trial_run import RunProgress
from curator.trials.backoff import wait_before
from curator.trials.budget import Budget
from curator.trials.endpoints.client import Answer
from curator.trials.endpoints.failures import (
    STOPS_THE_RUN,
    WAIT_AND_RETRY,
    CallFailure,
    FailureKind,
)
from curator.trials.rendering import Prompt
from curator.trials.run_control import RunControl

TICK = 0.05
"""Seconds between looks at the control and reports of progress."""
GRACE = 3.0
"""Seconds that calls in flight get to come in after a stop (own)."""
IN_A_ROW = 20
"""Calls of one endpoint that fail for good without an output between before the run stops (own)."""


class CallKey(NamedTuple):
    """What identifies a call in a run."""

    trial: int
    case: int
    repeat: int


class Client(Protocol):
    """What the runner needs of an endpoint's client."""

    async def ask(self, prompt: Prompt, name: str = "") -> Answer: ...

    async def close(self) -> None: ...


@dataclass
class Lane:
    """The calls that go to one endpoint, in order, and what is known of it while it runs."""

    endpoint: Endpoint
    waiting: deque[CallKey]
    connect: Callable[[], Client]
    not_before: float = 0.0
    failed_in_a_row: int = 0
    longest_output: int = 0


@dataclass(frozen=True)
class Work:
    """What a run does. `keep` is called in another thread; it must be durable when it returns.

    `prompt` raises CuratorError for a case that a template does not fit: that call fails alone.
    `tokens` counts a prompt's tokens; `name_of` gives a call its name for the server.
    """

    lanes: Sequence[Lane]
    prompt: Callable[[CallKey], Prompt]
    keep: Callable[[Sequence[TrialCall]], None]
    tokens: Callable[[Prompt], int]
    name_of: Callable[[CallKey], str]
    expected_output: int
    budget: Budget
    control: RunControl
    progress: Callable[[RunProgress], None]
    done: int
    total: int
    seed: int = 0
    grace: float = GRACE


@dataclass
class _State:
    done: int
    failed: int = 0
    in_flight: int = 0
    finished_here: int = 0
    priced: bool = True
    begun: float = field(default_factory=time.monotonic)
    stop: str = ""


def run(work: Work) -> str:
    """Run all calls; "" when every one is over, else a sentence of why it stopped."""
    with _quiet_collector():
        return asyncio.run(_Runner(work).run())


@contextmanager
def _quiet_collector() -> Generator[None]:
    """Spare what exists already from full garbage collections while calls are in flight.

    A run makes garbage fast, and each full collection would walk every object of the app and of
    the SDK with the interpreter held: 130 to 290 ms that the window would stand still.
    """
    frozen_before = gc.get_freeze_count() > 0
    gc.freeze()
    try:
        yield
    finally:
        if not frozen_before:  # else somebody keeps the app's own objects out of collections
            gc.unfreeze()


class _Runner:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._state = _State(done=work.done)
        self._rng = random.Random(work.seed)
        self._over: asyncio.Queue[TrialCall] = asyncio.Queue()
        self._state.priced = all(lane.endpoint.has_price for lane in work.lanes)

    async def run(self) -> str:
        workers = [
            asyncio.create_task(self._lane(lane)) for lane in self._work.lanes if lane.waiting
        ]
        keeper = asyncio.create_task(self._keep_all())
        try:
            await self._watch(workers, keeper)
            for worker in workers:
                if worker.done() and not worker.cancelled():
                    worker.result()
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
            await self._keep_rest(keeper)
            self._report()
        return self._state.stop

    async def _keep_rest(self, keeper: asyncio.Task[None]) -> None:
        """Keep whatever came in, also when the run ends in an error or is interrupted."""
        emptied = asyncio.create_task(self._over.join())
        await asyncio.wait({emptied, keeper}, return_when=asyncio.FIRST_COMPLETED)
        if keeper.done():
            emptied.cancel()
            keeper.result()
        keeper.cancel()

    async def _watch(
        self, workers: Sequence[asyncio.Task[None]], keeper: asyncio.Task[None]
    ) -> None:
        """Report, look at the control, and give a stopped run its moment of grace."""
        stopped_at: float | None = None
        pending = set(workers)
        while pending and not keeper.done():
            ended, pending = await asyncio.wait(
                pending, timeout=TICK, return_when=asyncio.FIRST_EXCEPTION
            )
            if any(task.exception() for task in ended if not task.cancelled()):
                return
            if self._work.control.cancelled and not self._state.stop:
                self._state.stop = "Stopped. What came in is kept; resume when you like."
            if self._state.stop:
                stopped_at = stopped_at or time.monotonic()
                if time.monotonic() - stopped_at > self._work.grace:
                    return
            self._report()

    async def _lane(self, lane: Lane) -> None:
        client = lane.connect()
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(lane.endpoint.concurrency, len(lane.waiting))):
                    group.create_task(self._worker(lane, client))
        except* CuratorError as errors:
            raise errors.exceptions[0] from None
        finally:
            await client.close()

    async def _worker(self, lane: Lane, client: Client) -> None:
        while lane.waiting and not self._state.stop:
            if self._work.control.paused:
                await asyncio.sleep(TICK)
                continue
            pause = lane.not_before - time.monotonic()
            if pause > 0:
                await asyncio.sleep(min(pause, TICK))
                continue
            if lane.waiting:
                await self._one(lane, client, lane.waiting.popleft())

    async def _one(self, lane: Lane, client: Client, key: CallKey) -> None:
        """One call from first try to its end, in an output or in a reason why there is none."""
        try:
            prompt = self._work.prompt(key)
        except CuratorError as error:
            self._finish(lane, _failed(key, FailureKind.PROMPT, error.sentence, 0, 0.0))
            return
        tokens = self._work.tokens(prompt) if self._work.budget.limit is not None else 0
        dearest = self._dearest(lane, prompt, tokens)
        while not self._work.budget.take(dearest):
            if self._work.budget.idle or self._state.stop:
                lane.waiting.appendleft(key)
                self._state.stop = self._state.stop or self._limit_reached()
                return
            await asyncio.sleep(TICK)
        cost = 0.0
        self._state.in_flight += 1
        try:
            call = await self._tries(lane, client, key, prompt)
            if call is None:
                lane.waiting.appendleft(key)
                return
            cost = call.cost or 0.0
            self._finish(lane, call)
        finally:
            self._state.in_flight -= 1
            self._work.budget.settle(dearest, cost)

    async def _tries(
        self, lane: Lane, client: Client, key: CallKey, prompt: Prompt
    ) -> TrialCall | None:
        """The call's end; None where the run stopped before there was one."""
        begun = time.monotonic()
        for attempt in range(1, lane.endpoint.retries + 2):
            try:
                answer = await client.ask(prompt, self._work.name_of(key))
                return self._answered(lane, key, prompt, answer, attempt)
            except CallFailure as failure:
                if failure.kind in STOPS_THE_RUN:
                    self._state.stop = _stop_sentence(lane.endpoint, failure)
                    return None
                if failure.kind not in WAIT_AND_RETRY or attempt > lane.endpoint.retries:
                    seconds = time.monotonic() - begun
                    return _failed(key, failure.kind, failure.reason, attempt, seconds)
                await self._wait(lane, attempt, failure)
                if self._state.stop:
                    return None
        return None

    async def _wait(self, lane: Lane, attempt: int, failure: CallFailure) -> None:
        """Wait as asked; a rate limit holds the endpoint's other calls back too."""
        seconds = wait_before(attempt, lane.endpoint.first_wait, failure.wait, self._rng)
        until = time.monotonic() + seconds
        if failure.kind is FailureKind.RATE_LIMIT:
            lane.not_before = max(lane.not_before, until)
        while (left := until - time.monotonic()) > 0 and not self._state.stop:
            await asyncio.sleep(min(left, TICK))

    def _answered(
        self, lane: Lane, key: CallKey, prompt: Prompt, answer: Answer, attempt: int
    ) -> TrialCall:
        tokens_in = answer.input_tokens
        if tokens_in is None:
            tokens_in = self._work.tokens(prompt)
        tokens_out = answer.output_tokens
        if tokens_out is None:
            tokens_out = self._work.tokens(Prompt((answer.output,), ""))
        lane.longest_output = max(lane.longest_output, tokens_out)
        return TrialCall(
            trial_key=key.trial,
            case_key=key.case,
            repeat=key.repeat,
            output=answer.output,
            model=answer.model,
            input_tokens=tokens_in,
            output_tokens=tokens_out,
            cost=lane.endpoint.price(tokens_in, tokens_out),
            seconds=answer.seconds,
            attempts=attempt,
        )

    def _finish(self, lane: Lane, call: TrialCall) -> None:
        self._over.put_nowait(call)
        self._state.done += 1
        self._state.finished_here += 1
        if not call.failure:
            lane.failed_in_a_row = 0
            return
        self._state.failed += 1
        lane.failed_in_a_row += 1
        if lane.failed_in_a_row >= IN_A_ROW and not self._state.stop:
            self._state.stop = (
                f"Stopped: the last {IN_A_ROW} calls to {lane.endpoint.host} gave no output "
                f"({call.failure}: {call.reason.rstrip('.')})."
            )

    async def _keep_all(self) -> None:
        """Keep what is over, all that waits at once, in a thread of its own."""
        while True:
            batch = [await self._over.get()]
            while not self._over.empty():
                batch.append(self._over.get_nowait())
            try:
                await asyncio.to_thread(self._work.keep, batch)
            except CuratorError as error:
                # Without a place to keep answers no further one may be paid for.
                self._state.stop = error.sentence
            finally:
                for _ in batch:
                    self._over.task_done()

    def _dearest(self, lane: Lane, prompt: Prompt, tokens: int) -> float:
        """What a call may cost at most: its bound on output tokens, else the longest so far."""
        bound = next(
            (
                value
                for name in ("max_completion_tokens", "max_tokens")
                if isinstance(value := prompt.parameters.get(name), int)
            ),
            max(lane.longest_output, self._work.expected_output),
        )
        return lane.endpoint.price(tokens, bound) or 0.0

    def _limit_reached(self) -> str:
        budget = self._work.budget
        return (
            f"Stopped at the spending limit: ${budget.spent:,.4f} of ${budget.limit or 0:,.2f} is "
            "spent, and the next call might not fit. Raise the limit and resume to go on."
        )

    def _report(self) -> None:
        state, work = self._state, self._work
        elapsed = max(1e-6, time.monotonic() - state.begun)
        rate = state.finished_here / elapsed
        left = (work.total - state.done) / rate if rate > 0 else None
        held = max((lane.not_before for lane in work.lanes), default=0.0) - time.monotonic()
        work.progress(
            RunProgress(
                done=state.done,
                total=work.total,
                failed=state.failed,
                spent=work.budget.spent if state.priced else None,
                in_flight=state.in_flight,
                rate=60 * rate,
                seconds_left=left,
                paused=work.control.paused,
                waiting=max(0.0, held),
            )
        )


def _failed(
    key: CallKey, kind: FailureKind, reason: str, attempts: int, seconds: float
) -> TrialCall:
    return TrialCall(
        trial_key=key.trial,
        case_key=key.case,
        repeat=key.repeat,
        failure=kind.value,
        reason=reason,
        attempts=attempts,
        seconds=seconds,
    )


def _stop_sentence(endpoint: Endpoint, failure: CallFailure) -> str:
    said = {
        FailureKind.KEY: "refuses the key",
        FailureKind.QUOTA: "says that the quota is used up",
        FailureKind.NOT_FOUND: "does not know the address or the model",
    }[failure.kind]
    return f"Stopped: {endpoint.host} {said} ({failure.reason.rstrip('.')})."

"""A run of 500 cases and three variants, killed in the middle: nothing lost, nothing paid twice."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from curator.model.case import CarriedReview
from curator.model.review import Mark
from tests.builders import incoming, new_project
from tests.end_to_end.command_line import REPOSITORY, curator
from tests.model_server import ModelServer, Request, Trouble

CASES, FAILURES = 500, 440
KEY = "sk-test-7Qm2xYz81kLp"
ONCE: dict[int, Trouble] = {
    7: "429",
    31: "429 seconds",
    58: "500",
    90: "hang",
    123: "cut",
    155: "malformed",
    201: "not json",
}
ALWAYS: dict[int, Trouble] = {14: "content filter", 77: "huge", 188: "wrong model"}


def number_of(request: Request) -> int:
    return int(request.last.rpartition("number ")[2].rstrip("?"))


def trouble(request: Request) -> Trouble:
    number = number_of(request)
    if number in ALWAYS:
        return ALWAYS[number]
    return ONCE.get(number, "") if request.seen == 0 else ""


def answer(body: dict[str, Any]) -> str:
    """The "rule" variant is right on every second case, "rules" on all, the logged prompt never."""
    system = body["messages"][0]["content"]
    number = int(body["messages"][-1]["content"].rpartition("number ")[2].rstrip("?"))
    right = system == "Rules." or (system == "Rule." and number % 2 == 0)
    return f"Right {number}." if right or number > FAILURES else "Wrong."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    cases = [
        incoming(
            number,
            public_id=f"case-{number}",
            answered="Wrong." if number <= FAILURES else f"Right {number}.",
            review=CarriedReview(
                mark=Mark.FAIL if number <= FAILURES else Mark.PASS, ideal=f"Right {number}."
            ),
        )
        for number in range(1, CASES + 1)
    ]
    with new_project(tmp_path, cases) as made:
        return made.path


def variant_file(folder: Path, name: str, server: ModelServer) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(
        f"""
        system = "{name.capitalize()}."
        written_from = "hand"
        [endpoint]
        name = "test server"
        base_url = "{server.url}"
        model = "test-model"
        key_variable = "TEST_SERVER_KEY"
        concurrency = 16
        timeout = 2.0
        first_wait = 0.05
        input_price = 1.0
        output_price = 4.0
        """,
        encoding="utf-8",
    )
    return path


def kept(project: Path) -> int:
    with sqlite3.connect(f"file:{project}?mode=ro", uri=True) as connection:
        found = connection.execute(
            "SELECT count(*) FROM trial_calls WHERE output IS NOT NULL"
        ).fetchone()
    connection.close()
    return int(found[0])


def wait_for(project: Path, count: int) -> None:
    """Until so many answers are on disk."""
    pause, end = threading.Event(), time.monotonic() + 120
    while kept(project) < count:
        assert time.monotonic() < end, f"{kept(project)} of {count} answers were kept"
        pause.wait(0.05)


@pytest.mark.slow
def test_killed_in_the_middle_and_resumed(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_SERVER_KEY", KEY)
    with ModelServer(answer=answer, trouble=trouble, hold_after=700) as server:
        files = [variant_file(tmp_path, name, server) for name in ("rule", "rules")]
        named = [one for file in files for one in ("--variant", str(file))]
        command = [sys.executable, "-m", "curator", "trial", str(project), *named]
        command += ["--cases", "all", "--judge", "normalised", "--yes", "--json"]
        first = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )
        wait_for(project, 700)
        first.send_signal(signal.SIGKILL)
        _, told = first.communicate(timeout=60)
        assert b"1,500 calls to 127.0.0.1" in told
        assert b"about $" in told
        assert kept(project) == server.answered.total() == 700
        server.release()

        again = curator("trial", project, "--resume", "--json")
        assert again.code == 1, again.err  # done, with calls that gave no output
        data = again.data
        assert (data["state"], data["done"], data["calls"]) == ("finished", 1500, 1500)
        assert data["failed_calls"] == {
            "content filter": 3,
            "answer too large": 3,
            "wrong model": 3,
        }
        assert kept(project) == server.answered.total() == 1500 - 9
        assert set(server.answered.values()) == {1}
        assert all(
            request.headers["authorization"] == f"Bearer {KEY}" for request in server.requests
        )
        assert server.most_in_flight <= 16

    rows = {row["variant"]: row for row in data["variants"]}
    assert rows["Fresh baseline"]["baseline"]
    assert rows["rules"]["verdict"] == "helps"
    assert rows["rules"]["parts"][0]["fix_rate"]["value"] == 1.0
    assert rows["rule"]["parts"][0]["fix_rate"]["value"] == pytest.approx(0.5, abs=0.01)
    assert data["variant"] == "rule"
    assert data["cost"] == pytest.approx(data["spent"] / 3, rel=0.2)
    everything = b"".join(path.read_bytes() for path in project.parent.iterdir())
    for text in (everything, told, again.out.encode(), again.err.encode()):
        assert KEY.encode() not in text
    assert json.dumps(data)

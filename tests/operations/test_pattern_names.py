"""A model's name for a pattern: what is sent is what was shown; a person takes it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.model.endpoint import Endpoint
from curator.model.review import Mark
from curator.operations import endpoints, pattern_names, patterns, reviewing
from curator.project.store import ProjectFile
from tests.builders import incoming, new_project

PERSON = "Ada"


class Server(ThreadingHTTPServer):
    """Answers every chat with `answer`, or with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.bodies: list[str] = []
        self.answer, self.status = "“Tone too stiff.”\nBecause …", 200


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Server)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append(body["messages"][0]["content"])
        assert len(body["messages"]) == 1
        message = {"role": "assistant", "content": self.server.answer}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        usage = {"prompt_tokens": 200, "completion_tokens": 5, "total_tokens": 205}
        whole = {"id": "1", "object": "chat.completion", "created": 1, "model": body["model"],
                 "choices": [choice], "usage": usage}  # fmt: skip
        raw = json.dumps(whole).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing on standard error."""


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    endpoints.save_endpoint(
        Endpoint(
            name="namer",
            base_url=f"http://127.0.0.1:{running.server_address[1]}/v1",
            model="small",
            input_price=1.0,
            output_price=2.0,
            retries=0,
        )
    )
    yield running
    endpoints.delete_endpoint("namer")
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def project(tmp_path: Path) -> ProjectFile:
    made = new_project(
        tmp_path,
        [incoming(n, f"Question {n}?", f"Dear Sir, receipt {n}. " + "x" * 2000) for n in range(8)],
    )
    reviewing.mark_cases(made, range(1, 9), Mark.FAIL, PERSON)
    for key in range(1, 9):
        reviewing.write_note(made, key, f"stiff number {key}", PERSON)
    patterns.new_pattern(made, "Mine", [1, 2, 3, 4, 5, 6, 7], PERSON)
    patterns.new_pattern(made, "Taken", [8], PERSON)
    return made


def test_what_was_shown_is_what_is_sent_and_nothing_is_renamed(
    project: ProjectFile, server: Server
) -> None:
    mine = next(one for one in patterns.current(project).patterns if one.name == "Mine")
    request = pattern_names.request_for(project, mine.id)
    assert server.bodies == []
    assert request.goes_to == ""
    assert request.price == pytest.approx(0.0005, abs=0.004)
    for part in ("Question 0?", "stiff number 1", "stiff number 7", "Taken names: Taken"):
        assert part in request.text
    assert "Question 7?" not in request.text  # of another pattern
    assert len(request.text) < 8_000
    told = pattern_names.suggest_name(project, request)
    assert server.bodies == [request.text]
    assert told.name == "Tone too stiff"
    assert told.cost == pytest.approx(0.00021)
    assert next(p for p in patterns.current(project).patterns if p.id == mine.id).name == "Mine"
    patterns.rename(project, mine.id, told.name, PERSON)


def test_a_taken_name_gets_an_addition_and_an_empty_one_is_refused(
    project: ProjectFile, server: Server
) -> None:
    mine = next(one for one in patterns.current(project).patterns if one.name == "Mine")
    request = pattern_names.request_for(project, mine.id)
    server.answer = "taken"
    assert pattern_names.suggest_name(project, request).name == "taken 2"
    server.answer = " \n "
    with pytest.raises(CuratorError, match="keeps its own"):
        pattern_names.suggest_name(project, request)
    server.status = 500
    with pytest.raises(CuratorError, match="suggested no name"):
        pattern_names.suggest_name(project, request)

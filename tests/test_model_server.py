"""The server of the trials' tests: it answers, it misbehaves, and it counts."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from http.client import IncompleteRead
from typing import Any

import pytest

from tests.model_server import HUGE, ModelServer, Trouble


def post(url: str, body: dict[str, Any], timeout: float = 5) -> Any:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        return json.loads(answer.read())


def ask(server: ModelServer, text: str = "How?", timeout: float = 5) -> Any:
    body = {"model": "test-model", "messages": [{"role": "user", "content": text}]}
    return post(f"{server.url}/chat/completions", body, timeout)


def test_it_answers_embeds_and_counts() -> None:
    with ModelServer() as server:
        answer = ask(server)
        assert answer["choices"][0]["message"]["content"] == "Answer to: How?"
        vectors = post(f"{server.url}/embeddings", {"model": "e", "input": ["a", "b"]})["data"]
        assert [one["index"] for one in vectors] == [0, 1]
        assert server.answered["How?"] == 1
        assert server.requests[0].body["model"] == "test-model"


@pytest.mark.parametrize(
    ("trouble", "status"), [("429", 429), ("500", 500), ("401", 401), ("refused by filter", 400)]
)
def test_it_refuses_once(trouble: Trouble, status: int) -> None:
    with ModelServer(trouble=lambda request: trouble if request.seen == 0 else "") as server:
        with pytest.raises(urllib.error.HTTPError) as caught:
            ask(server)
        assert caught.value.code == status
        caught.value.close()
        assert server.answered.total() == 0
        assert ask(server)["model"] == "test-model"


def test_it_breaks_answers() -> None:
    with ModelServer(trouble=lambda request: request.last) as server:  # type: ignore[return-value]
        with pytest.raises(IncompleteRead):
            ask(server, "cut")
        with pytest.raises(json.JSONDecodeError):
            ask(server, "malformed")
        with pytest.raises(TimeoutError):
            ask(server, "hang", timeout=0.1)
        assert len(ask(server, "huge")["choices"][0]["message"]["content"]) == HUGE
        assert ask(server, "wrong model")["model"] == "another-model"
        assert ask(server, "content filter")["choices"][0]["finish_reason"] == "content_filter"
        assert server.answered.total() == 0

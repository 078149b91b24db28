"""Embedders of a project's own choice: a real HTTP server, a local model, and what is missing."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from curator.errors import Cancelled, CuratorError
from curator.model.embedder import EmbedderChoice
from curator.model.endpoint import Endpoint
from curator.model.review import Mark
from curator.operations import (
    embedding,
    endpoints,
    pattern_figures,
    pattern_map,
    pattern_study,
    patterns,
    reviewing,
)
from curator.operations.embedding import cached_embed, chosen_embedder
from curator.project.store import ProjectFile
from tests.builders import incoming, new_project

PERSON = "Ada"
KEY = "sk-secret-of-the-test"


class Server(ThreadingHTTPServer):
    """Embeds by hashing words; fails from request `fails_from` on with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.batches: list[list[str]] = []
        self.keys: set[str | None] = set()
        self.paths: set[str] = set()
        self.fails_from, self.status = 10**9, 500
        self.dims = 16

    def vector(self, text: str) -> list[float]:
        total = np.zeros(self.dims)
        for word in text.casefold().split():
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).normal(size=self.dims)
        return [3 * float(one) for one in total]


class Handler(BaseHTTPRequestHandler):
    @property
    def ours(self) -> Server:
        assert isinstance(self.server, Server)
        return self.server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.ours.keys.add(self.headers["Authorization"] or self.headers["api-key"])
        self.ours.paths.add(self.path)
        if len(self.ours.batches) >= self.ours.fails_from:
            self._send(self.ours.status, {"error": {"message": f"no, {KEY}"}})
            return
        self.ours.batches.append(body["input"])
        data = [
            {"object": "embedding", "index": place, "embedding": self.ours.vector(text)}
            for place, text in enumerate(body["input"])
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        whole = {"object": "list", "data": data[::-1], "model": body["model"], "usage": usage}
        self._send(200, whole)

    def _send(self, status: int, body: dict[str, object]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
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
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def profile(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbedderChoice]:
    monkeypatch.setenv("TEST_EMBEDDER_KEY", KEY)
    port = server.server_address[1]
    endpoints.save_endpoint(
        Endpoint(
            name="vectors",
            base_url=f"http://127.0.0.1:{port}/v1",
            model="small-vectors",
            key_variable="TEST_EMBEDDER_KEY",
            input_price=0.02,
            retries=0,
        )
    )
    yield EmbedderChoice(kind="endpoint", endpoint="vectors")
    endpoints.delete_endpoint("vectors")


@pytest.fixture
def project(tmp_path: Path) -> ProjectFile:
    """Two hundred failures with two distinct kinds of outputs."""
    outputs = ("The money is on its way back to you.", "Dear Sir, we acknowledge receipt.")
    made = new_project(
        tmp_path, [incoming(n, f"Question {n}?", f"{outputs[n % 2]} {n}") for n in range(200)]
    )
    reviewing.mark_cases(made, range(1, 201), Mark.FAIL, PERSON)
    return made


def test_an_endpoint_embeds_in_batches_once(
    project: ProjectFile, profile: EmbedderChoice, server: Server
) -> None:
    told = patterns.embedding_estimate(project, profile, "answered")
    assert (told.texts, told.cached, told.goes_to) == (400, 0, "")
    assert told.tokens > 400
    assert told.price == pytest.approx(told.tokens * 0.02 / 1e6)
    assert server.batches == []
    embedding.choose(project, profile, PERSON)
    assert server.batches == [["Hello"]]
    assert embedding.choice(project).dims == 16
    found = patterns.group(project, lens="answered")
    assert found.embedder.endswith("/small-vectors")
    assert server.keys == {f"Bearer {KEY}"}
    sent = [text for batch in server.batches[1:] for text in batch]
    assert len(sent) == len(set(sent)) == 200
    assert max(len(batch) for batch in server.batches) <= 96
    patterns.group(project, lens="answered")
    assert len([text for batch in server.batches[1:] for text in batch]) == 200
    again = patterns.embedding_estimate(project, profile, "answered")
    assert again.cached == 200


def test_all_that_is_ever_sent_is_estimated_first(
    project: ProjectFile, profile: EmbedderChoice, server: Server
) -> None:
    reviewing.mark_cases(project, range(1, 41), Mark.PASS, PERSON)
    for key in range(41, 61):
        reviewing.write_note(project, key, f"Sent money number {key} back", PERSON)
        reviewing.write_ideal(project, key, f"No refund is due for case {key}.", PERSON)
    for key in range(41, 49):
        reviewing.set_tags(project, key, ["money", "tone"][key % 2 : key % 2 + 1], PERSON)
    told = patterns.embedding_estimate(project, profile)
    embedding.choose(project, profile, PERSON)
    patterns.propose_grouping(project, patterns.group(project))
    study = pattern_study.make_study(project)
    assert study.study.learned is not None
    for one in patterns.current(project).patterns:
        pattern_study.review_next(project, study, one.id)
    pattern_figures.pattern_figures(project)
    pattern_map.passes_on_map(project, patterns.current(project))
    sent = {text for batch in server.batches[1:] for text in batch}
    after = patterns.embedding_estimate(project, profile)
    assert len(sent) == told.texts - told.cached
    assert (after.texts, after.cached) == (told.texts, told.texts)
    assert after.price == 0


def test_azure_is_asked_at_its_deployment_with_its_key(
    project: ProjectFile, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_AZURE_KEY", KEY)
    endpoints.save_endpoint(
        Endpoint(
            name="azure vectors",
            kind="azure",
            base_url=f"http://127.0.0.1:{server.server_address[1]}",
            model="our-deployment",
            api_version="2024-10-21",
            key_variable="TEST_AZURE_KEY",
            retries=0,
        )
    )
    try:
        embedding.choose(project, EmbedderChoice(kind="endpoint", endpoint="azure vectors"), PERSON)
        embedder = chosen_embedder(project)
        assert embedder.id == f"127.0.0.1:{server.server_address[1]}/our-deployment"
        vectors = embedder.embed(["a b", "", "c"])
        server.fails_from, server.status = 0, 401
        with pytest.raises(CuratorError, match=r"answered with 401\. It refuses the key") as caught:
            embedder.embed(["d"])
    finally:
        endpoints.delete_endpoint("azure vectors")
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 1])
    where = "/openai/deployments/our-deployment/embeddings?api-version=2024-10-21"
    assert server.paths == {where}
    assert server.keys == {KEY}
    assert KEY not in str(caught.value)


def test_vectors_are_of_length_one_in_order_and_blanks_are_not_sent(
    project: ProjectFile, profile: EmbedderChoice, server: Server
) -> None:
    embedding.choose(project, profile, PERSON)
    vectors = cached_embed(project, chosen_embedder(project))(["a b", " ", "c", "a b"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 1, 1])
    expected = np.array(server.vector("c"))
    assert vectors[2] == pytest.approx(expected / np.linalg.norm(expected), abs=1e-5)
    assert server.batches[1:] == [["a b", "c"]] or server.batches[1:] == [["c", "a b"]]


def test_what_came_before_a_break_is_kept_and_goes_on(
    project: ProjectFile, profile: EmbedderChoice, server: Server
) -> None:
    embedding.choose(project, profile, PERSON)
    server.fails_from = 2
    with pytest.raises(CuratorError, match=r"answered with 500.*is kept") as caught:
        patterns.group(project, lens="answered")
    assert KEY not in caught.value.sentence
    server.fails_from = 10**9
    patterns.group(project, lens="answered")
    sent = [text for batch in server.batches[1:] for text in batch]
    assert len(sent) == len(set(sent)) == 200


@pytest.mark.parametrize(
    ("status", "told"), [(401, "refuses the key"), (404, "does not know the model"),
                         (429, "rate limiting")]
)  # fmt: skip
def test_each_refusal_says_what_to_do(
    project: ProjectFile, profile: EmbedderChoice, server: Server, status: int, told: str
) -> None:
    server.fails_from, server.status = 0, status
    with pytest.raises(CuratorError, match=told):
        embedding.choose(project, profile, PERSON)
    assert embedding.choice(project) == EmbedderChoice()


def test_without_its_server_a_project_says_so_and_falls_back_only_when_told(
    project: ProjectFile, profile: EmbedderChoice, server: Server
) -> None:
    embedding.choose(project, profile, PERSON)
    found = patterns.group(project, lens="answered")
    patterns.accept_grouping(project, found, PERSON)
    before = patterns.current(project)
    endpoints.delete_endpoint("vectors")
    with pytest.raises(CuratorError, match=r"not available: No endpoint.*choose the built-in one"):
        patterns.group(project)
    assert patterns.current(project) == before
    embedding.choose(project, EmbedderChoice(), PERSON)
    again = patterns.group(project)
    assert again.embedder.startswith("wordllama")
    assert {one.id: (one.name, one.members) for one in again.patterns} == {
        one.id: (one.name, one.members) for one in before.patterns
    }
    endpoints.save_endpoint(Endpoint(name="vectors", base_url="http://127.0.0.1:9/v1"))


def test_other_vector_lengths_are_noticed(
    project: ProjectFile, profile: EmbedderChoice, server: Server
) -> None:
    embedding.choose(project, profile, PERSON)
    server.dims = 8
    with pytest.raises(CuratorError, match="vectors of 8 numbers now, 16 before"):
        patterns.group(project)


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """A static model of our own, as small as can be."""
    model2vec = pytest.importorskip("model2vec")
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words = ["[UNK]", "[PAD]", "The", "money", "is", "on", "its", "way", "Dear", "Sir", "Hello"]
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    vectors = np.random.default_rng(5).normal(size=(len(words), 12)).astype(np.float32)
    folder = tmp_path / "tiny model"
    model2vec.StaticModel(vectors, tokenizer).save_pretrained(folder)
    return folder


def test_a_local_model_embeds_offline(project: ProjectFile, model_folder: Path) -> None:
    chosen = EmbedderChoice(kind="model2vec", folder=str(model_folder))
    embedding.choose(project, chosen, PERSON)
    embedder = chosen_embedder(project)
    assert embedder.dims == 12
    assert embedder.id.startswith("model2vec-tiny model-")
    vectors = embedder.embed(["The money is on its way", "", "Dear Sir", "Dear Sir"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 1, 1])
    assert (vectors[2] == vectors[3]).all()
    told = patterns.embedding_estimate(project, chosen)
    assert "stay on this machine" in told.sentence
    assert patterns.group(project).embedder == embedder.id


def test_a_local_model_is_loaded_once_until_its_folder_changes(
    project: ProjectFile, model_folder: Path
) -> None:
    chosen = EmbedderChoice(kind="model2vec", folder=str(model_folder))
    embedding.choose(project, chosen, PERSON)
    first = chosen_embedder(project)
    assert chosen_embedder(project) is first
    (model_folder / "README.md").write_text("another model", encoding="utf-8")
    assert chosen_embedder(project).id != first.id


def test_a_slow_embedder_stops_between_two_requests_and_keeps_what_came(
    project: ProjectFile, profile: EmbedderChoice, server: Server
) -> None:
    embedding.choose(project, profile, PERSON)
    with pytest.raises(Cancelled):
        patterns.group(project, lens="answered", is_cancelled=lambda: len(server.batches) > 1)
    assert len(server.batches) == 2
    patterns.group(project, lens="answered")
    sent = [text for batch in server.batches[1:] for text in batch]
    assert len(sent) == len(set(sent)) == 200


def test_a_missing_folder_or_extra_is_said(project: ProjectFile, tmp_path: Path) -> None:
    with pytest.raises(CuratorError, match="no folder"):
        embedding.choose(
            project, EmbedderChoice(kind="model2vec", folder=str(tmp_path / "none")), PERSON
        )
    with pytest.raises(CuratorError, match="holds no model2vec model"):
        embedding.choose(project, EmbedderChoice(kind="model2vec", folder=str(tmp_path)), PERSON)
    with pytest.raises(CuratorError, match="not installed: pip install sentence-transformers"):
        embedding.choose(
            project, EmbedderChoice(kind="sentence-transformers", folder=str(tmp_path)), PERSON
        )

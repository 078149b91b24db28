"""A real HTTP server on 127.0.0.1 that speaks chat completions and embeddings, and misbehaves.

    with ModelServer() as server:
        ... point a client at server.url (it ends in /v1) ...

`answer` turns the body of a chat request into the text that is answered; `trouble` says, for a
request, which way it goes wrong ("" for a good answer). Every request is kept, and `answered`
counts the good answers that were written whole, by the request's idempotency key (else by its
last message): what a provider would charge for.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, Self

Trouble = Literal[
    "",
    "429",  # rate limit, with retry-after-ms: 20
    "429 seconds",  # rate limit, with Retry-After: 1
    "quota",  # 429 that no waiting mends
    "401",
    "echo key",  # 401 that repeats the key it was sent
    "404",
    "500",
    "hang",  # no answer until the server closes
    "cut",  # the connection ends inside the answer
    "malformed",  # 200 with JSON that breaks off
    "not json",  # 200 with a page of HTML
    "content filter",  # 200, finish_reason content_filter
    "refused by filter",  # 400, code content_filter
    "context length",  # 400, code context_length_exceeded
    "huge",  # an answer of 10 MB
    "wrong model",
    "no choices",
    "no usage",
    "length",  # finish_reason length
]
DIMS = 16
HUGE = 10_000_000


@dataclass(frozen=True)
class Request:
    """One request as it came. `seen` counts earlier requests with the same key."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    seen: int

    @property
    def key(self) -> str:
        """What tells calls apart: the idempotency key, else the last message."""
        return self.headers.get("idempotency-key") or self.last

    @property
    def last(self) -> str:
        """The text of the last message."""
        messages = self.body.get("messages") or [{}]
        content = messages[-1].get("content", "")
        return content if isinstance(content, str) else json.dumps(content)


def _echo(body: dict[str, Any]) -> str:
    return f"Answer to: {body['messages'][-1]['content']}"


def _no_trouble(_: Request) -> Trouble:
    return ""


def vector_of(text: str) -> list[float]:
    """A unit vector that follows from the text alone; texts that share words lie near."""
    vector = [0.0] * DIMS
    for word in text.lower().split():
        digest = hashlib.sha256(word.encode()).digest()
        vector[digest[0] % DIMS] += 1.0 if digest[1] % 2 else -1.0
    length = sum(value * value for value in vector) ** 0.5 or 1.0
    return [value / length for value in vector]


@dataclass
class ModelServer:
    """The server; a context manager that starts and stops it in a thread of its own."""

    answer: Callable[[dict[str, Any]], str] = _echo
    trouble: Callable[[Request], Trouble] = _no_trouble
    hold_after: int | None = None
    """After so many good answers every further request waits for `release`."""
    delay: float = 0.0
    """Seconds before every answer."""
    requests: list[Request] = field(default_factory=list[Request])
    answered: Counter[str] = field(default_factory=Counter[str])
    tokens_in: int = 0
    tokens_out: int = 0
    in_flight: int = 0
    most_in_flight: int = 0
    port: int = 0

    def __enter__(self) -> Self:
        self._seen: Counter[str] = Counter()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="model server", daemon=True)
        self._thread.start()
        if not self._started.wait(10):
            raise RuntimeError("the model server did not start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def url(self) -> str:
        """The base URL that clients are given."""
        return f"http://127.0.0.1:{self.port}/v1"

    def release(self) -> None:
        """Let held requests go on, and hold no more."""
        self.hold_after = None
        self._loop.call_soon_threadsafe(self._released.set)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop, self._released = asyncio.Event(), asyncio.Event()
        self._busy: set[asyncio.Task[Any]] = set()
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        await self._stop.wait()
        server.close()
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        try:
            while (request := await self._read(reader)) is not None:
                self.in_flight += 1
                self.most_in_flight = max(self.most_in_flight, self.in_flight)
                try:
                    await self._reply(request, reader, writer)
                finally:
                    self.in_flight -= 1
                if writer.is_closing():
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went away, or the server stops
        finally:
            self._busy.discard(task)
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Request | None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines if line)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        size = int(headers.get("content-length", "0"))
        body = json.loads(await reader.readexactly(size)) if size else {}
        path = first.split(" ")[1]
        request = Request(path, headers, body, 0)
        seen = self._seen[request.key]
        self._seen[request.key] += 1
        request = Request(path, headers, body, seen)
        self.requests.append(request)
        return request

    async def _reply(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if self.hold_after is not None and self.answered.total() >= self.hold_after:
            await self._released.wait()
            if reader.at_eof():  # the client died meanwhile: nothing is made for it
                raise ConnectionError
        if self.delay:
            await asyncio.sleep(self.delay)
        trouble = self.trouble(request)
        if trouble == "hang":
            await self._stop.wait()
            return
        status, body, headers = self._content(request, trouble)
        head = f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        whole = head.encode() + b"\r\n" + body
        if trouble == "cut":
            writer.write(whole[:-10])
            await writer.drain()
            writer.close()
            return
        if status.startswith("200") and trouble in ("", "no usage", "length"):
            # Counted before the last byte leaves: a client that has the answer finds it counted.
            self.answered[request.key] += 1
        writer.write(whole)
        await writer.drain()

    def _content(self, request: Request, trouble: Trouble) -> tuple[str, bytes, dict[str, str]]:
        kind = {"content-type": "application/json"}
        failed = _FAILURES.get(trouble)
        if trouble == "echo key":
            key = request.headers.get("authorization", "").removeprefix("Bearer ")
            failed = ("401 Unauthorized", "invalid_api_key", f"Incorrect API key: {key}.", {})
        if failed is not None:
            status, code, said, extra = failed
            error = {"error": {"message": said, "type": "error", "code": code, "param": None}}
            return status, json.dumps(error).encode(), kind | extra
        if trouble == "not json":
            return "200 OK", b"<html>Gateway</html>", {"content-type": "text/html"}
        path = request.path.partition("?")[0]
        if path.endswith("/chat/completions"):
            body = json.dumps(self._completion(request, trouble)).encode()
        elif path.endswith("/embeddings"):
            body = json.dumps(self._embeddings(request)).encode()
        elif path.endswith("/models"):
            models = {"object": "list", "data": [{"id": "test-model", "object": "model"}]}
            body = json.dumps(models).encode()
        else:
            return "404 Not Found", b'{"error": {"message": "no such path"}}', kind
        return "200 OK", body[:-20] if trouble == "malformed" else body, kind

    def _completion(self, request: Request, trouble: Trouble) -> dict[str, Any]:
        text = "x" * HUGE if trouble == "huge" else self.answer(request.body)
        reason = {"content filter": "content_filter", "length": "length"}.get(trouble, "stop")
        words = sum(len(str(one.get("content")).split()) for one in request.body["messages"])
        out = len(text.split())
        self.tokens_in += words
        self.tokens_out += out
        choice = {
            "index": 0,
            "finish_reason": reason,
            "message": {
                "role": "assistant",
                "content": "" if trouble == "content filter" else text,
            },
        }
        model = "another-model" if trouble == "wrong model" else request.body.get("model", "")
        answer: dict[str, Any] = {
            "id": f"chatcmpl-{len(self.requests)}",
            "object": "chat.completion",
            "created": 1_760_000_000,
            "model": model,
            "choices": [] if trouble == "no choices" else [choice],
        }
        if trouble != "no usage":
            answer["usage"] = {
                "prompt_tokens": words,
                "completion_tokens": out,
                "total_tokens": words + out,
            }
        return answer

    def _embeddings(self, request: Request) -> dict[str, Any]:
        given = request.body.get("input", [])
        texts: list[str] = [given] if isinstance(given, str) else given
        words = sum(len(text.split()) for text in texts)
        data = [
            {"object": "embedding", "index": place, "embedding": vector_of(text)}
            for place, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": words, "total_tokens": words}
        return {"object": "list", "model": request.body.get("model"), "data": data, "usage": usage}


_FAILURES: Mapping[str, tuple[str, str, str, dict[str, str]]] = {
    "429": ("429 Too Many", "rate_limit_exceeded", "Slow down.", {"retry-after-ms": "20"}),
    "429 seconds": ("429 Too Many", "rate_limit_exceeded", "Slow down.", {"retry-after": "1"}),
    "quota": ("429 Too Many", "insufficient_quota", "You exceeded your quota.", {}),
    "401": ("401 Unauthorized", "invalid_api_key", "Incorrect API key provided.", {}),
    "404": ("404 Not Found", "model_not_found", "The model does not exist.", {}),
    "500": ("500 Internal Server Error", "server_error", "Something broke.", {}),
    "refused by filter": ("400 Bad Request", "content_filter", "The prompt was filtered.", {}),
    "context length": ("400 Bad Request", "context_length_exceeded", "Too many tokens.", {}),
}

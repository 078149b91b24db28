"""Endpoints: profiles without keys, keys in the keyring, a connection that says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import pytest
from keyring.errors import PasswordDeleteError

from curator.errors import CuratorError
from curator.model.endpoint import Endpoint
from curator.model.message import Message
from curator.operations import endpoints
from curator.trials.endpoints import keys
from curator.trials.endpoints.client import same_model
from curator.trials.endpoints.failures import asked_wait
from tests.model_server import ModelServer, Trouble

KEY = "sk-live-9aKq2Lw7Zx"


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring of the test's own."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("none")


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    made = MemoryKeyring()
    with swapped(made):
        yield made


@pytest.fixture
def no_ring() -> Iterator[None]:
    with swapped(keyring.backends.fail.Keyring()):
        yield


class swapped:  # noqa: N801
    """This keyring for a while."""

    def __init__(self, ring: keyring.backend.KeyringBackend) -> None:
        self._ring = ring

    def __enter__(self) -> None:
        self._before = keyring.get_keyring()
        keyring.set_keyring(self._ring)

    def __exit__(self, *_: object) -> None:
        keyring.set_keyring(self._before)


@pytest.fixture(autouse=True)
def own_profiles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_profiles_are_kept_without_their_keys(ring: MemoryKeyring) -> None:
    local = Endpoint(name="local", base_url="http://127.0.0.1:1/v1", model="llama", timeout=9.5)
    paid = Endpoint(
        name="“Ünï” \\ x", kind="openai", model="gpt-4.1-mini", input_price=0.4, output_price=1.6
    )
    endpoints.save_endpoint(local)
    endpoints.save_endpoint(paid, key=KEY)
    assert endpoints.endpoints() == [local, paid]
    assert KEY not in endpoints.profiles_path().read_text(encoding="utf-8")
    assert endpoints.key_place(paid) == "system keyring"
    renamed = paid.model_copy(update={"name": "paid"})
    endpoints.save_endpoint(renamed, former=paid.name)
    assert endpoints.find_endpoint("paid") == renamed
    assert list(ring.kept.values()) == [KEY]
    assert endpoints.key_place(renamed) == "system keyring"
    endpoints.delete_endpoint("paid")
    assert ring.kept == {}
    assert endpoints.find_endpoint() == local


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "compatible"}, "needs a base URL"),
        ({"kind": "azure", "base_url": "https://x.example"}, "needs an API version"),
        ({"base_url": "ftp://x"}, "must begin with http"),
    ],
)
def test_a_profile_that_cannot_work_is_not_kept(fields: dict[str, str], said: str) -> None:
    with pytest.raises(CuratorError, match=said):
        endpoints.save_endpoint(Endpoint.model_validate({"name": "x", **fields}))
    assert endpoints.endpoints() == []


def test_without_a_keyring_the_variable_is_named(
    no_ring: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid = Endpoint(name="paid", kind="openai", model="m")
    with pytest.raises(CuratorError) as caught:
        endpoints.save_endpoint(paid, key=KEY)
    assert "no keyring" in caught.value.sentence
    assert "OPENAI_API_KEY" in caught.value.sentence
    assert KEY not in caught.value.sentence
    assert endpoints.endpoints() == []
    assert "There is no key" in endpoints.test_connection(paid)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert endpoints.key_place(paid) == "environment variable OPENAI_API_KEY"
    found = keys.need_key(paid)
    assert found.get_secret_value() == KEY
    assert KEY not in repr(found)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("", ""),
        ("401", "refuses the key"),
        ("404", "does not know the address or the model “m”"),
        ("quota", "the quota is used up"),
        ("429", "rate limiting now"),
        ("not json", "does not speak chat completions"),
        ("wrong model", "not with the model asked for: “another-model” answered, not “m”"),
        ("cut", "cannot be reached"),
        ("hang", "did not answer in time"),
    ],
)
def test_a_connection_says_what_is_wrong(no_ring: None, trouble: Trouble, said: str) -> None:
    with ModelServer(trouble=lambda _: trouble) as server:
        # Only who never answers may be given up soon: a busy machine is not a silent server.
        patience = 0.5 if trouble == "hang" else 30.0
        profile = Endpoint(name="x", base_url=server.url, model="m", timeout=patience)
        found = endpoints.test_connection(profile)
        assert said in found
        assert bool(found) == bool(said)
        assert len(server.requests) == 1
        assert server.requests[0].last == "Hello"


def test_nobody_there_and_no_model(no_ring: None) -> None:
    with ModelServer() as server:
        url = server.url
    gone = Endpoint(name="x", base_url=url, model="m")
    assert "cannot be reached" in endpoints.test_connection(gone)
    assert "names no model" in endpoints.test_connection(gone.model_copy(update={"model": ""}))
    with pytest.raises(CuratorError, match="cannot be reached"):
        endpoints.ask_once(gone, [Message(role="user", content="x")])


def test_azure_is_asked_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", KEY)
    with ModelServer() as server:
        azure = Endpoint(
            name="az",
            kind="azure",
            base_url=server.url.removesuffix("/v1"),
            model="deployed",
            api_version="2024-10-21",
        )
        assert endpoints.test_connection(azure) == ""
        (asked,) = server.requests
        assert asked.path == (
            "/openai/deployments/deployed/chat/completions?api-version=2024-10-21"
        )
        assert asked.headers["api-key"] == KEY


def test_what_a_server_says_back_is_redacted(monkeypatch: pytest.MonkeyPatch) -> None:
    own = "my-private-token-123"
    monkeypatch.setenv("OWN_KEY", own)
    assert keys.redact(f"bad key {KEY} and Bearer abc.def") == "bad key [key] and Bearer [key]"
    with ModelServer(trouble=lambda _: "echo key") as server:
        profile = Endpoint(name="x", base_url=server.url, model="m", key_variable="OWN_KEY")
        found = endpoints.test_connection(profile)
        assert "refuses the key" in found
        assert own not in found
        assert "[key]" in found


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "20", "retry-after": "3"}, 0.02),
        ({"retry-after": "Thu, 01 Jan 2015 00:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_retry_after_in_every_spelling(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_wait(headers) == seconds


@pytest.mark.parametrize(
    ("asked", "answered", "same"),
    [
        ("gpt-4.1", "gpt-4.1-2025-04-14", True),
        ("gpt-4.1", "gpt-4.1-mini", False),
        ("openai/gpt-4o", "gpt-4o", True),
        ("llama3", "llama3:latest", True),
        ("llama3:8b", "llama3:70b", False),
        ("m", "", True),
    ],
)
def test_dated_names_are_the_same_model(asked: str, answered: str, same: bool) -> None:
    assert same_model(asked, answered) is same

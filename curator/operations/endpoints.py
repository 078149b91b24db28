"""Endpoints on this machine: profiles, keys, and whether one answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from pydantic import SecretStr

from curator.errors import CuratorError
from curator.model.endpoint import Endpoint
from curator.model.message import Message
from curator.trials.endpoints import keys
from curator.trials.endpoints.client import ChatClient
from curator.trials.endpoints.failures import CallFailure, FailureKind
from curator.trials.endpoints.profile_file import check_profile, read_profiles, write_profiles
from curator.trials.rendering import Prompt


def profiles_path() -> Path:
    """The file of profiles: this machine's own, outside every project."""
    import platformdirs

    return Path(platformdirs.user_config_dir("curator", appauthor=False)) / "endpoints.toml"


def endpoints() -> list[Endpoint]:
    """The profiles on this machine, in order."""
    return read_profiles(profiles_path())


def find_endpoint(name: str = "") -> Endpoint:
    """The profile of that name; "" is the only one there is. Raises CuratorError."""
    found = endpoints()
    if not found:
        raise CuratorError(
            "No endpoint is set up. Add one in the app or describe it in the variant's file; "
            "outputs made elsewhere can be imported without one.",
            field="endpoint",
        )
    if not name and len(found) == 1:
        return found[0]
    for one in found:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in found)
    said = f"There is no endpoint “{name}”" if name else "There are several endpoints"
    raise CuratorError(f"{said}. Name one of: {known}.", field="endpoint")


def save_endpoint(endpoint: Endpoint, *, key: str | None = None, former: str = "") -> None:
    """Keep a profile, and its key in the keyring where one is given; `former` is its old name.

    Raises CuratorError where the profile cannot work or there is no keyring; nothing is kept then.
    """
    check_profile(endpoint)
    found = endpoints()
    place = next((n for n, one in enumerate(found) if one.name == (former or endpoint.name)), None)
    if any(one.name == endpoint.name for n, one in enumerate(found) if n != place):
        raise CuratorError(f"There is an endpoint “{endpoint.name}” already.", field="name")
    if key:
        keys.keep_key(endpoint, key)
    elif former and former != endpoint.name and place is not None:
        _move_key(found[place], endpoint)
    if place is None:
        found.append(endpoint)
    else:
        found[place] = endpoint
    write_profiles(profiles_path(), found)


def _move_key(before: Endpoint, after: Endpoint) -> None:
    """Take a kept key along when a profile is renamed."""
    kept = keys.kept_key(before)
    if kept is not None:
        keys.keep_key(after, kept.get_secret_value())
        keys.forget_key(before)


def delete_endpoint(name: str) -> None:
    """Forget a profile and its key."""
    gone = find_endpoint(name)
    keys.forget_key(gone)
    write_profiles(profiles_path(), [one for one in endpoints() if one.name != name])


def key_place(endpoint: Endpoint) -> str:
    """Where the key comes from, in words; "" where there is none."""
    return keys.key_place(endpoint)


def test_connection(endpoint: Endpoint) -> str:
    """Send one short question; "" when it is answered, else a sentence of what is wrong.

    What is sent is the word "Hello" alone, nothing of a project.
    """
    try:
        check_profile(endpoint)
        if not endpoint.model:
            raise CuratorError(f"The endpoint “{endpoint.name}” names no model yet.", field="model")
        key = keys.need_key(endpoint)
    except CuratorError as error:
        return error.sentence

    try:
        _ask(endpoint, key, (Message(role="user", content="Hello"),))
    except CallFailure as failure:
        return _said(endpoint, failure)
    return ""


def ask_once(endpoint: Endpoint, messages: Sequence[Message]) -> str:
    """One answer outside any run; blocks. Raises CuratorError where there is none."""
    check_profile(endpoint)
    key = keys.need_key(endpoint)
    try:
        return _ask(endpoint, key, messages)
    except CallFailure as failure:
        raise CuratorError(_said(endpoint, failure)) from None


def _ask(endpoint: Endpoint, key: SecretStr, messages: Sequence[Message]) -> str:
    async def ask() -> str:
        client = ChatClient(endpoint, key)
        try:
            answer = await client.ask(Prompt(tuple(messages), endpoint.model))
            return answer.output.text
        finally:
            await client.close()

    return asyncio.run(ask())


def _said(endpoint: Endpoint, failure: CallFailure) -> str:
    """What is wrong and what to do."""
    reason = failure.reason.rstrip(".")
    match failure.kind:
        case FailureKind.KEY:
            return f"{endpoint.host} refuses the key ({reason}). Enter another one."
        case FailureKind.NOT_FOUND:
            return (
                f"{endpoint.host} does not know the address or the model “{endpoint.model}” "
                f"({reason}). Check the base URL (it often ends in /v1) and the model."
            )
        case FailureKind.QUOTA:
            return f"{endpoint.host} says that the quota is used up ({reason})."
        case FailureKind.RATE_LIMIT:
            return f"{endpoint.host} answers, but is rate limiting now ({reason})."
        case FailureKind.TIME_OUT:
            return f"{endpoint.host} did not answer in time ({reason})."
        case FailureKind.CONNECTION:
            return f"{endpoint.host} cannot be reached ({reason}). Is the server running?"
        case FailureKind.MALFORMED:
            return f"{endpoint.host} does not speak chat completions ({reason})."
        case FailureKind.WRONG_MODEL:
            return f"{endpoint.host} answers, but not with the model asked for: {reason}."
        case _:
            return f"{endpoint.host} refuses a plain question ({reason})."

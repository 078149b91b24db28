"""Keys of endpoints: in the system's keyring or an environment variable, nowhere else."""

from __future__ import annotations

import os
import re

from pydantic import SecretStr

from curator.errors import CuratorError
from curator.model.endpoint import Endpoint

SERVICE = "curator endpoints"
NO_KEY = SecretStr("no-key")
"""What a local server without keys is sent; the SDK wants some text."""
_LOOKS_LIKE_KEY = re.compile(
    r"\b(?:sk|pk|rk)-[\w*.-]{4,}|(?<=Bearer )[^\s\"',]+|(?<=api-key: )\S+", re.IGNORECASE
)


def find_key(endpoint: Endpoint) -> SecretStr | None:
    """The endpoint's key: from its environment variable, else from the keyring, else None."""
    return _from_variable(endpoint) or kept_key(endpoint)


def _from_variable(endpoint: Endpoint) -> SecretStr | None:
    value = os.environ.get(endpoint.variable, "").strip() if endpoint.variable else ""
    return SecretStr(value) if value else None


def kept_key(endpoint: Endpoint) -> SecretStr | None:
    """The key in the keyring; None where there is none, or no keyring."""
    import keyring
    from keyring.errors import KeyringError, NoKeyringError

    try:
        kept = keyring.get_password(SERVICE, endpoint.name)
    except NoKeyringError:
        return None
    except KeyringError as error:
        raise CuratorError(
            f"The keyring would not give the key of “{endpoint.name}”: "
            f"{type(error).__name__}. Unlock it, or {_alternative(endpoint)}."
        ) from None
    return SecretStr(kept) if kept else None


def key_place(endpoint: Endpoint) -> str:
    """Where the key comes from, in words; "" where there is none."""
    if _from_variable(endpoint) is not None:
        return f"environment variable {endpoint.variable}"
    return "system keyring" if kept_key(endpoint) is not None else ""


def need_key(endpoint: Endpoint) -> SecretStr:
    """The key; a compatible server may do without. Raises CuratorError where one is missing."""
    found = find_key(endpoint)
    if found is not None:
        return found
    if endpoint.kind == "compatible":
        return NO_KEY
    raise CuratorError(
        f"There is no key for the endpoint “{endpoint.name}”: enter it in the app, where the "
        f"system's keyring keeps it, or {_alternative(endpoint)}.",
        field="key",
    )


def keep_key(endpoint: Endpoint, key: str) -> None:
    """Put a key into the system's keyring. Raises CuratorError where there is none."""
    clean = key.strip()
    if not clean or not clean.isprintable() or not clean.isascii():
        raise CuratorError("A key is one line of plain letters, digits and signs.", field="key")
    import keyring
    from keyring.errors import KeyringError, NoKeyringError

    try:
        keyring.set_password(SERVICE, endpoint.name, clean)
    except NoKeyringError:
        raise CuratorError(
            f"This machine has no keyring, so the key cannot be kept: {_alternative(endpoint)}.",
            field="key",
        ) from None
    except KeyringError as error:
        raise CuratorError(
            f"The keyring did not take the key of “{endpoint.name}”: {type(error).__name__}. "
            f"Unlock it, or {_alternative(endpoint)}.",
            field="key",
        ) from None


def forget_key(endpoint: Endpoint) -> None:
    """Take the key out of the keyring; nothing happens where there is none."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, endpoint.name)
    except KeyringError:
        return  # no such key, or no keyring: either way none is kept


def _alternative(endpoint: Endpoint) -> str:
    if endpoint.variable:
        return f"set the environment variable {endpoint.variable} before Curator starts"
    return "name an environment variable in the profile and set it before Curator starts"


def redact(text: str, key: SecretStr | None = None) -> str:
    """The text without this key and without anything that looks like one."""
    if key is not None and key.get_secret_value() and key is not NO_KEY:
        text = text.replace(key.get_secret_value(), "[key]")
    return _LOOKS_LIKE_KEY.sub("[key]", text)

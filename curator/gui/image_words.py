"""What can be said of an image that is not shown: its type, its size, where it would come from."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import JsonValue

from curator.model.base import JsonObject


def data_words(address: str) -> str:
    """ "PNG, 34 kB" of a data address."""
    head, _, data = address.partition(",")
    kind = head.removeprefix("data:").split(";")[0]
    return _words(kind, len(data) * 3 // 4 if ";base64" in head else len(data))


def _words(kind: str, size: int) -> str:
    name = kind.rpartition("/")[2].split("+")[0].upper()[:12] or "unknown type"
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            return f"{name}, {size / factor:,.0f} {unit}"
    return f"{name}, {size} bytes"


def image_words(part: JsonObject) -> str:
    """ "PNG, 34 kB, not shown" or "at example.com, not loaded" of a message's image part."""
    source = part.get("source")
    if isinstance(source, dict):
        data = source.get("data")
        if isinstance(data, str):
            kind = source.get("media_type")
            return f"{_words(kind if isinstance(kind, str) else '', len(data) * 3 // 4)}, not shown"
        return _address(source.get("url"))
    address = part.get("image_url") or part.get("image") or part.get("url")
    if isinstance(address, dict):
        address = address.get("url")
    return _address(address)


def _address(address: JsonValue) -> str:
    if not isinstance(address, str):
        return "not loaded, not shown"
    if address.startswith("data:"):
        return f"{data_words(address)}, not shown"
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    return f"at {host}, not loaded" if host else "not loaded, not shown"

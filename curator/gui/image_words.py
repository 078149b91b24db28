"""An image of a message: what can be said of it, and its bytes where they lie in the data itself.

An image is shown only from bytes that came with the case. What is named by an address is told and
never loaded.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from urllib.parse import unquote_to_bytes, urlsplit

from curator.model.value import JsonObject, JsonValue

IMAGE_PARTS = frozenset({"image", "image_url", "input_image", "blob", "inline_data", "media"})
"""Kinds of message parts that may hold an image."""


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
    """ "PNG, 34 kB" or "at example.com, not loaded" of a message's image part."""
    packed = _packed(part)
    if packed is not None:
        kind, data = packed
        return _words(kind, len(data) * 3 // 4)
    return _address(_address_of(part))


def image_bytes(part: JsonObject) -> bytes | None:
    """The bytes of an image that lies in the data itself; None where there are none to read."""
    packed = _packed(part)
    try:
        if packed is not None:
            return b64decode(packed[1], validate=False) or None
        address = _address_of(part)
        if not isinstance(address, str) or not address.startswith("data:"):
            return None
        head, _, data = address.partition(",")
        found = b64decode(data) if ";base64" in head else unquote_to_bytes(data)
    except (binascii.Error, ValueError):
        return None
    return found or None


def is_image(part: JsonObject) -> bool:
    """Whether a part of a message is an image (a part of unknown bytes may be something else)."""
    kind = str(part.get("type", ""))
    if kind in ("blob", "media", "inline_data"):
        packed = _packed(part)
        return packed is not None and packed[0].startswith("image/")
    return kind in IMAGE_PARTS or isinstance(part.get("inline_data"), dict)


def _packed(part: JsonObject) -> tuple[str, str] | None:
    """Type and base64 of bytes that stand beside their type.

    Anthropic's `source`, OpenTelemetry's `blob`, Gemini's `inline_data`.
    """
    for place in (part.get("source"), part.get("inline_data"), part.get("inlineData"), part):
        if not isinstance(place, dict):
            continue
        data = place.get("data") or (place.get("content") if part.get("type") == "blob" else None)
        if isinstance(data, str) and data and not data.startswith(("http:", "https:", "data:")):
            kinds = (place.get(name) for name in ("media_type", "mime_type", "mimeType"))
            return next((kind for kind in kinds if isinstance(kind, str)), ""), data
    return None


def _address_of(part: JsonObject) -> JsonValue:
    """Where an image would come from; OpenInference puts it one level deeper than others."""
    found: JsonValue = part
    for _ in range(3):
        if not isinstance(found, dict):
            break
        names = ("image_url", "image", "image.url", "source", "url")
        found = next((found[name] for name in names if found.get(name)), None)
    return found


def _address(address: JsonValue) -> str:
    if not isinstance(address, str):
        return "not loaded, not shown"
    if address.startswith("data:"):
        return data_words(address)
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    return f"at {host}, not loaded" if host else "not loaded, not shown"

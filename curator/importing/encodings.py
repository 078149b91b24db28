"""Encodings: what undeclared bytes look like, and text that was decoded as the wrong one."""

from __future__ import annotations

import codecs
import re

from curator.errors import CuratorError

_TEXTS = ("gb18030", "big5", "shift_jis", "cp932", "euc_jp", "euc_kr", "cp949")
_NOT_GUESSED = [
    *("utf_7", "utf_8_sig", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le"),
    *("utf_32_be", "cp037", "cp500", "cp1140", "cp1026", "cp424"),
]
_LOOKED_AT = 200_000
_FEW = 20
"""Bytes above ASCII from which their frequencies say something."""
_LIKELY = 0.5
"""Share of the lines with other than ASCII bytes that must not be UTF-8."""
_SUSPICIOUS = re.compile("[\u00c2\u00c3\u00c5\u00d0\u00d1\u00e2\u00e3\u00ef\u00f0]")
"""What the first byte of a UTF-8 sequence looks like in Windows-1252 and Latin-1."""
_NAMES = {"cp1252": "windows-1252", "cp1250": "windows-1250", "cp1251": "windows-1251"}


def known_encoding(name: str) -> str:
    """Python's name of an encoding; raises CuratorError for one that does not exist."""
    try:
        found = codecs.lookup(name.strip())
    except LookupError:
        raise CuratorError(
            f'There is no encoding "{name}": use for instance utf-8, cp1252, latin-1 or shift_jis.',
            field="encoding",
        ) from None
    if not getattr(found, "_is_text_encoding", True):
        raise CuratorError(f'"{name}" is not an encoding of text.', field="encoding")
    # utf-16 and utf-32 ask for a byte order mark in every slice; a file has one at most.
    return {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(
        found.name, found.name
    )


def guess_encoding(head: bytes) -> str:
    """What the beginning of a file looks like when it is not UTF-8; "" when it is.

    A file of UTF-8 with a few broken rows is still UTF-8.
    """
    if head.isascii():
        return ""
    odd = [line for line in head[:_LOOKED_AT].splitlines() if not line.isascii()]
    broken = [line for line in odd if not _is_utf8(line)]
    if not odd or len(broken) < max(1, _LIKELY * len(odd)) or head[:4] == b"PAR1":
        return ""
    from charset_normalizer import from_bytes

    joined = b"\n".join(broken)
    best = from_bytes(joined, cp_exclusion=_NOT_GUESSED).best()
    if best is None:
        return ""
    western = joined.decode("cp1252", "replace")
    if western == joined.decode(best.encoding, "replace"):
        return "cp1252"
    return "cp1252" if best.encoding not in _TEXTS and _is_western(joined) else best.encoding


def spoken(encoding: str) -> str:
    """An encoding's name as people write it."""
    return _NAMES.get(encoding, encoding.replace("_", "-"))


def is_mojibake(text: str) -> bool:
    """Whether text was decoded as the wrong encoding and can be put right."""
    if text.isascii() or not _SUSPICIOUS.search(text):
        return False
    return repaired(text) != text


def repaired(text: str) -> str:
    """Text with wrong decodings undone ("\u00c3\u00a9" becomes "\u00e9"), nothing else changed."""
    import ftfy

    return ftfy.fix_encoding(text)


def _is_western(joined: bytes) -> bool:
    """Whether few bytes above ASCII stand alone among Latin letters, as in Western languages.

    On short texts statistics cannot tell the Windows code pages of Europe apart.
    """
    high = sum(byte >= 0x80 for byte in joined)
    return high <= _FEW and not re.search(rb"[\x80-\xff]{3}", joined)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

"""A JSON document's text, of which only a window is held, with a place in it that moves on.

Values are found by the standard library's decoder, which stops exactly where a value ends; where
the window ends before the value does, more of the file is read and the value begun again.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import cast

from pydantic import JsonValue

from curator.errors import CuratorError
from curator.importing.problems import RowProblem
from curator.importing.source import DOCUMENT_BYTES, SourceFile

CHUNK = 1 << 20
"""Bytes that are read at a time, at least."""
_UNDECIDED = 16
"""Characters before the window's end in which an error may come from the end alone: a literal,
a number or an escape that is cut in two."""
_SPACE = re.compile(r"[ \t\r\n]*")


def any_int(text: str) -> int | str:
    """A whole number, of any length: beyond what Python converts quickly as its text."""
    return int(text) if len(text) <= 20 else text


_LENIENT = json.JSONDecoder(parse_int=any_int)
"""Only finds where values end and what lies around the rows; rows are read by decode_json."""


class JsonWindow:
    """`text[place:]` is what comes next. Raises CuratorError where the file stops being readable.

    Bytes that are no UTF-8 become lone surrogates and so keep their place.
    """

    def __init__(self, source: SourceFile, chunk: int = CHUNK) -> None:
        self._chunk = chunk
        self.text = ""
        self.place = 0
        self._source = source
        self._errors = "surrogateescape" if source.encoding == "utf-8" else "strict"
        self._decoder = codecs.getincrementaldecoder(source.encoding)(self._errors)
        self._pieces = source.pieces(chunk)
        self._ended = False
        self._bytes = 0
        self._lines = 0
        """Line feeds before the window."""
        self._column = 0
        """Characters between the last of them and the window."""

    @property
    def position(self) -> int:
        """About how many bytes of the file lie before the place."""
        return max(0, self._bytes - (len(self.text) - self.place))

    def peek(self) -> str:
        """The next character that is no space, made the place; "" at the end."""
        while True:
            self.place = cast("re.Match[str]", _SPACE.match(self.text, self.place)).end()
            if self.place < len(self.text):
                return self.text[self.place]
            if not self._more():
                return ""

    def take(self) -> None:
        """Go on behind the character at the place."""
        self.place += 1

    def value(self) -> tuple[JsonValue, int]:
        """The value at the place, and where it ends; the place stays.

        Raises RowProblem where there is none.
        """
        while True:
            try:
                value, end = _LENIENT.raw_decode(self.text, self.place)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated string")
                if (cut or error.pos >= len(self.text) - _UNDECIDED) and self._more():
                    continue
                where = self.where(error.pos)
                raise RowProblem(f"not valid JSON at {where}: {error.msg}") from error
            except RecursionError as error:
                raise RowProblem(f"nested too deeply at {self.where(self.place)}") from error
            # Near the window's end a number may go on behind it: "0." is 0 and a stop so far.
            if end < len(self.text) - _UNDECIDED or not self._more():
                return cast(JsonValue, value), end

    def skip_value(self) -> JsonValue:
        """The value at the place, which moves behind it. Raises RowProblem."""
        value, self.place = self.value()
        self.forget()
        return value

    def forget(self) -> None:
        """Let go of what lies before the place."""
        if self.place < self._chunk:
            return
        feeds = self.text.count("\n", 0, self.place)
        if feeds:
            self._lines += feeds
            self._column = self.place - self.text.rfind("\n", 0, self.place) - 1
        else:
            self._column += self.place
        self.text, self.place = self.text[self.place :], 0

    def rest(self, limit: int) -> str:
        """What comes next, about `limit` characters of it at most; the place moves behind it."""
        while len(self.text) - self.place < limit and self._more():
            pass
        found = self.text[self.place : self.place + limit]
        self.place += len(found)
        self.forget()
        return found

    def where(self, place: int) -> str:
        """A place of the window as line and column of the file."""
        line = self._lines + self.text.count("\n", 0, place) + 1
        feed = self.text.rfind("\n", 0, place)
        column = place - feed if feed >= 0 else self._column + place + 1
        return f"line {line}, column {column}"

    def raw(self, text: str) -> bytes:
        """A slice of the text as it lies in the file."""
        return text.encode(self._source.encoding, self._errors)

    def close(self) -> None:
        """Let go of the file."""
        self._pieces.close()

    def _more(self) -> bool:
        """Read on, as much again as the window holds. Returns whether there was more."""
        if self._ended:
            return False
        if len(self.text) > DOCUMENT_BYTES:
            raise CuratorError(
                f"{self._source.name} holds one JSON value of more than "
                f"{DOCUMENT_BYTES >> 30} GB: export it as rows, which are read one by one.",
                file=self._source.path,
            )
        wanted = max(self._chunk, len(self.text) - self.place)
        found: list[str] = []
        while wanted > 0 and not self._ended:
            piece = next(self._pieces, b"")
            self._ended = not piece
            self._bytes += len(piece)
            wanted -= len(piece)
            found.append(self._decoded(piece))
        self.text += "".join(found)
        return True

    def _decoded(self, piece: bytes) -> str:
        try:
            return self._decoder.decode(piece, final=self._ended)
        except UnicodeError as error:
            raise CuratorError(
                f"{self._source.name} cannot be read: some of its bytes are not "
                f"{self._source.encoding.upper()} text ({error}).",
                file=self._source.path,
            ) from error

"""Images of a case: shown from bytes that came with it, told and never loaded otherwise."""

from __future__ import annotations

import base64

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from curator.gui.image_words import image_bytes, image_words, is_image
from curator.gui.widgets.conversation import Conversation, blocks_of
from curator.gui.widgets.picture_view import DECODED, decoded
from curator.model.base import JsonObject
from curator.model.message import Message


def picture(width: int = 40, height: int = 20, kind: str = "PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 30, 30))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)  # pyright: ignore[reportCallIssue, reportArgumentType]
    return bytes(data.data())


PACKED = base64.b64encode(picture()).decode()
ADDRESS = f"data:image/png;base64,{PACKED}"
EMBEDDED: list[JsonObject] = [
    {"type": "image_url", "image_url": {"url": ADDRESS}},
    {"type": "input_image", "image_url": ADDRESS},
    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PACKED}},
    {"type": "image", "image": {"image": {"url": ADDRESS}}},
    {"type": "image", "image": ADDRESS},
    {"type": "blob", "mime_type": "image/png", "modality": "image", "content": PACKED},
    {"inline_data": {"mime_type": "image/png", "data": PACKED}},
]
ELSEWHERE: list[JsonObject] = [
    {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}},
    {"type": "image_url", "image_url": {"url": "file:///etc/hostname"}},
    {"type": "input_image", "file_id": "file-1"},
    {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}},
]


@pytest.mark.parametrize("part", EMBEDDED)
def test_bytes_in_the_data_are_shown(qtbot: QtBot, part: JsonObject) -> None:
    assert is_image(part)
    assert image_bytes(part) == base64.b64decode(PACKED)
    assert image_words(part).startswith("PNG, ")
    shown = Conversation("input", "Input")
    qtbot.addWidget(shown)
    shown.resize(400, 400)
    message = Message(role="user", content="See this.", parts=(part,))
    shown.show_messages([message])
    shown.show()
    view = shown._views[0]
    assert view.picture is not None
    assert view.picture.isVisible()
    assert "from the data itself" in view.fold.accessibleName()
    seen = view.picture.grab().toImage().pixelColor(5, 5)
    assert (seen.red(), seen.green()) == (200, 30)
    # The next case has no picture: nothing of this one stays.
    shown.show_messages([Message(role="user", content="Words.")])
    assert not view.picture.isVisible()


@pytest.mark.parametrize("part", ELSEWHERE)
def test_what_lies_elsewhere_is_never_loaded(part: JsonObject) -> None:
    assert image_bytes(part) is None
    assert "not loaded" in image_words(part)
    (block, *_) = blocks_of(Message(role="user", parts=(part,)))
    assert block.picture is None


def test_only_bitmaps_of_a_sane_size_are_decoded() -> None:
    assert decoded(b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/x'/></svg>") is None
    assert decoded(b"no image") is None
    assert decoded(picture()[:60]) is None
    large = decoded(picture(4_000, 2_000, "JPEG"))
    assert large is not None
    assert (large.width(), large.height()) == (DECODED, DECODED // 2)


def test_broken_base64_is_no_picture_and_no_crash(qtbot: QtBot) -> None:
    part: JsonObject = {"type": "image_url", "image_url": {"url": "data:image/png;base64,%%%"}}
    assert image_bytes(part) is None
    shown = Conversation("input", "Input")
    qtbot.addWidget(shown)
    shown.show_messages([Message(role="user", parts=(part,))])
    assert shown._views[0].picture is None


def test_reasoning_is_folded_wherever_it_was_logged() -> None:
    said = [
        Message(role="assistant", content="x", extra={"reasoning_content": "thought a"}),
        Message(role="assistant", content="x", parts=({"type": "thinking", "thinking": "b"},)),
        Message(role="assistant", content="x", parts=({"type": "reasoning", "content": "c"},)),
        Message(
            role="assistant",
            content="x",
            extra={
                "output": [
                    {"type": "reasoning", "summary": [{"type": "summary_text", "text": "d"}]}
                ]
            },
        ),
    ]
    for message in said:
        first = blocks_of(message)[0]
        assert (first.caption, first.folded) == ("Reasoning", True)
        assert first.text

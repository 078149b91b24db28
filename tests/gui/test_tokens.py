"""The theme's colours can be read: WCAG 2.2 contrast, worked out from the tokens."""

from __future__ import annotations

import pytest

from curator.gui.theme.tokens import BACKGROUNDS, TOKENS, Mode, contrast

MODES: tuple[Mode, ...] = ("light", "dark")


def test_the_contrast_is_that_of_wcag() -> None:
    """The two ends, and a pair worked out by hand: #767676 on white just passes at 4.54."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", BACKGROUNDS)
@pytest.mark.parametrize("text", ["text", "text2", "text3", "accent", "fail", "pass", "warn"])
def test_every_text_reads_on_every_ground(mode: Mode, ground: str, text: str) -> None:
    assert contrast(TOKENS[mode][text], TOKENS[mode][ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("onacc", "accent"),
        ("onacc", "acch"),
        ("fail", "failbg"),
        ("pass", "passbg"),
        ("warn", "warnbg"),
        ("text", "failbg"),
        ("text", "passbg"),
    ],
)
def test_text_reads_on_its_own_ground(mode: Mode, text: str, ground: str) -> None:
    assert contrast(TOKENS[mode][text], TOKENS[mode][ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", ["surface", "hover", "sel", "failbg", "passbg"])
@pytest.mark.parametrize("colour", ["codeword", "codestring", "codenumber", "codename", "text3"])
def test_code_reads_on_every_ground_it_may_stand_on(mode: Mode, ground: str, colour: str) -> None:
    """Its pane, a rendered block, a found word, a removed and an added one."""
    assert contrast(TOKENS[mode][colour], TOKENS[mode][ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_edges_and_map_marks_can_be_seen(mode: Mode) -> None:
    tokens = TOKENS[mode]
    for ground in ("win", "surface"):
        assert contrast(tokens["ctl"], tokens[ground]) >= 3
    for number in range(1, 9):
        assert contrast(tokens[f"p{number}"], tokens["surface"]) >= 3, f"p{number}"


def test_both_themes_name_the_same_tokens() -> None:
    assert TOKENS["light"].keys() == TOKENS["dark"].keys()

"""The dated table: a format's limits reach the places that take it, and nothing is guessed."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.readiness.targets import (
    known_targets,
    limits_of,
    read_table,
    start_own_table,
    target_named,
    targets_of,
)

TABLE = """
checked_on = 2026-11-01
[[limits]]
format = "openai-sft"
min_examples = 10
max_tokens = 65536
source = "a guide"
[[target]]
provider = "A"
model = "one"
format = "openai-sft"
[[target]]
provider = "B"
model = "two"
format = "openai-sft"
min_examples = 200
[[target]]
provider = "C"
model = "three"
"""


def test_a_target_has_its_formats_limits_unless_it_has_its_own(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text(TABLE, encoding="utf-8")
    table = read_table(path)
    assert [row.min_examples for row in table.targets] == [10, 200, None]
    # Tokens differ by model: a format's figure is not passed on to every model.
    assert [row.max_tokens for row in table.targets] == [None, None, None]
    assert table.limits[0].checked_on.isoformat() == "2026-11-01"


def test_a_limit_that_is_no_number_is_named(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text(TABLE.replace("= 65536", '= "many"'), encoding="utf-8")
    with pytest.raises(CuratorError, match=r"targets.toml, limits 0\.max_tokens"):
        read_table(path)


def test_the_shipped_table_keeps_what_the_services_ask() -> None:
    least = {row.name: row.min_examples for row in known_targets()}
    assert least["OpenAI/gpt-4.1"] == 10
    assert least["Amazon Bedrock/Nova 1"] == 8
    assert least["Amazon Bedrock/Nova 2 Lite"] == 200
    assert least["Self-hosted/TRL"] is None
    nova = limits_of("nova")
    assert nova is not None
    assert (nova.min_examples, nova.max_examples) == (8, 20_000)
    assert limits_of("messages") is None


def own_table(path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("CURATOR_TARGETS", str(path))


def test_a_users_own_rows_win_and_the_rest_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "targets.toml"
    own_table(
        path,
        "checked_on = 2026-11-20\n"
        '[[target]]\nprovider = "OpenAI"\nmodel = "gpt-4.1-mini"\ntraining_price = 5.0\n'
        '[[target]]\nprovider = "Ours"\nmodel = "small"\nformat = "messages"\n'
        '[[limits]]\nformat = "gemini"\nstart_with = 300\n',
        monkeypatch,
    )
    changed = target_named("openai/gpt-4.1-mini")
    assert changed is not None
    assert (changed.training_price, changed.own) == (5.0, True)
    assert changed.checked_on == date(2026, 11, 20)
    assert changed.tuned_output_price == 3.2, "what is left out stays as shipped"
    assert [row.name for row in targets_of("messages")] == ["Ours/small"]
    gemini = limits_of("gemini")
    assert gemini is not None
    assert (gemini.start_with, gemini.max_tokens, gemini.own) == (300, 131072, True)
    untouched = target_named("OpenAI/gpt-4o-mini")
    assert untouched is not None
    assert not untouched.own
    own_table(path, "", monkeypatch)
    os.utime(path, (1, 1))
    assert target_named("Ours/small") is None, "an edited file is read anew"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("target = 3", "write each row of target"),
        ('[[target]]\nprovider = "A"\nmodel = "b"', "checked_on"),
        (
            'checked_on = 2026-11-20\n[[limits]]\nformat = "nova"\nmin_examples = "x"',
            "min_examples",
        ),
        ("= 3", "not a TOML file"),
    ],
)
def test_a_faulty_table_of_ones_own_is_named(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "targets.toml"
    own_table(path, text, monkeypatch)
    with pytest.raises(CuratorError, match=said) as trouble:
        known_targets()
    assert trouble.value.file == str(path)


def test_a_table_to_edit_is_made_once_and_changes_nothing_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = known_targets()
    path = start_own_table(tmp_path / "new" / "targets.toml", date(2026, 11, 22))
    monkeypatch.setenv("CURATOR_TARGETS", str(path))
    assert known_targets() == before
    assert "checked_on = 2026-11-22" in path.read_text(encoding="utf-8")
    path.write_text("# mine", encoding="utf-8")
    start_own_table(path, date(2026, 11, 23))
    assert path.read_text(encoding="utf-8") == "# mine"

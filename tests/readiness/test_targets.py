"""The dated table: a format's limits reach the places that take it, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.readiness.targets import known_targets, limits_of, read_table

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

"""What goes into an export, chosen on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curator.errors import CuratorError
from curator.model.case import CarriedReview
from curator.model.review import Mark
from curator.operations import projects
from tests.builders import add_cases, incoming

# typer reaches into click by names that click 8.2 calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:'click:DeprecationWarning")

PATTERNS = ("Too cold", "Wrong report")
GUESTS = ("a choir", "a dentist", "a gym", "a tax adviser", "a pottery", "a school", "a shop",
          "a bakery", "a library", "a zoo", "a ferry", "a farm")  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two dozen failures under two tags, each with an ideal answer, and twelve passes."""
    path = tmp_path_factory.mktemp("project") / "help.curator"
    cases = [
        incoming(
            number,
            f"How does {GUESTS[number % 12]} do job {number} with part {number * 37 % 101}?",
            f"Per policy {number} see manual {number}.",
            public_id=f"c{number}",
            review=CarriedReview(
                mark=Mark.FAIL if number < 24 else Mark.PASS,
                note="cold" if number < 24 else "",
                tags=(PATTERNS[number % 2],) if number < 24 else (),
                ideal=f"Open page {number} and press the button there." if number < 24 else None,
                reviewer="Ines" if number % 3 else "Tomasz",
            ),
        )
        for number in range(36)
    ]
    with projects.create_project(path) as opened:
        add_cases(opened, cases)
        projects.set_setting(opened, "production_system_prompt", "Be warm.", "Ines")
    return path


def run(*arguments: object) -> Any:
    """A command's JSON answer."""
    from typer.testing import CliRunner

    from curator.cli.app import app

    done = CliRunner().invoke(app, [str(one) for one in [*arguments, "--json"]])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code in (0, 1), done.output
    return json.loads(done.stdout)


def rows(folder: Path) -> list[Any]:
    return [json.loads(line) for line in (folder / "train.jsonl").read_bytes().splitlines()]


FORCED = ("--override-reason", "a test of options")


def test_chosen_patterns_only(project: Path, tmp_path: Path) -> None:
    run("export", project, "--out", tmp_path / "a", "--format", "huggingface", *FORCED,
        "--pattern", "too COLD")  # fmt: skip
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_bytes())
    train = (tmp_path / "a" / "data" / "train.jsonl").read_bytes().splitlines()
    assert train
    assert {json.loads(line)["pattern"] for line in train} == {"Too cold"}
    assert len(manifest["options"]["pattern_ids"]) == 1
    with pytest.raises(CuratorError, match="no pattern “Nope” in this project; there is “"):
        run("export", project, "--out", tmp_path / "b", "--pattern", "Nope")


def test_passing_cases_are_mixed_in_at_the_share_asked_for(project: Path, tmp_path: Path) -> None:
    report = run("export", project, "--out", tmp_path / "a", "--keep-share", 0.25, *FORCED)
    counts = report["manifest"]["counts"]
    assert counts["keep"] > 0
    trained = counts["train"] + counts["validation"]
    held = report["manifest"]["counts"]["held_out"]
    assert trained + held == sum(report["counts"][s] for s in ("train", "validation", "held_out"))


def test_the_system_prompt_of_production_or_of_a_file(project: Path, tmp_path: Path) -> None:
    run("export", project, "--out", tmp_path / "a", *FORCED)
    assert rows(tmp_path / "a")[0]["messages"][0]["role"] == "user"
    run("export", project, "--out", tmp_path / "b", "--system-prompt", "production", *FORCED)
    for row in rows(tmp_path / "b"):
        assert row["messages"][0] == {"role": "system", "content": "Be warm."}
    prompt = tmp_path / "prompt.txt"
    prompt.write_text("Be brief.\n", encoding="utf-8")
    report = run("export", project, "--out", tmp_path / "c", "--system-prompt", prompt, *FORCED)
    assert rows(tmp_path / "c")[0]["messages"][0]["content"] == "Be brief."
    assert report["manifest"]["options"]["system_prompt"] == "Be brief."
    for name, words in (("none.txt", "could not be read"), ("empty.txt", "is empty")):
        (tmp_path / "empty.txt").write_text(" ")
        with pytest.raises(CuratorError, match=words):
            run("export", project, "--out", tmp_path / "d", "--system-prompt", tmp_path / name)


def test_the_check_of_the_system_prompt_sees_the_replaced_one(project: Path) -> None:
    """Rows logged without the production prompt block; trained with it they do not."""
    assert 23 in run("export", project, "--preview", 1)["blocked"]
    replaced = run("export", project, "--preview", 1, "--system-prompt", "production")
    assert 23 not in replaced["blocked"]


def test_reviewers_under_pseudonyms(project: Path, tmp_path: Path) -> None:
    run("export", project, "--out", tmp_path / "a", "--reviewers", "pseudonyms", *FORCED)
    text = b"".join(path.read_bytes() for path in (tmp_path / "a").iterdir())
    assert b"reviewer 1" in text
    assert b"Ines" not in text
    assert b"Tomasz" not in text


def test_a_preview_writes_nothing_and_shows_rows_tokens_and_price(
    project: Path, tmp_path: Path
) -> None:
    shown = run("export", project, "--preview", 2, "--format", "openai-sft")
    assert len(shown["rows"]) == 2
    assert json.loads(shown["rows"][0])["messages"]
    assert shown["tokens"]["train"] > 0
    assert shown["tokens"]["exact"] is True
    assert shown["training_price"]["dollars"] is None
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(CuratorError, match="Name the folder to write into with --out"):
        run("export", project)

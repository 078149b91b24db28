"""`curator trial` on an endpoint: nothing is sent unseen, and what was said wrong is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.model.case import CarriedReview
from curator.model.review import Mark
from curator.operations import projects, variants
from tests.builders import incoming, new_project
from tests.end_to_end.command_line import curator_here as curator
from tests.model_server import ModelServer


@pytest.fixture
def project(tmp_path: Path) -> Path:
    cases = [
        incoming(
            number,
            f"Which plan has {(number * 7919) ** 4:x}?",
            review=CarriedReview(
                mark=Mark.FAIL if number <= 30 else Mark.PASS, ideal=f"Plan {number}."
            ),
        )
        for number in range(1, 41)
    ]
    with new_project(tmp_path, cases) as made:
        return made.path


def variant(folder: Path, server: ModelServer, *, price: float | None) -> Path:
    prices = f"input_price = {price}\noutput_price = {price}" if price is not None else ""
    path = folder / "kind.toml"
    text = f'system = "Be kind."\n[endpoint]\nbase_url = "{server.url}"\nmodel = "m"\n{prices}'
    path.write_text(text, encoding="utf-8")
    return path


def test_what_costs_is_not_sent_before_it_was_agreed_to(project: Path, tmp_path: Path) -> None:
    with ModelServer() as server:
        file = variant(tmp_path, server, price=2.0)
        refused = curator("trial", project, "--variant", file)
        assert refused.code == 2
        assert "calls to 127.0.0.1" in refused.err
        assert "about $0.00" in refused.err
        assert "--yes" in refused.err
        assert server.requests == []
        done = curator("trial", project, "--variant", file, "--cases", "all", "--yes")
        assert done.code == 0, done.err
        assert "80 of 80 calls are done." in done.out
        assert "40 outputs are not judged yet" in done.out
        assert "per 1,000 calls" in done.out
        assert server.answered.total() == 80


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--variant", "nothing"], "There is no variant “nothing”"),
        (["--variant", "x", "--cases", "some"], "“some” is no choice of cases"),
        (["--variant", "Fresh baseline"], "No endpoint is set up"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(project: Path, arguments: list[str], said: str) -> None:
    answer = curator("trial", project, *arguments)
    assert answer.code == 2
    assert said in answer.err


def test_what_is_known_of_a_tuned_model_is_said_with_its_outputs(
    project: Path, tmp_path: Path
) -> None:
    outputs = tmp_path / "pilot.jsonl"
    lines = (f'{{"id": "log-{n}", "output": "Plan {n}.", "mark": "pass"}}' for n in range(1, 41))
    outputs.write_text("\n".join(lines), encoding="utf-8")
    importing = ("trial", project, "--import", outputs)
    told = ("--is", "notes", "--is", "examples", "--is", "current-model")
    assert curator(*importing, "--variant", "v2", *told).code == 0
    pilot = ("--is", "tuned", "--training-rows", "60", "--with-prompt", "v2")
    assert curator(*importing, "--variant", "pilot", *pilot).code == 0
    with projects.open_project(project) as opened:
        found = {one.name: one.definition for one in variants.variant_list(opened)}
    assert found["v2"] == {"written_from": "notes", "examples": True, "current_model": True}
    assert found["pilot"] == {"tuned": True, "training_rows": 60, "with_prompt": "v2"}
    file = tmp_path / "pilot 2.toml"
    file.write_text("tuned = true\ntraining_rows = 90", encoding="utf-8")
    assert curator(*importing, "--variant", file).code == 0
    with projects.open_project(project) as opened:
        assert variants.find_variant(opened, "pilot 2").training_rows == 90


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--is", "magic"], "--is magic: choose from baseline"),
        (["--training-rows", "60"], "add --is tuned"),
        (["--is", "tuned", "--with-prompt", "v9"], "There is no variant “v9”"),
    ],
)
def test_what_cannot_be_known_of_a_variant_is_told(
    project: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    outputs = tmp_path / "pilot.jsonl"
    outputs.write_text('{"id": "log-1", "output": "Plan 1."}', encoding="utf-8")
    answer = curator("trial", project, "--import", outputs, "--variant", "x", *arguments)
    assert answer.code == 2
    assert said in answer.err

"""The language of code that nobody named: told where its signs are plain, left alone elsewhere."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.gui.code_colours import LANGUAGES, Code, code_in
from curator.gui.code_guess import LOOKED_AT, guessed_language

CODE = {
    "python": "import os\n\nfor name in os.listdir('.'):\n    print(name)\n",
    "javascript": "const total = items.reduce((a, b) => a + b, 0);\nconsole.log(total);\n",
    "typescript": "interface User {\n  name: string;\n}\nconst u: User = { name: 'a' };\n",
    "java": "public class Main {\n  @Override\n  public String toString() { return x; }\n}",
    "csharp": "using System;\npublic class A { public string Name { get; set; } }\n",
    "c": '#include <stdio.h>\nint main(void) {\n  printf("hi");\n  return 0;\n}',
    "cpp": "#include <iostream>\nint main() { std::cout << 1; }",
    "go": 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println(1)\n}',
    "rust": 'fn main() {\n    let mut x = 1;\n    println!("{}", x);\n}',
    "sql": "SELECT name, COUNT(*)\nFROM users\nWHERE age > 3\nGROUP BY name;",
    "bash": "sudo apt-get update && sudo apt-get install -y curl\ncd /srv\n",
    "html": '<div class="a">\n  <p>Hello</p>\n</div>',
    "css": ".a {\n  color: #fff;\n  margin: 4px;\n}",
    "yaml": "services:\n  web:\n    image: nginx\n    ports:\n      - 80:80\n",
    "toml": '[tool.x]\nname = "a"\n',
    "diff": "@@ -1,2 +1,2 @@\n-a\n+b\n",
    "json": '{"a": 1, "b": [1, 2]}',
    "php": "<?php\n$x = 1;\necho $x;",
    "ruby": "def add(a, b)\n  a + b\nend\nputs add(1, 2)",
}
LETTER = "Dear customer,\n\nplease open Settings, then choose Billing. It is a PDF.\n\nKind regards"
PLAIN = (
    LETTER,
    "From: a\nTo: b\nSubject: Your order\n\nSelect the one you want from the list where it is.",
    "name | age\n-----+----\nbob  | 3\nann  | 4\n",
    "2026-01-01 10:00:00 INFO started\n2026-01-01 10:00:01 ERROR failed: timeout\n",
    "Step 1: open the app\nStep 2: choose it\n",
    "x = 1",
)


@pytest.mark.parametrize("language", sorted(CODE))
def test_plain_signs_tell_a_language(language: str) -> None:
    assert guessed_language(CODE[language]) == language
    assert language in LANGUAGES.values()
    code = CODE[language]
    assert code_in(f"Try:\n\n```\n{code}\n```\n") == [Code(10, code + "\n", language)]


@pytest.mark.parametrize("text", PLAIN)
def test_prose_tables_and_logs_are_left_alone(text: str) -> None:
    assert guessed_language(text) == ""
    assert code_in(f"```\n{text}\n```") == []


def test_a_name_says_more_than_a_guess() -> None:
    assert code_in(f"```text\n{CODE['python']}```") == []
    assert code_in(f"```js\n{CODE['python']}```")[0].language == "javascript"


@given(st.text(alphabet="{}<>()[]=;:#$|&@ \n\t\"'`def select class if return 01", max_size=400))
def test_any_text_gives_a_known_language_or_none(text: str) -> None:
    assert guessed_language(text) in {"", *LANGUAGES.values()}


@pytest.mark.parametrize(
    "piece", ["\n", " ", "{", "a {\n", "[a\n", "fn a<", "if a ", "select ", "<a "]
)
def test_a_text_made_to_be_slow_is_not(piece: str) -> None:
    """Against looking for one word as often: a ratio, not a time."""
    text = piece * (2 * LOOKED_AT // len(piece))
    guessed_language(CODE["python"])
    start = time.process_time()
    for _ in range(2_000):
        text.find("nothing")
    floor = time.process_time() - start
    start = time.process_time()
    guessed_language(text)
    assert time.process_time() - start < 60 * floor + 0.05

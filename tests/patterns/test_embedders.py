"""The built-in embedder: offline, blank is zero, and a text's vector is its own."""

from __future__ import annotations

import logging
import subprocess
import sys

import numpy as np
import pytest

from curator.patterns.embedders.builtin import load

TEXTS = ["Refund my order, please.", "注文を取り消したい", "", "a", "The parcel never came. " * 40]


def test_rows_have_length_one_and_blank_texts_are_zero() -> None:
    embedder = load()
    vectors = embedder.embed(["hello there", "", "  \n", "хорошо", "\ud800 broken"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (5, embedder.dims)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0, 1, 1], abs=1e-6)


def test_a_vector_does_not_depend_on_its_batch() -> None:
    embedder = load()
    together = embedder.embed([*TEXTS, *["filler text"] * 600, *TEXTS])
    for place, text in enumerate(TEXTS):
        alone = embedder.embed([text])[0]
        assert np.array_equal(alone, together[place])
        assert np.array_equal(alone, together[len(together) - len(TEXTS) + place])


def test_a_very_long_text_is_read_to_its_end() -> None:
    embedder = load()
    start = "the weather is nice today " * 8000
    vectors = embedder.embed([start, start + "the contract was terminated " * 8000])
    assert float(vectors[0] @ vectors[1]) < 0.95


def test_like_texts_are_nearer_than_unlike_ones() -> None:
    vectors = load().embed(["cancel my order", "please cancel the order", "opening hours"])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_no_texts_give_no_rows() -> None:
    assert load().embed([]).shape == (0, load().dims)


def test_loading_leaves_the_root_logger_alone() -> None:
    code = (
        "import logging; from curator.patterns.embedders.builtin import load; load();"
        "root = logging.getLogger(); print(len(root.handlers), root.level)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", str(logging.WARNING)]


def test_the_stage_loads_nothing_heavy_before_it_is_called() -> None:
    code = (
        "import sys, curator.patterns, curator.patterns.embedders.builtin;"
        "print([m for m in ('numpy', 'scipy', 'sklearn', 'wordllama') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""Tokens of prompts, counted offline."""

from __future__ import annotations

from curator.exporting.tokens import vocabulary
from curator.trials.rendering import Prompt

PER_MESSAGE, PER_CALL = 3, 3
"""Tokens around the text. Source: OpenAI cookbook, counting tokens for chat completions."""


def prompt_tokens(prompt: Prompt) -> int:
    """Tokens of a prompt, by the vocabulary at hand: exact for OpenAI's newer models."""
    count = vocabulary()
    return PER_CALL + sum(
        PER_MESSAGE + count(one.role) + count(one.text) for one in prompt.messages
    )

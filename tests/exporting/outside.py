"""Checkers and loaders that are not ours, imported without their noise."""

from __future__ import annotations

import os
import re
import warnings
from pathlib import Path

from curator.model.base import JsonObject


def together_report(path: Path) -> dict[str, object]:
    """What together's own file check says; "is_check_passed" is its answer."""
    os.environ["TOGETHER_NO_BANNER"] = "1"
    with warnings.catch_warnings():
        # Its models use a pydantic shape that pydantic has deprecated.
        warnings.simplefilter("ignore")
        from together.utils.files import check_file

        return dict(check_file(path))


def load_folder(folder: Path, cache: Path) -> dict[str, list[dict[str, object]]]:
    """Every split that `datasets.load_dataset` finds in the folder, as rows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from datasets import load_dataset

        loaded = load_dataset(str(folder), cache_dir=str(cache))
        return {str(name): [dict(row) for row in split] for name, split in loaded.items()}


def mistral_fault(row: JsonObject) -> str | None:
    """What mistral-common's finetuning validator objects to in a row of messages, or None."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from mistral_common.exceptions import MistralCommonException
        from mistral_common.protocol.instruct.messages import FinetuningAssistantMessage
        from mistral_common.protocol.instruct.request import ChatCompletionRequest
        from mistral_common.protocol.instruct.validator import (
            MistralRequestValidatorV3,
            ValidationMode,
        )
        from pydantic import ValidationError

        validator = MistralRequestValidatorV3(ValidationMode.finetuning)
        turns = row["messages"]
        assert isinstance(turns, list)
        # In this mode an assistant's turn has a type of its own; the request knows the others.
        made: list[object] = []
        try:
            for turn in turns:
                assert isinstance(turn, dict)
                if turn["role"] == "assistant":
                    made.append(FinetuningAssistantMessage.model_validate(turn))
                else:
                    made.append(turn)
            request = ChatCompletionRequest.model_validate({"messages": made})
            validator.validate_request(request)
        except (MistralCommonException, ValidationError) as trouble:
            return re.sub(r"\s+", " ", str(trouble))
    return None

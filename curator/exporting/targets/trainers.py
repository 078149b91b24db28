"""Targets of open trainers that are told the shape of the rows: Axolotl and LLaMA-Factory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import JsonValue

from curator.exporting.chat import ChatShape, Unfit, conversation, json_list
from curator.exporting.encoding import pretty_json
from curator.exporting.targets.base import Target
from curator.exporting.targets.schemas import TEXT, array, closed

if TYPE_CHECKING:
    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow

AXOLOTL = ChatShape(service="Axolotl's chat template", tools=False, media=False, weights=False)
LLAMA_FACTORY = ChatShape(
    service="LLaMA-Factory",
    merge=True,
    system_first=True,
    tools=False,
    media=False,
    weights=False,
)


def axolotl_row(row: DatasetRow) -> JsonObject | Unfit:
    """Every turn says whether it is trained: only the answer that a reviewer stands behind."""
    turns = conversation(row, AXOLOTL)
    if isinstance(turns, Unfit):
        return turns
    untrained: list[JsonValue] = [{**turn, "train": False} for turn in turns]
    return {"messages": [*untrained, {"role": "assistant", "content": row.ideal, "train": True}]}


def llama_factory_row(row: DatasetRow) -> JsonObject | Unfit:
    turns = conversation(row, LLAMA_FACTORY)
    if isinstance(turns, Unfit):
        return turns
    return {"messages": [*json_list(turns), {"role": "assistant", "content": row.ideal}]}


def _dataset_info() -> bytes:
    """What LLaMA-Factory must be told of each file, in its own dataset_info.json."""
    splits = ("train", "validation", "held_out")
    return pretty_json(
        {
            f"curator_{split}": {
                "file_name": f"{split}.jsonl",
                "formatting": "sharegpt",
                "columns": {"messages": "messages"},
                "tags": {
                    "role_tag": "role",
                    "content_tag": "content",
                    "user_tag": "user",
                    "assistant_tag": "assistant",
                    "system_tag": "system",
                },
            }
            for split in splits
        }
    )


_ROLE: JsonObject = {"enum": ["system", "user", "assistant"]}

AXOLOTL_TARGET = Target(
    name="axolotl",
    title="Axolotl, chat template",
    teaches="answers",
    row=axolotl_row,
    schema=closed(
        {
            "messages": array(
                closed({"role": _ROLE, "content": TEXT, "train": {"type": "boolean"}}), 2
            )
        }
    ),
    note="""In the configuration:

```yaml
datasets:
  - path: train.jsonl
    type: chat_template
    field_messages: messages
    message_field_training: train
    roles_to_train: []
```""",
)
LLAMA_FACTORY_TARGET = Target(
    name="llama-factory",
    title="LLaMA-Factory, conversations",
    teaches="answers",
    row=llama_factory_row,
    schema=closed({"messages": array(closed({"role": _ROLE, "content": TEXT}), 2)}),
    extra_files={"dataset_info.json": _dataset_info()},
    note="Name this folder as dataset_dir and curator_train as dataset. Earlier assistant turns "
    "are trained too unless mask_history is set.",
)

TRAINERS = (AXOLOTL_TARGET, LLAMA_FACTORY_TARGET)

"""Embedders from a folder on this machine, through optional extras. Nothing is downloaded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal, Protocol, cast

from curator.errors import CuratorError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LocalKind = Literal["model2vec", "sentence-transformers"]
_MODULES: dict[LocalKind, tuple[str, str]] = {
    "model2vec": ("model2vec", "pip install failure-curator[local-embedders]"),
    "sentence-transformers": ("sentence_transformers", "pip install sentence-transformers"),
}
_LONGEST_HALF = 1_000
"""Characters: transformers stop at some hundred tokens and would miss an ending, so of longer
texts the head and the tail are embedded apart and averaged."""


class _Model(Protocol):
    def encode(self, sentences: list[str]) -> NDArray[np.float32]: ...


class LocalEmbedder:
    """A model from a folder. `id` names the kind, the folder and what is in it."""

    def __init__(self, kind: LocalKind, folder: Path) -> None:
        self._kind: LocalKind = kind
        self._model = _load(kind, folder)
        # One at a time: a fast tokenizer may not be shared by threads.
        self._turn = Lock()
        self._id = f"{kind}-{folder.name}-{_fingerprint(folder)}"
        self._dims = int(self._encoded(["a"]).shape[1])

    @property
    def id(self) -> str:
        return self._id

    @property
    def dims(self) -> int:
        return self._dims

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Texts to (texts, dims) of length 1; blank texts to zeros."""
        import numpy as np

        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        result = np.zeros((len(texts), self._dims), dtype=np.float32)
        filled = [place for place, text in enumerate(clean) if text.strip()]
        if filled:
            chosen = [clean[place] for place in filled]
            whole = self._kind == "model2vec"
            heads = self._encoded(chosen if whole else [text[:_LONGEST_HALF] for text in chosen])
            if not whole and any(len(text) > _LONGEST_HALF for text in chosen):
                heads = heads + self._encoded([text[-_LONGEST_HALF:] for text in chosen])
            length = np.linalg.norm(heads, axis=1, keepdims=True)
            result[filled] = heads / np.where(length > 0, length, 1.0)
        return result

    def _encoded(self, texts: list[str]) -> NDArray[np.float32]:
        import numpy as np

        with self._turn:
            return np.asarray(self._model.encode(texts), dtype=np.float32)


def missing(kind: LocalKind) -> str:
    """What to install for a kind of model; "" where it is there."""
    module, install = _MODULES[kind]
    return "" if find_spec(module) else install


def _load(kind: LocalKind, folder: Path) -> _Model:
    """The model in a folder. Raises CuratorError where the extra or the model is missing."""
    install = missing(kind)
    if install:
        raise CuratorError(
            f"Models of the kind {kind} need an extra that is not installed: {install}.",
            field="embedder",
        )
    if not folder.is_dir():
        raise CuratorError(f"There is no folder {folder} with a model.", file=folder)
    try:
        return _model2vec(folder) if kind == "model2vec" else _transformer(folder)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise CuratorError(
            f"{folder} holds no {kind} model that can be read ({type(error).__name__}). Choose "
            "the folder that holds its config.json.",
            file=folder,
        ) from None


def _model2vec(folder: Path) -> _Model:
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(folder, force_download=False)

    class WholeTexts:
        """No limit of tokens and no processes of its own."""

        def encode(self, sentences: list[str]) -> NDArray[np.float32]:
            found = model.encode(sentences, max_length=None, use_multiprocessing=False)
            return cast("NDArray[np.float32]", found)

    return WholeTexts()


def _transformer(folder: Path) -> _Model:
    import importlib

    library = importlib.import_module("sentence_transformers")
    # Its bar would run over the progress of the command line.
    importlib.import_module("transformers.utils.logging").disable_progress_bar()
    return cast("_Model", library.SentenceTransformer(str(folder), local_files_only=True))


def _fingerprint(folder: Path) -> str:
    """Hash of the folder's files: another model in the same folder gives other vectors."""
    digest = hashlib.sha256()
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]

"""Embedding with the project's cache: each text is embedded once."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from curator.errors import Cancelled, CuratorError
from curator.model.changes import Changed
from curator.model.embedder import EmbedderChoice, EmbeddingEstimate
from curator.model.work import IsCancelled, never_cancelled
from curator.operations import projects
from curator.patterns.embedders import builtin
from curator.project import embeddings
from curator.project.store import ProjectFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from curator.model.endpoint import Endpoint
    from curator.model.work import Embed
    from curator.patterns.embedders import Embedder
    from curator.patterns.embedders.local import LocalKind

SETTING = "embedder"
KEPT_AT_ONCE = 96
"""Texts after which vectors are written: what a break, a kill or a full quota can cost."""
HELD_AT_MOST = 8_192
"""Vectors of the built-in embedder that wait for the next write: half a second's work, 8 MB."""


@cache
def built_in() -> Embedder:
    """The built-in embedder, loaded once a process."""
    return builtin.load()


def choice(project: ProjectFile) -> EmbedderChoice:
    """The embedder that this project's patterns are made with."""
    return _read(projects.settings(project).get(SETTING))


def _read(value: object) -> EmbedderChoice:
    if value is None:
        return EmbedderChoice()
    try:
        return EmbedderChoice.model_validate(value)
    except ValidationError:
        raise CuratorError(
            "The project's setting “embedder” cannot be read. Choose an embedder anew.",
            field=SETTING,
        ) from None


def chosen_embedder(project: ProjectFile) -> Embedder:
    """The project's embedder, ready to use.

    Raises CuratorError where it is not available here: nothing falls back to the built-in one
    by itself, because its patterns would be others. `choose` the built-in one to agree to that.
    """
    return embedder_of(choice(project))


def embedder_of(wanted: EmbedderChoice) -> Embedder:
    """The embedder of a choice. Raises CuratorError with what is missing and what to do."""
    try:
        match wanted.kind:
            case "built-in":
                return built_in()
            case "endpoint":
                return _of_endpoint(wanted)
            case "model2vec" | "sentence-transformers":
                return _local(wanted.kind, wanted.folder, _stamp(Path(wanted.folder)))
    except CuratorError as error:
        raise CuratorError(
            f"This project's embedder is not available: {error.sentence} Mend that, or choose "
            "the built-in one; its patterns will be others.",
            field=SETTING,
        ) from None


@lru_cache(maxsize=1)
def _local(kind: LocalKind, folder: str, stamp: tuple[tuple[str, int, int], ...]) -> Embedder:
    """A local model, loaded once: a transformer takes seconds, and each deed asks for it again.

    `stamp` is what the folder held when it was read.
    """
    from curator.patterns.embedders.local import LocalEmbedder

    del stamp
    return LocalEmbedder(kind, Path(folder))


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """The files of a folder with size and time of change: another model there is another."""
    found = sorted(one for one in folder.rglob("*") if one.is_file()) if folder.is_dir() else []
    stats = [(one.relative_to(folder).as_posix(), one.stat()) for one in found]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


def _of_endpoint(wanted: EmbedderChoice) -> Embedder:
    from curator.operations import endpoints  # a few know one: the first window need not wait
    from curator.patterns.embedders.endpoint import EndpointEmbedder
    from curator.trials.endpoints import keys

    profile = endpoints.find_endpoint(wanted.endpoint)
    model = _model(profile, wanted)
    return EndpointEmbedder(profile, model, keys.need_key(profile), wanted.dims)


def _model(profile: Endpoint, wanted: EmbedderChoice) -> str:
    model = wanted.model or profile.model
    if not model:
        raise CuratorError(
            f"The endpoint “{profile.name}” names no embedding model yet.", field="model"
        )
    return model


def choose(project: ProjectFile, wanted: EmbedderChoice, reviewer: str) -> Changed:
    """Make the project's patterns with another embedder from now on: a setting, undoable.

    The embedder is tried first; an endpoint is sent the word "Hello", nothing of the project.
    Patterns, names and locked membership stay as they are until a regrouping.
    """
    embedder = embedder_of(wanted)
    dims = int(embedder.embed(["Hello"]).shape[1])
    known = wanted.model_copy(update={"dims": dims if wanted.kind == "endpoint" else 0})
    value = known.model_dump(mode="json", exclude_defaults=True) or None
    return projects.set_setting(project, SETTING, value, reviewer)


def estimate(
    project: ProjectFile, texts: Sequence[str], wanted: EmbedderChoice
) -> EmbeddingEstimate:
    """What embedding these texts would take, without sending anything."""
    distinct = sorted({text for text in texts if text.strip()})
    hashes = {embeddings.text_hash(text): text for text in distinct}
    from curator.operations import endpoints

    profile = endpoints.find_endpoint(wanted.endpoint) if wanted.kind == "endpoint" else None
    identity = f"{profile.host}/{_model(profile, wanted)}" if profile else embedder_of(wanted).id
    with project.reading() as connection:
        known = embeddings.known_keys(connection, identity, list(hashes))
    missing = [text for key, text in hashes.items() if key not in known]
    tokens = count_tokens(missing)
    price, goes_to = 0.0, ""
    if profile is not None:
        price = _price(profile, tokens)
        goes_to = "" if profile.is_local else profile.host
    return EmbeddingEstimate(
        texts=len(distinct),
        cached=len(distinct) - len(missing),
        tokens=tokens,
        price=price,
        goes_to=goes_to,
        sentence=_estimate_sentence(len(missing), tokens, price, goes_to),
    )


def count_tokens(texts: Sequence[str]) -> int:
    """Tokens of these texts as OpenAI's vocabulary counts them."""
    from curator.readiness.tokens import vocabulary

    count = vocabulary()
    return sum(count(text) for text in texts)


def _price(profile: Endpoint, tokens: int) -> float | None:
    return None if profile.input_price is None else tokens * profile.input_price / 1_000_000


def _estimate_sentence(texts: int, tokens: int, price: float | None, goes_to: str) -> str:
    if not texts:
        return "All texts are embedded already; nothing is sent."
    where = f"go to {goes_to}" if goes_to else "stay on this machine"
    told = f"{texts:,} texts with about {tokens:,} tokens {where}"
    if not goes_to:
        return f"{told}."
    cost = "at a price that the profile does not name" if price is None else f"for ${price:,.4f}"
    return f"{told} {cost}."


class CachedEmbed:
    """An `Embed` that looks in the project first and keeps what it had to work out.

    Every `KEPT_AT_ONCE` texts, so that a break loses no more; the built-in embedder's vectors
    only when `hold` of them have come together, because it is quicker than the disk. Raises
    `Cancelled` between two such pieces: hundreds of texts are a minute's work for some models.
    """

    def __init__(
        self,
        project: ProjectFile,
        embedder: Embedder,
        hold: int = 0,
        is_cancelled: IsCancelled = never_cancelled,
    ) -> None:
        self._project = project
        self._embedder = embedder
        self._own = embedder is built_in()
        self._hold = hold if self._own else 0
        self._is_cancelled = is_cancelled
        self._unkept: dict[bytes, bytes] = {}

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        if not texts:
            return np.zeros((0, self._embedder.dims), dtype=np.float32)
        hashes = [embeddings.text_hash(text) for text in texts]
        with self._project.reading() as connection:
            known = embeddings.known(connection, self._embedder.id, list(dict.fromkeys(hashes)))
        missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
        for part in _parts(list(missing), self._own):
            if self._is_cancelled():
                raise Cancelled
            vectors = self._embedder.embed([missing[key] for key in part])
            rows = vectors.astype("<f4")
            fresh = {key: row.tobytes() for key, row in zip(part, rows, strict=True)}
            known |= fresh
            self._unkept |= fresh
            if len(self._unkept) >= self._hold:
                self.keep()
        joined = b"".join([known[key] for key in hashes])
        return np.frombuffer(joined, dtype="<f4").reshape(len(texts), -1).astype(np.float32)

    def keep(self) -> None:
        """Write what is not in the project yet."""
        if self._unkept:
            with self._project.writing() as connection:
                embeddings.keep(connection, self._embedder.id, self._unkept)
            self._unkept = {}


def cached_embed(project: ProjectFile, embedder: Embedder | None = None) -> Embed:
    """An `Embed` with the project's cache, for a few texts: each call keeps its vectors."""
    return CachedEmbed(project, embedder or built_in())


@contextmanager
def embedding_many(
    project: ProjectFile, embedder: Embedder, is_cancelled: IsCancelled = never_cancelled
) -> Generator[Embed]:
    """An `Embed` with the project's cache for many calls: vectors are written some thousands at
    a time, and what is left at the end, whatever ends it."""
    cache = CachedEmbed(project, embedder, HELD_AT_MOST, is_cancelled)
    try:
        yield cache
    finally:
        cache.keep()


def _parts(keys_missing: list[bytes], at_once: bool) -> list[list[bytes]]:
    """The built-in embedder is quicker than the disk: all at once; others piece by piece."""
    size = max(1, len(keys_missing)) if at_once else KEPT_AT_ONCE
    return [keys_missing[start : start + size] for start in range(0, len(keys_missing), size)]

"""Embeddings from any OpenAI-compatible endpoint, through the openai SDK."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model.endpoint import Endpoint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from openai import OpenAI
    from pydantic import SecretStr

TEXTS_AT_ONCE = 96
"""Texts a request: below every provider's limit, and little to send again after a break."""
LONGEST = 24_000
"""Characters of a text that are sent: its first and last half of that. 8,191 tokens, the usual
limit, hold about so many of English; servers that refuse them say so."""


class EndpointEmbedder:
    """Vectors of one model of one endpoint. `dims` 0 is not known before the first answer."""

    def __init__(self, endpoint: Endpoint, model: str, key: SecretStr, dims: int = 0) -> None:
        self._endpoint = endpoint
        self._model = model
        self._key = key
        self._dims = dims

    @property
    def id(self) -> str:
        return f"{self._endpoint.host}/{self._model}"

    @property
    def dims(self) -> int:
        return self._dims

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Texts to (texts, dims), rows of length 1; blank texts to zeros and never sent.

        Raises CuratorError with what the server said; the key is in no message.
        """
        import numpy as np

        sent = [place for place, text in enumerate(texts) if text.strip()]
        parts: list[NDArray[np.float32]] = []
        client = self._client() if sent else None
        for start in range(0, len(sent), TEXTS_AT_ONCE):
            batch = [_shortened(texts[place]) for place in sent[start : start + TEXTS_AT_ONCE]]
            if client is not None:
                parts.append(self._asked(client, batch))
        result = np.zeros((len(texts), self._dims), dtype=np.float32)
        if parts:
            result[sent] = np.concatenate(parts)
        return result

    def _client(self) -> OpenAI:
        from openai import AzureOpenAI, OpenAI

        one, key = self._endpoint, self._key.get_secret_value()
        if one.kind == "azure":
            return AzureOpenAI(
                azure_endpoint=one.base_url,
                api_version=one.api_version,
                api_key=key,
                timeout=one.timeout,
                max_retries=one.retries,
            )
        return OpenAI(base_url=one.url, api_key=key, timeout=one.timeout, max_retries=one.retries)

    def _asked(self, client: OpenAI, batch: list[str]) -> NDArray[np.float32]:
        """One request: (texts, dims), rows of length 1."""
        import numpy as np
        import openai

        try:
            answer = client.embeddings.create(
                model=self._model, input=batch, encoding_format="float"
            )
            rows = [one.embedding for one in sorted(answer.data, key=lambda one: one.index)]
        except openai.APITimeoutError:
            raise self._trouble("did not answer in time") from None
        except openai.APIConnectionError:
            raise self._trouble("cannot be reached. Is the server running?") from None
        except openai.APIStatusError as error:
            raise self._trouble(f"answered with {error.status_code}. {_advice(error)}") from None
        except (openai.OpenAIError, TypeError, AttributeError, ValueError):
            raise self._trouble("answered with something that is no embedding") from None
        lengths = {len(row) for row in rows}
        if len(rows) != len(batch) or len(lengths) != 1 or lengths == {0}:
            raise self._trouble(f"gave {len(rows)} vectors for {len(batch)} texts")
        vectors = np.array(rows, dtype=np.float32)
        if self._dims not in (0, vectors.shape[1]):
            raise self._trouble(
                f"gives vectors of {vectors.shape[1]} numbers now, {self._dims} before: choose "
                "the embedder anew"
            )
        self._dims = int(vectors.shape[1])
        norm = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(vectors).all():
            raise self._trouble("gave vectors that are not numbers")
        return (vectors / np.where(norm > 0, norm, 1.0)).astype(np.float32)

    def _trouble(self, what: str) -> CuratorError:
        ending = "" if what.endswith((".", "?")) else "."
        return CuratorError(
            f"The embedder “{self._model}” at {self._endpoint.host} {what}{ending} "
            "What was embedded before is kept.",
            field="embedder",
        )


def _advice(error: object) -> str:
    status = getattr(error, "status_code", 0)
    if status in (401, 403):
        return "It refuses the key: enter another one."
    if status == 404:
        return "It does not know the model: check its name and the base URL."
    if status == 429:
        return "It is rate limiting or the quota is used up: try again later."
    if status == 413 or status == 400:
        return "It refuses the texts: they may be too long for the model."
    return "Try again later."


def _shortened(text: str) -> str:
    """The text without lone surrogates; of a long one head and tail."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    if len(clean) <= LONGEST:
        return clean
    return f"{clean[: LONGEST // 2]}\n…\n{clean[-LONGEST // 2 :]}"

"""Endpoints: where prompts are sent. A profile never holds a key."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field

from curator.model.base import Noun

EndpointKind = Literal["openai", "azure", "compatible"]
OPENAI_URL = "https://api.openai.com/v1"
_KEY_VARIABLES = {"openai": "OPENAI_API_KEY", "azure": "AZURE_OPENAI_API_KEY"}


class Endpoint(Noun):
    """One profile. Times in seconds, prices in dollars per million tokens (None: not known).

    `kind` "compatible" is any server that speaks chat completions: vLLM, Ollama, llama.cpp,
    LiteLLM. With "azure" `model` is the deployment's name.
    """

    name: str = Field(min_length=1)
    kind: EndpointKind = "compatible"
    base_url: str = ""
    model: str = ""
    api_version: str = ""
    key_variable: str = ""
    """Name of an environment variable that holds the key, looked at before the keyring."""
    timeout: float = Field(default=120.0, gt=0)
    concurrency: int = Field(default=8, ge=1, le=256)
    retries: int = Field(default=5, ge=0, le=20)
    first_wait: float = Field(default=0.5, gt=0)
    """Seconds before the first retry where the server names none; doubled each time."""
    input_price: float | None = Field(default=None, ge=0)
    output_price: float | None = Field(default=None, ge=0)

    @property
    def url(self) -> str:
        """Where requests go."""
        return self.base_url or (OPENAI_URL if self.kind == "openai" else "")

    @property
    def host(self) -> str:
        """The machine that gets the data, as a person is told before anything is sent."""
        parts = urlsplit(self.url)
        return parts.netloc.rpartition("@")[2] or self.url

    @property
    def is_local(self) -> bool:
        """Whether what is sent stays on this machine."""
        return urlsplit(self.url).hostname in ("127.0.0.1", "localhost", "::1")

    @property
    def variable(self) -> str:
        """The environment variable for the key: the profile's own, else the kind's usual one."""
        return self.key_variable or _KEY_VARIABLES.get(self.kind, "")

    @property
    def has_price(self) -> bool:
        return self.input_price is not None and self.output_price is not None

    def price(self, input_tokens: float, output_tokens: float) -> float | None:
        """Dollars for so many tokens; None where a price is not known."""
        if self.input_price is None or self.output_price is None:
            return None
        return (input_tokens * self.input_price + output_tokens * self.output_price) / 1_000_000

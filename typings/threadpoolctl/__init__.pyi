"""The part of threadpoolctl that Curator calls; the package itself is untyped."""

from types import TracebackType

class threadpool_limits:  # noqa: N801
    def __init__(self, limits: int | None = None, user_api: str | None = None) -> None: ...
    def __enter__(self) -> threadpool_limits: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

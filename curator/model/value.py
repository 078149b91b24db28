"""Values that are quick to define: what a project opens with, before pydantic is loaded.

A `Value` is what a `Noun` is: frozen, compared by content, checked by pydantic when it is made
from outside. But pydantic comes when the first one is checked: what was read from our own tables
is put together by `model_construct`. The library and the classes that it builds took 140 ms of
each start of the app (decision 0086).
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
    NoReturn,
    Self,
    TypeAlias,
    dataclass_transform,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pydantic import GetCoreSchemaHandler, JsonValue, TypeAdapter
    from pydantic_core import CoreSchema
else:

    class JsonValue:
        """Stands for pydantic's type, which is asked for when something is to be checked."""

        @classmethod
        def __get_pydantic_core_schema__(
            cls, source: object, handler: GetCoreSchemaHandler
        ) -> CoreSchema:
            from pydantic import JsonValue as Checked

            return handler.generate_schema(Checked)


JsonObject: TypeAlias = dict[str, JsonValue]
"""A decoded JSON object whose values are JSON values."""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Value:
    """A frozen value: compared by content, never changed in place."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    __defaults: ClassVar[Sequence[tuple[str, object, Callable[[], object] | None]]] = ()
    """Of each field its name, its default or MISSING, and what makes one."""
    model_fields: ClassVar[Mapping[str, Field[Any]]] = {}
    """The fields by name, in order."""

    __checked: ClassVar[bool] = True

    def __init_subclass__(cls, *, checked: bool = True) -> None:
        """`checked` False: only our own code makes such values, and the types are enough."""
        cls.__checked = checked
        # Only what other libraries read of a data class: its methods are below, once for all.
        dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)
        own = {one.name: one for one in fields(cls)}  # pyright: ignore[reportArgumentType]
        cls.model_fields = own
        cls.__defaults = [
            (
                name,
                one.default,
                None if one.default_factory is MISSING else one.default_factory,
            )
            for name, one in own.items()
        ]

    def __init__(self, **values: Any) -> None:
        if not values or not self.__checked:
            # Defaults are right as they are: a queue of all cases needs no library.
            made = type(self).model_construct(**values).__dict__
            if len(made) == len(self.model_fields) and self.model_fields.keys() >= values.keys():
                self.__dict__.update(made)
                return
        from pydantic_core import ArgsKwargs

        _adapter(type(self)).validator.validate_python(ArgsKwargs((), values), self_instance=self)

    @classmethod
    def model_construct(cls, **values: Any) -> Self:
        """A value of what is known to be right: nothing is checked."""
        made = object.__new__(cls)
        state = made.__dict__
        for name, default, make in cls.__defaults:
            if name in values:
                state[name] = values[name]
            elif make is not None:
                state[name] = make()
            elif default is not MISSING:
                state[name] = default
        return made

    @classmethod
    def model_validate(cls, value: object) -> Self:
        """A value of what came from outside. Raises pydantic's ValidationError."""
        return _adapter(cls).validate_python(value)

    @classmethod
    def model_validate_json(cls, text: str | bytes) -> Self:
        """The same from JSON."""
        return _adapter(cls).validate_json(text)

    def model_dump(
        self, *, mode: Literal["json", "python"] = "python", exclude_defaults: bool = False
    ) -> dict[str, Any]:
        """The fields by name, those inside as well; `mode` "json" leaves only JSON values."""
        return _adapter(type(self)).dump_python(self, mode=mode, exclude_defaults=exclude_defaults)

    def model_dump_json(self, *, exclude_defaults: bool = False) -> str:
        """The same as JSON."""
        return _adapter(type(self)).dump_json(self, exclude_defaults=exclude_defaults).decode()

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """The same value with some fields of another content, which is not checked."""
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.__dict__.update(update or {})
        return made

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be taken away")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__[name] for name in self.model_fields))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({said})"


@cache
def _adapter(of: type[Any]) -> TypeAdapter[Any]:
    """What checks and writes values of a class."""
    from pydantic import TypeAdapter

    return TypeAdapter(of)

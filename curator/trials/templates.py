"""Message templates: text with fields of the case, "{{ input }}", and nothing that can run.

They are Jinja templates in its sandbox, cut down to fields, conditions and a few filters, so
that a prompt taken from elsewhere can neither loop, nor call, nor fill the memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from pydantic import JsonValue

from curator.errors import CuratorError
from curator.model.case import Case
from curator.model.message import conversation_text

if TYPE_CHECKING:
    from jinja2 import Template, nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

FIELDS = ("input", "conversation", "system", "id", "model", "metadata", "facts")
"""Fields that every case has; its metadata can also be named without the word metadata."""
_PLAIN = ("trim", "upper", "lower", "title", "capitalize", "length", "first", "last", "default")
_FILTERS = (*_PLAIN, "tojson", "dump")
_NODES = frozenset({
    "Template", "Output", "TemplateData", "Name", "Const", "Getattr", "Getitem", "Filter", "If",
    "CondExpr", "Compare", "Operand", "And", "Or", "Not", "Test", "Concat", "Keyword",
})  # fmt: skip


def fields_of(case: Case, facts: str = "") -> dict[str, JsonValue]:
    """What a template can name of a case. Ideal and expected answers are not among it."""
    system = "\n\n".join(one.text for one in case.input if one.role == "system")
    asked = tuple(one for one in case.input if one.role not in ("system", "developer"))
    fields: dict[str, JsonValue] = {
        name: value for name, value in case.metadata.items() if name.isidentifier()
    }
    fields["input"] = case.asked
    fields["conversation"] = conversation_text(asked)
    fields["system"] = system
    fields["id"] = case.id
    fields["model"] = case.model or ""
    fields["metadata"] = case.metadata
    fields["facts"] = facts
    return fields


def fill(text: str, fields: Mapping[str, JsonValue], where: str) -> str:
    """The template with its fields filled in. Raises CuratorError naming what is wrong."""
    if "{" not in text:
        return text
    from jinja2 import TemplateError
    from jinja2.exceptions import UndefinedError

    template, named = _compiled(text, where)
    for name, line in named:
        if name not in fields:
            raise unknown_field(name, fields, where, line)
    try:
        return template.render(dict(fields))
    except UndefinedError as error:
        raise CuratorError(f"{where}: {error.message}.", field=where) from None
    except (TemplateError, TypeError, ValueError) as error:
        raise CuratorError(
            f"{where} cannot be filled in: {str(error).rstrip('.')}.", field=where
        ) from None


def unknown_field(
    name: str, fields: Mapping[str, JsonValue], where: str, line: int
) -> CuratorError:
    """The error for a field that a case does not have."""
    known = ", ".join(sorted(fields))
    case = fields.get("id", "")
    return CuratorError(
        f"{where}, line {line}, names the field “{name}”, which case {case} does not have. "
        f"Its fields are: {known}.",
        line=line,
        field=name,
    )


def named_fields(text: str, where: str = "The template") -> list[str]:
    """Fields that a template names, in order. Raises CuratorError where it cannot be read."""
    return [name for name, _ in _compiled(text, where)[1]] if "{" in text else []


@lru_cache(maxsize=256)
def _compiled(text: str, where: str) -> tuple[Template, tuple[tuple[str, int], ...]]:
    from jinja2 import TemplateSyntaxError

    environment = _environment()
    try:
        tree = environment.parse(text)
    except TemplateSyntaxError as error:
        said = (error.message or "").rstrip(".")
        raise CuratorError(
            f"{where}, line {error.lineno}: {said}. Write fields as {{{{ input }}}}.",
            line=error.lineno,
            field=where,
        ) from None
    named: dict[str, int] = {}
    _look_through(tree, where, named)
    return environment.from_string(tree), tuple(named.items())


def _look_through(tree: nodes.Node, where: str, named: dict[str, int]) -> None:
    """Collect the named fields in order; refuse whatever is more than filling them in."""
    from jinja2 import nodes

    kind = type(tree).__name__
    strange = isinstance(tree, nodes.Filter) and tree.name not in _FILTERS
    if kind not in _NODES or strange:
        said = f"the filter “{tree.name}”" if isinstance(tree, nodes.Filter) else f"“{kind}”"
        raise CuratorError(
            f"{where}, line {tree.lineno}: {said} is not possible here. A template can name "
            "fields, as in {{ input }}, ask {% if field %}, and use a few filters.",
            line=tree.lineno,
            field=where,
        )
    if isinstance(tree, nodes.Name):
        named.setdefault(tree.name, tree.lineno)
    for child in tree.iter_child_nodes():
        _look_through(child, where, named)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # Prompts are plain text, no HTML: nothing is to be escaped.
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
    )
    filters = cast("dict[str, Callable[..., object]]", getattr(made, "filters"))  # noqa: B009
    filters["tojson"] = filters["dump"] = _as_json  # "dump" is what promptfoo calls it
    return made


def _as_json(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False)

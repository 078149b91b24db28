"""Names for patterns that a model suggests: off unless asked for, shown before it is sent."""

from __future__ import annotations

import asyncio

from curator.errors import CuratorError
from curator.model.message import Message
from curator.model.naming import NamingRequest, SuggestedName
from curator.model.pattern import Pattern, PatternSet
from curator.operations import endpoints
from curator.operations import patterns as deeds
from curator.operations.embedding import count_tokens
from curator.operations.pattern_state import failure_texts
from curator.operations.snapshots import marked_cases
from curator.patterns.failure_text import FailureText
from curator.patterns.naming_request import naming_request, read_name
from curator.project.store import ProjectFile
from curator.trials.endpoints import keys
from curator.trials.endpoints.client import Answer, ChatClient
from curator.trials.endpoints.failures import CallFailure
from curator.trials.rendering import Prompt

ANSWER_TOKENS = 20
"""What a name takes, for the price."""


def request_for(project: ProjectFile, pattern_id: str, endpoint: str = "") -> NamingRequest:
    """What asking for a pattern's name would send, where to, and about what it costs.

    Nothing is sent. `endpoint` names a profile; "" is the only one there is.
    """
    standing = deeds.current(project)
    pattern = _pattern(standing, pattern_id)
    profile = endpoints.find_endpoint(endpoint)
    text = naming_request(_members(project, pattern), pattern.keywords, _taken(standing, pattern))
    return NamingRequest(
        pattern_id=pattern_id,
        text=text,
        goes_to="" if profile.is_local else profile.host,
        price=profile.price(count_tokens([text]), ANSWER_TOKENS),
    )


def suggest_name(project: ProjectFile, request: NamingRequest, endpoint: str = "") -> SuggestedName:
    """Send a request that a person has seen, word for word. `patterns.rename` takes the name.

    Raises CuratorError with what is wrong where no name comes back.
    """
    standing = deeds.current(project)
    pattern = _pattern(standing, request.pattern_id)
    profile = endpoints.find_endpoint(endpoint)
    if not profile.model:
        raise CuratorError(f"The endpoint “{profile.name}” names no model yet.", field="model")
    key = keys.need_key(profile)

    async def ask() -> Answer:
        client = ChatClient(profile, key)
        try:
            prompt = Prompt((Message(role="user", content=request.text),), profile.model)
            return await client.ask(prompt)
        finally:
            await client.close()

    try:
        answer = asyncio.run(ask())
    except CallFailure as failure:
        reason = failure.reason.rstrip(".")
        raise CuratorError(
            f"{profile.host} suggested no name ({reason}). The pattern keeps its own."
        ) from None
    name = read_name(answer.output.text, pattern.keywords, _taken(standing, pattern))
    if not name:
        raise CuratorError(f"{profile.host} answered without a name. The pattern keeps its own.")
    cost = profile.price(answer.input_tokens or 0, answer.output_tokens or 0)
    return SuggestedName(pattern_id=pattern.id, name=name, cost=cost)


def _pattern(standing: PatternSet, pattern_id: str) -> Pattern:
    for one in standing.patterns:
        if one.id == pattern_id:
            return one
    raise CuratorError(f"There is no pattern “{pattern_id}” in this project.", field="pattern")


def _taken(standing: PatternSet, pattern: Pattern) -> list[str]:
    return [one.name for one in standing.patterns if one.id != pattern.id]


def _members(project: ProjectFile, pattern: Pattern) -> list[FailureText]:
    """The pattern's failures, its exemplars first."""
    found = {one.key: one for one in failure_texts(marked_cases(project))}
    order = dict.fromkeys([*pattern.exemplars, *pattern.members])
    return [found[key] for key in order if key in found]

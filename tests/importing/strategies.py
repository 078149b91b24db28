"""Cases of any content, for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from curator.model.case import CarriedReview, Case
from curator.model.message import Message, ToolCall
from curator.model.review import Mark

TEXT = st.text(max_size=20)
NAMES = st.text(max_size=6) | st.sampled_from(
    [
        "role",
        "content",
        "parts",
        "extra",
        "tool_calls",
        "function_call",
        "from",
        "value",
        "metadata",
        "input",
        "output",
        "mark",
        "session_id",
        "user",
        "file",
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
OBJECTS = st.dictionaries(
    NAMES,
    SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(NAMES, SCALARS, max_size=2),
    max_size=2,
)
MESSAGES = st.builds(
    Message,
    role=st.sampled_from(["system", "user", "assistant", "tool", "developer", "critic", ""]),
    content=TEXT,
    parts=st.lists(
        OBJECTS | st.builds(lambda text: {"type": "text", "text": text}, TEXT), max_size=2
    ).map(tuple),
    tool_calls=st.lists(st.builds(ToolCall, id=TEXT, name=TEXT, arguments=TEXT), max_size=2).map(
        tuple
    ),
    tool_call_id=st.none() | TEXT,
    name=st.none() | TEXT,
    refusal=st.none() | TEXT,
    extra=OBJECTS,
)
CASES = st.builds(
    Case,
    key=st.just(1),
    uid=st.just("u"),
    id=st.text(min_size=1, max_size=8),
    input=st.lists(MESSAGES, min_size=1, max_size=2).map(tuple),
    output=MESSAGES,
    model=st.none() | TEXT,
    created_at=st.none() | TEXT,
    expected=st.none() | TEXT,
    tools=st.lists(OBJECTS, max_size=2).map(tuple),
    usage=OBJECTS,
    metadata=OBJECTS,
    conversation=st.none() | TEXT,
)
REVIEWS = st.builds(
    CarriedReview,
    mark=st.none() | st.sampled_from(Mark),
    note=st.none() | st.text(min_size=1, max_size=20),
    tags=st.lists(TEXT, unique=True, max_size=3).map(tuple),
    ideal=st.none() | TEXT,
    reviewer=st.none() | st.text(min_size=1, max_size=8),
)

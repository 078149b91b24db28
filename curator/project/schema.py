"""Today's tables. The log of acts is the truth; tables marked *follows* can be rebuilt from it.

Texts stand in a table of their own so that lists of ids stay small and fast. Every table that
can travel between stores has a `uid` (UUIDv7) beside its small local key.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

about = Table(
    "about",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("uid", String, nullable=False, unique=True),
    Column("file", Text, nullable=False),
    Column("format", String, nullable=False),
    Column("at", String, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("cases_read", Integer, nullable=False),
    Column("cases_imported", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("source_cases", Integer, nullable=False),
    Column("strata", Text, nullable=False),
)
"""`source_cases`: how many the source held, when only a sample of them was taken (`strata`: by
value of the field it was stratified by, JSON); else as many as were read."""

cases = Table(
    "cases",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("uid", String, nullable=False),
    Column("id", Text, nullable=False, unique=True),
    Column("import_key", Integer, ForeignKey("imports.key"), nullable=False),
    Column("line", Integer, nullable=False),
    Column("draw", BigInteger, nullable=False, unique=True),
    Column("hold_rank", Float, nullable=False),
    Column("content_hash", LargeBinary, nullable=False),
    Column("model", Text),
    Column("created_at", String),
    Column("conversation", Text),
    Column("preview", Text, nullable=False),
    Index("cases_in_random_order", "import_key", "draw"),
    Index("cases_by_model", "model"),
)
"""`draw` follows from the content, so that its index finds a row's case, too; of cases that share
one by chance the later has the next that is free. Nothing looks a case up by its `uid`.
"""

case_texts = Table(
    "case_texts",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("input", Text, nullable=False),
    Column("output", Text, nullable=False),
    Column("expected", Text),
    Column("rest", Text, nullable=False),
)
"""`input`, `output` and `rest` are JSON: messages, one message, and tools, usage, metadata."""

case_strata = Table(
    "case_strata",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("stratum", Text, nullable=False),
)
"""Of cases sampled by the values of a field: which value. `imports.strata` has the counts."""

duplicates = Table(
    "duplicates",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("case_key", Integer, ForeignKey("cases.key"), nullable=False),
    Column("import_key", Integer, ForeignKey("imports.key"), nullable=False),
    Column("line", Integer, nullable=False),
    Column("source_id", Text),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("case_key", Integer, ForeignKey("cases.key"), nullable=False),
    Column("kind", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("accepted", Boolean, nullable=False, default=False),
    Index("suggestions_of_case", "case_key"),
)

acts = Table(
    "acts",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("uid", String, nullable=False, unique=True),
    Column("deed", String, nullable=False),
    Column("at", String, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("case_key", Integer, ForeignKey("cases.key")),
    Column("payload", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Index("acts_of_case", "case_key"),
    Index("acts_of_deed", "deed"),
    Index("acts_of_kind", "kind", "key"),
)

undone_deeds = Table(
    "undone_deeds",
    metadata,
    Column("deed", String, primary_key=True),
)
"""*Follows.* Deeds that an undo, itself not undone, has taken back."""

reviews = Table(
    "reviews",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("mark", String),
    Column("note", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("severity", String),
    Column("ideal", Text),
    Column("ideal_accepted", Boolean, nullable=False),
    Column("ideal_model_written", Boolean, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("reviewed_at", String, nullable=False),
    Column("ideal_reviewer", Text, nullable=False),
    Column("ideal_at", String, nullable=False),
    Index("reviews_by_mark", "mark", "case_key"),
)
"""*Follows.* One row a case that has any act."""

reviewer_marks = Table(
    "reviewer_marks",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("reviewer", Text, primary_key=True),
    Column("mark", String, nullable=False),
)
"""*Follows.* Each reviewer's own current mark."""

settings = Table(
    "settings",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""*Follows.* The project's choices, JSON values."""

pattern_state = Table(
    "pattern_state",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("state", Text, nullable=False),
)
"""*Follows.* One row: the pattern set as JSON, after every pattern edit in the log."""

embeddings = Table(
    "embeddings",
    metadata,
    Column("text_hash", LargeBinary, primary_key=True),
    Column("embedder", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)
"""A cache: float32 vectors by SHA-256 of the text and by embedder."""

drafts = Table(
    "drafts",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("reviewer", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", String, nullable=False),
)
"""What a reviewer has typed of an ideal answer and not yet handed in: no act yet."""

variants = Table(
    "variants",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("uid", String, nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),
    Column("definition", Text, nullable=False),
)

trial_runs = Table(
    "trial_runs",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("uid", String, nullable=False, unique=True),
    Column("created_at", String, nullable=False),
    Column("plan", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("sentence", Text, nullable=False),
)
"""Trials that are run together on an endpoint: one trial a variant. `plan` is JSON."""

trials = Table(
    "trials",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("uid", String, nullable=False, unique=True),
    Column("variant_key", Integer, ForeignKey("variants.key"), nullable=False),
    Column("run_key", Integer, ForeignKey("trial_runs.key")),
    Column("created_at", String, nullable=False),
    Column("source", Text, nullable=False),
    Column("judge", Text, nullable=False),
)

trial_outputs = Table(
    "trial_outputs",
    metadata,
    Column("trial_key", Integer, ForeignKey("trials.key"), primary_key=True),
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("output", Text, nullable=False),
    Column("given_mark", String),
    Column("given_note", Text, nullable=False),
    Column("mark", String),
    Column("judge", Text, nullable=False),
)
"""`given_mark` came with the outputs; `mark` *follows* from it and the judge acts."""

trial_calls = Table(
    "trial_calls",
    metadata,
    Column("trial_key", Integer, ForeignKey("trials.key"), primary_key=True),
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("repeat", Integer, primary_key=True),
    Column("output", Text),
    Column("failure", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("input_tokens", Integer),
    Column("output_tokens", Integer),
    Column("cost", Float),
    Column("seconds", Float, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("mark", String),
    Column("note", Text, nullable=False),
    Column("score", Float),
)
"""One row a call that is over: its output, or why there is none. Repeat 1 is also the trial's
output; `mark` is an automatic judge's."""

judge_calls = Table(
    "judge_calls",
    metadata,
    Column("judge", String, primary_key=True),
    Column("trial_key", Integer, primary_key=True),
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("repeat", Integer, primary_key=True),
    Column("mark", String),
    Column("note", Text, nullable=False),
    Column("failure", String, nullable=False),
    Column("cost", Float),
    Column("seconds", Float, nullable=False),
)
"""What a model as judge said. Trial 0 is the logged output, judged to be compared with people."""

prompt_views = Table(
    "prompt_views",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("at", String, nullable=False),
    Column("reviewer", Text, nullable=False),
)
"""Held-out cases that somebody looked at while writing a prompt. What is seen is never unseen."""

held_out = Table(
    "held_out",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("mark", String),
    Column("ideal", Text),
)
"""Members of the held-out set since it was frozen at the first trial. None ever leaves.

`mark` and `ideal` are what they were then: a member judged otherwise since is called out."""

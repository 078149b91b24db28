"""Version 1: the first schema."""

from __future__ import annotations

from collections.abc import Callable

# Written for both stores: {bytes} and {serial} stand for the types that they spell differently.
STATEMENTS = (
    """
    CREATE TABLE about (
        name VARCHAR NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (name)
    )
    """,
    """
    CREATE TABLE embeddings (
        text_hash {bytes} NOT NULL,
        embedder VARCHAR NOT NULL,
        vector {bytes} NOT NULL,
        PRIMARY KEY (text_hash, embedder)
    )
    """,
    """
    CREATE TABLE imports (
        "key" {serial} NOT NULL,
        uid VARCHAR NOT NULL,
        file TEXT NOT NULL,
        format VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        reviewer TEXT NOT NULL,
        cases_read INTEGER NOT NULL,
        cases_imported INTEGER NOT NULL,
        duplicates INTEGER NOT NULL,
        rejected INTEGER NOT NULL,
        source_cases INTEGER NOT NULL,
        strata TEXT NOT NULL,
        PRIMARY KEY ("key"),
        UNIQUE (uid)
    )
    """,
    """
    CREATE TABLE pattern_state (
        "key" {serial} NOT NULL,
        state TEXT NOT NULL,
        PRIMARY KEY ("key")
    )
    """,
    """
    CREATE TABLE settings (
        name VARCHAR NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (name)
    )
    """,
    """
    CREATE TABLE undone_deeds (
        deed VARCHAR NOT NULL,
        PRIMARY KEY (deed)
    )
    """,
    """
    CREATE TABLE variants (
        "key" {serial} NOT NULL,
        uid VARCHAR NOT NULL,
        name TEXT NOT NULL,
        definition TEXT NOT NULL,
        PRIMARY KEY ("key"),
        UNIQUE (uid),
        UNIQUE (name)
    )
    """,
    """
    CREATE TABLE cases (
        "key" {serial} NOT NULL,
        uid VARCHAR NOT NULL,
        id TEXT NOT NULL,
        import_key INTEGER NOT NULL,
        line INTEGER NOT NULL,
        draw BIGINT NOT NULL,
        hold_rank FLOAT NOT NULL,
        content_hash {bytes} NOT NULL,
        model TEXT,
        created_at VARCHAR,
        conversation TEXT,
        preview TEXT NOT NULL,
        PRIMARY KEY ("key"),
        UNIQUE (id),
        FOREIGN KEY(import_key) REFERENCES imports ("key"),
        UNIQUE (draw)
    )
    """,
    """
    CREATE INDEX cases_in_random_order ON cases (import_key, draw)
    """,
    """
    CREATE INDEX cases_by_model ON cases (model)
    """,
    """
    CREATE TABLE trial_runs (
        "key" {serial} NOT NULL,
        uid VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        plan TEXT NOT NULL,
        state VARCHAR NOT NULL,
        sentence TEXT NOT NULL,
        PRIMARY KEY ("key"),
        UNIQUE (uid)
    )
    """,
    """
    CREATE TABLE trials (
        "key" {serial} NOT NULL,
        uid VARCHAR NOT NULL,
        variant_key INTEGER NOT NULL,
        run_key INTEGER,
        created_at VARCHAR NOT NULL,
        source TEXT NOT NULL,
        judge TEXT NOT NULL,
        PRIMARY KEY ("key"),
        UNIQUE (uid),
        FOREIGN KEY(variant_key) REFERENCES variants ("key"),
        FOREIGN KEY(run_key) REFERENCES trial_runs ("key")
    )
    """,
    """
    CREATE TABLE acts (
        "key" {serial} NOT NULL,
        uid VARCHAR NOT NULL,
        deed VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        reviewer TEXT NOT NULL,
        kind VARCHAR NOT NULL,
        case_key INTEGER,
        payload TEXT NOT NULL,
        origin TEXT NOT NULL,
        PRIMARY KEY ("key"),
        UNIQUE (uid),
        FOREIGN KEY(case_key) REFERENCES cases ("key")
    )
    """,
    """
    CREATE INDEX acts_of_case ON acts (case_key)
    """,
    """
    CREATE INDEX acts_of_deed ON acts (deed)
    """,
    """
    CREATE INDEX acts_of_kind ON acts (kind, "key")
    """,
    """
    CREATE TABLE case_texts (
        case_key INTEGER NOT NULL,
        input TEXT NOT NULL,
        output TEXT NOT NULL,
        expected TEXT,
        rest TEXT NOT NULL,
        PRIMARY KEY (case_key),
        FOREIGN KEY(case_key) REFERENCES cases ("key")
    )
    """,
    """
    CREATE TABLE case_strata (
        case_key INTEGER NOT NULL,
        stratum TEXT NOT NULL,
        PRIMARY KEY (case_key),
        FOREIGN KEY(case_key) REFERENCES cases ("key")
    )
    """,
    """
    CREATE TABLE duplicates (
        "key" {serial} NOT NULL,
        case_key INTEGER NOT NULL,
        import_key INTEGER NOT NULL,
        line INTEGER NOT NULL,
        source_id TEXT,
        PRIMARY KEY ("key"),
        FOREIGN KEY(case_key) REFERENCES cases ("key"),
        FOREIGN KEY(import_key) REFERENCES imports ("key")
    )
    """,
    """
    CREATE TABLE held_out (
        case_key INTEGER NOT NULL,
        mark VARCHAR,
        ideal TEXT,
        PRIMARY KEY (case_key),
        FOREIGN KEY(case_key) REFERENCES cases ("key")
    )
    """,
    """
    CREATE TABLE reviewer_marks (
        case_key INTEGER NOT NULL,
        reviewer TEXT NOT NULL,
        mark VARCHAR NOT NULL,
        PRIMARY KEY (case_key, reviewer),
        FOREIGN KEY(case_key) REFERENCES cases ("key")
    )
    """,
    """
    CREATE TABLE reviews (
        case_key INTEGER NOT NULL,
        mark VARCHAR,
        note TEXT NOT NULL,
        tags TEXT NOT NULL,
        severity VARCHAR,
        ideal TEXT,
        ideal_accepted BOOLEAN NOT NULL,
        ideal_model_written BOOLEAN NOT NULL,
        reviewer TEXT NOT NULL,
        reviewed_at VARCHAR NOT NULL,
        ideal_reviewer TEXT NOT NULL,
        ideal_at VARCHAR NOT NULL,
        PRIMARY KEY (case_key),
        FOREIGN KEY(case_key) REFERENCES cases ("key")
    )
    """,
    """
    CREATE INDEX reviews_by_mark ON reviews (mark, case_key)
    """,
    """
    CREATE TABLE suggestions (
        "key" {serial} NOT NULL,
        case_key INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        value TEXT NOT NULL,
        origin TEXT NOT NULL,
        accepted BOOLEAN NOT NULL,
        PRIMARY KEY ("key"),
        FOREIGN KEY(case_key) REFERENCES cases ("key")
    )
    """,
    """
    CREATE INDEX suggestions_of_case ON suggestions (case_key)
    """,
    """
    CREATE TABLE drafts (
        case_key INTEGER NOT NULL,
        reviewer TEXT NOT NULL,
        text TEXT NOT NULL,
        at VARCHAR NOT NULL,
        PRIMARY KEY (case_key, reviewer),
        FOREIGN KEY(case_key) REFERENCES cases ("key")
    )
    """,
    """
    CREATE TABLE trial_outputs (
        trial_key INTEGER NOT NULL,
        case_key INTEGER NOT NULL,
        output TEXT NOT NULL,
        given_mark VARCHAR,
        given_note TEXT NOT NULL,
        mark VARCHAR,
        judge TEXT NOT NULL,
        PRIMARY KEY (trial_key, case_key),
        FOREIGN KEY(trial_key) REFERENCES trials ("key"),
        FOREIGN KEY(case_key) REFERENCES cases ("key")
    )
    """,
    """
    CREATE TABLE trial_calls (
        trial_key INTEGER NOT NULL,
        case_key INTEGER NOT NULL,
        repeat INTEGER NOT NULL,
        output TEXT,
        failure VARCHAR NOT NULL,
        reason TEXT NOT NULL,
        model TEXT NOT NULL,
        input_tokens INTEGER,
        output_tokens INTEGER,
        cost FLOAT,
        seconds FLOAT NOT NULL,
        attempts INTEGER NOT NULL,
        mark VARCHAR,
        note TEXT NOT NULL,
        score FLOAT,
        PRIMARY KEY (trial_key, case_key, repeat),
        FOREIGN KEY(trial_key) REFERENCES trials ("key"),
        FOREIGN KEY(case_key) REFERENCES cases ("key")
    )
    """,
    """
    CREATE TABLE judge_calls (
        judge VARCHAR NOT NULL,
        trial_key INTEGER NOT NULL,
        case_key INTEGER NOT NULL,
        repeat INTEGER NOT NULL,
        mark VARCHAR,
        note TEXT NOT NULL,
        failure VARCHAR NOT NULL,
        cost FLOAT,
        seconds FLOAT NOT NULL,
        PRIMARY KEY (judge, trial_key, case_key, repeat),
        FOREIGN KEY(case_key) REFERENCES cases ("key")
    )
    """,
    """
    CREATE TABLE prompt_views (
        case_key INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        reviewer TEXT NOT NULL,
        PRIMARY KEY (case_key),
        FOREIGN KEY(case_key) REFERENCES cases ("key")
    )
    """,
)


def upgrade(execute: Callable[[str], object], store: str) -> None:
    """Create every table of version 1."""
    postgresql = store == "postgresql"
    types = {
        "{bytes}": "BYTEA" if postgresql else "BLOB",
        "{serial}": "SERIAL" if postgresql else "INTEGER",
    }
    for statement in STATEMENTS:
        for name, spelling in types.items():
            statement = statement.replace(name, spelling)
        execute(statement)

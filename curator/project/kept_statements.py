"""Written by scripts/keep_statements.py: prepared statements as SQLite takes them.

By name: the text, the names of its values in order, and the values it holds itself.
"""

# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping

KEPT: Mapping[str, tuple[str, tuple[str, ...], Mapping[str, object]]] = {
    "acts.insert": (
        "INSERT INTO acts (uid, deed, at, reviewer, kind, case_key, payload, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ("uid", "deed", "at", "reviewer", "kind", "case_key", "payload", "origin"),
        {},
    ),
    "acts.mark_before": (
        'SELECT acts.payload FROM acts WHERE acts.case_key = ? AND acts.kind = ? AND acts.reviewer = ? AND acts."key" < ? AND (acts.deed NOT IN (SELECT undone_deeds.deed FROM undone_deeds)) ORDER BY acts."key" DESC LIMIT ? OFFSET ?',
        ("wanted_case", "kind_1", "wanted_reviewer", "before", "param_1", "param_2"),
        {"kind_1": "mark", "param_1": 1, "param_2": 0},
    ),
    "acts.mark_times": (
        'SELECT acts.at FROM acts WHERE acts.kind = ? AND acts.origin = ? ORDER BY acts."key" DESC LIMIT ? OFFSET ?',
        ("kind_1", "origin_1", "most", "param_1"),
        {"kind_1": "mark", "origin_1": "", "param_1": 0},
    ),
    "acts.of_cases": (
        'SELECT acts."key", acts.uid, acts.deed, acts.at, acts.reviewer, acts.kind, acts.case_key, acts.payload, acts.origin FROM acts WHERE acts.case_key IN (__[POSTCOMPILE_keys]) AND (acts.deed NOT IN (SELECT undone_deeds.deed FROM undone_deeds)) ORDER BY acts."key"',
        ("keys",),
        {},
    ),
    "acts.standing": (
        'SELECT acts."key", acts.uid, acts.deed, acts.at, acts.reviewer, acts.kind, acts.case_key, acts.payload, acts.origin FROM acts WHERE acts.kind = ? AND (acts.deed NOT IN (SELECT undone_deeds.deed FROM undone_deeds)) ORDER BY acts."key"',
        ("wanted_kind",),
        {},
    ),
    "arrivals.duplicates": ("SELECT count(*) AS count_1 FROM duplicates", (), {}),
    "cases.first_keys": (
        'SELECT group_concat(anon_1."key") AS group_concat_1 FROM (SELECT cases."key" AS "key" FROM cases ORDER BY cases.import_key, cases.draw LIMIT ? OFFSET ?) AS anon_1',
        ("most", "param_1"),
        {"param_1": 0},
    ),
    "cases.first_open": (
        'SELECT cases.draw FROM cases LEFT OUTER JOIN reviews ON reviews.case_key = cases."key" WHERE cases.import_key = ? AND reviews.mark IS NULL ORDER BY cases.draw LIMIT ? OFFSET ?',
        ("wanted_import", "param_1", "param_2"),
        {"param_1": 1, "param_2": 0},
    ),
    "cases.ids": (
        'SELECT cases."key", cases.id FROM cases WHERE cases."key" IN (__[POSTCOMPILE_keys])',
        ("keys",),
        {},
    ),
    "cases.import_sizes": ('SELECT imports."key", imports.cases_imported FROM imports', (), {}),
    "cases.imports": (
        'SELECT imports."key", imports.uid, imports.file, imports.format, imports.at, imports.reviewer, imports.cases_read, imports.cases_imported, imports.duplicates, imports.rejected, imports.source_cases, imports.strata FROM imports ORDER BY imports."key"',
        (),
        {},
    ),
    "cases.keys": (
        'SELECT group_concat(anon_1."key") AS group_concat_1 FROM (SELECT cases."key" AS "key" FROM cases ORDER BY cases.import_key, cases.draw) AS anon_1',
        (),
        {},
    ),
    "cases.lines": (
        'SELECT cases."key", cases.id, cases.preview, cases.model, reviews.mark, reviews.note, reviews.tags, reviews.severity, reviews.ideal IS NOT NULL AS has_ideal FROM cases LEFT OUTER JOIN reviews ON reviews.case_key = cases."key" WHERE cases."key" IN (__[POSTCOMPILE_keys])',
        ("keys",),
        {},
    ),
    "cases.marked_before": (
        'SELECT cases."key", reviews.mark, case_strata.stratum FROM cases JOIN reviews ON reviews.case_key = cases."key" LEFT OUTER JOIN case_strata ON case_strata.case_key = cases."key" WHERE cases.import_key = ? AND cases.draw < ? ORDER BY cases.draw',
        ("wanted_import", "before"),
        {},
    ),
    "cases.whole": (
        'SELECT cases."key", cases.uid, cases.id, cases.import_key, cases.line, cases.draw, cases.hold_rank, cases.content_hash, cases.model, cases.created_at, cases.conversation, cases.preview, case_texts.input, case_texts.output, case_texts.expected, case_texts.rest FROM cases JOIN case_texts ON case_texts.case_key = cases."key" WHERE cases."key" IN (__[POSTCOMPILE_keys])',
        ("keys",),
        {},
    ),
    "drafts.kept": (
        "SELECT drafts.text FROM drafts WHERE drafts.case_key = ? AND drafts.reviewer = ?",
        ("wanted_case", "wanted_reviewer"),
        {},
    ),
    "patterns.state": ("SELECT pattern_state.state FROM pattern_state", (), {}),
    "reviews.forget": (
        "DELETE FROM reviews WHERE reviews.case_key IN (__[POSTCOMPILE_keys])",
        ("keys",),
        {},
    ),
    "reviews.forget_marks": (
        "DELETE FROM reviewer_marks WHERE reviewer_marks.case_key IN (__[POSTCOMPILE_keys])",
        ("keys",),
        {},
    ),
    "reviews.ideal_answers": (
        "SELECT count(*) AS count_1 FROM reviews WHERE reviews.ideal IS NOT NULL AND reviews.ideal_accepted IS 1",
        (),
        {},
    ),
    "reviews.keep": (
        "INSERT INTO reviews (case_key, mark, note, tags, severity, ideal, ideal_accepted, ideal_model_written, reviewer, reviewed_at, ideal_reviewer, ideal_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            "case_key",
            "mark",
            "note",
            "tags",
            "severity",
            "ideal",
            "ideal_accepted",
            "ideal_model_written",
            "reviewer",
            "reviewed_at",
            "ideal_reviewer",
            "ideal_at",
        ),
        {},
    ),
    "reviews.keep_marks": (
        "INSERT INTO reviewer_marks (case_key, reviewer, mark) VALUES (?, ?, ?)",
        ("case_key", "reviewer", "mark"),
        {},
    ),
    "reviews.mark_counts": (
        "SELECT reviews.mark, count(*) AS number FROM reviews WHERE reviews.mark IS NOT NULL GROUP BY reviews.mark",
        (),
        {},
    ),
    "reviews.marked": (
        "SELECT group_concat(anon_1.case_key) AS group_concat_1 FROM (SELECT reviews.case_key AS case_key FROM reviews WHERE reviews.mark IS NOT NULL) AS anon_1",
        (),
        {},
    ),
    "reviews.marked_of": (
        "SELECT reviews.case_key FROM reviews WHERE reviews.case_key IN (__[POSTCOMPILE_keys]) AND reviews.mark IS NOT NULL",
        ("keys",),
        {},
    ),
    "reviews.of_case": (
        "SELECT reviews.case_key, reviews.mark, reviews.note, reviews.tags, reviews.severity, reviews.ideal, reviews.ideal_accepted, reviews.ideal_model_written, reviews.reviewer, reviews.reviewed_at, reviews.ideal_reviewer, reviews.ideal_at FROM reviews WHERE reviews.case_key = ?",
        ("wanted_case",),
        {},
    ),
    "reviews.tags": (
        "SELECT reviews.tags FROM reviews WHERE reviews.tags != ? ORDER BY reviews.reviewed_at, reviews.case_key",
        ("tags_1",),
        {"tags_1": "[]"},
    ),
    "reviews.tags_of_failures": (
        "SELECT reviews.case_key, reviews.tags FROM reviews WHERE reviews.mark = ?",
        ("mark_1",),
        {"mark_1": "fail"},
    ),
    "search.behind": (
        'SELECT count(*) AS count_1 FROM cases WHERE cases."key" > ?',
        ("known",),
        {},
    ),
    "search.indexed_to": (
        "SELECT about.value FROM about WHERE about.name = ?",
        ("name_1",),
        {"name_1": "search_indexed_to"},
    ),
    "settings.all": ("SELECT settings.name, settings.value FROM settings", (), {}),
    "store.facts": ("SELECT about.name, about.value FROM about", (), {}),
    "store.new_facts": ("INSERT INTO about (name, value) VALUES (?, ?)", ("name", "value"), {}),
    "suggestions.number": (
        "SELECT count(*) AS count_1 FROM suggestions WHERE suggestions.accepted IS 0",
        (),
        {},
    ),
    "suggestions.of_cases": (
        'SELECT suggestions."key", suggestions.case_key, suggestions.kind, suggestions.value, suggestions.origin, suggestions.accepted FROM suggestions WHERE suggestions.accepted IS 0 AND suggestions.case_key IN (__[POSTCOMPILE_keys]) ORDER BY suggestions."key"',
        ("keys",),
        {},
    ),
    "trials.all": (
        'SELECT trials."key", trials.uid, trials.variant_key, trials.run_key, trials.created_at, trials.source, trials.judge, variants.name AS variant, trial_runs.uid AS run_uid, count(trial_outputs.case_key) AS outputs, count(trial_outputs.mark) AS judged FROM trials JOIN variants ON variants."key" = trials.variant_key LEFT OUTER JOIN trial_runs ON trial_runs."key" = trials.run_key LEFT OUTER JOIN trial_outputs ON trial_outputs.trial_key = trials."key" GROUP BY trials."key", trials.uid, trials.variant_key, trials.run_key, trials.created_at, trials.source, trials.judge, variants.name, trial_runs.uid ORDER BY trials."key"',
        (),
        {},
    ),
    "trials.held_out": ("SELECT held_out.case_key FROM held_out", (), {}),
    "trials.number": ("SELECT count(*) AS count_1 FROM trials", (), {}),
}

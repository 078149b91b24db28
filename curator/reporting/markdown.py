"""The summary as Markdown, for a pull request or a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.exporting.inert_text import markdown_block, markdown_inline
from curator.readiness.costs import field_words
from curator.reporting.html import SEVERITIES, cost_lines
from curator.reporting.wording import interval, p_value, percent, plural

if TYPE_CHECKING:
    from curator.model.statistics import Estimate
    from curator.reporting.summary import Exemplar, Summary, Trials
    from curator.reporting.word_diff import Span

_said = markdown_inline


def render_markdown(summary: Summary) -> str:
    """The summary as GitHub Markdown, the same text for the same summary.

    Text from cases and people cannot become markup: it is escaped, or stands in a fenced block
    that it cannot close.
    """
    sections = [
        _head(summary),
        _since(summary),
        _pareto(summary),
        _list("What to do next", summary.next_steps),
        _examples(summary.exemplars),
        _trials(summary.trials),
        _checks(summary),
        _costs(summary),
        _rules(summary),
        _list("Method and limits", summary.method),
        _facts(summary),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _head(summary: Summary) -> str:
    where = _said(summary.project) or "Untitled project"
    lines = [
        f"# {_said(summary.headline)}",
        f"Curator summary of {where}" + (f", {_said(summary.date)}" if summary.date else ""),
        f"**Verdict: {_said(summary.verdict)}.** {_said(summary.sentence)}",
    ]
    if summary.reasons:
        lines.append("\n".join(f"- {_said(reason)}" for reason in summary.reasons))
    figures = [
        [f"**{_said(figure.value)}**", _said(figure.label), _said(figure.detail)]
        for figure in summary.figures
    ]
    lines.append(_table(["Figure", "", ""], figures, "r"))
    return "\n\n".join(lines)


def _since(summary: Summary) -> str:
    since = summary.since
    if since is None:
        return ""
    lines = ["## What changed", "", f"**{_said(since.sentence)}**", ""]
    lines += [f"- Gone: {_said(name)}" for name in since.gone]
    lines += [f"- New: {_said(name)}" for name in since.new]
    lines += [f"- {_said(line)}" for line in since.lines]
    return "\n".join(lines).rstrip()


def _pareto(summary: Summary) -> str:
    if not summary.pareto:
        return ""
    tried = bool(summary.trials.columns)
    heads = ["Pattern", "Cases", "Share", "95 % interval", "Total"]
    heads += ["Best variant fixes"] if tried else []
    rows = [
        [
            _said(row.name),
            f"{row.count:,}",
            percent(row.share.value),
            f"{interval(row.share)} %",
            percent(row.cumulative),
            *([_rate(row.best)] if tried else []),
            _said(row.fix) or "–",
        ]
        for row in summary.pareto
    ]
    table = _table([*heads, "Fix with"], rows, "lrrrr" + ("r" if tried else "") + "l")
    return f"## Failures by pattern\n\n{table}"


def _examples(exemplars: Sequence[Exemplar]) -> str:
    if not exemplars:
        return ""
    return "\n\n".join(["## What the failures look like", *map(_example, exemplars)])


def _example(example: Exemplar) -> str:
    lines = [
        f"### {_said(example.pattern)}",
        f"{plural(example.count, 'case', 'cases')}, here {_said(example.case_id)}. Asked:",
        markdown_block(example.asked),
        "Output:",
        markdown_block(_text(example.output)),
        "Ideal answer:" if example.ideal else "No ideal answer is written yet.",
    ]
    if example.ideal:
        lines.append(markdown_block(_text(example.ideal)))
    if example.note:
        lines.append(f"Reviewer’s note: {_said(example.note)}")
    return "\n\n".join(lines)


def _text(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans)


def _trials(trials: Trials) -> str:
    columns = trials.columns
    if not columns:
        return ""
    rows = [[_said(row.name), *(_rate(cell) for cell in row.cells)] for row in trials.rows]
    rows += [
        ["All failures tried", *(_rate(column.fix_rate) for column in columns)],
        [
            "Passing cases that now fail",
            *(f"{c.now_failing} of {c.passing}" if c.passing else "none tried" for c in columns),
        ],
        ["p, fixed against now failing", *(p_value(column.p_value) for column in columns)],
    ]
    heads = ["Share of failures fixed", *(_said(column.name) for column in columns)]
    text = f"## Trials\n\n{_table(heads, rows, 'l' + 'r' * len(columns))}"
    if trials.left_out:
        text += (
            f"\n\n{plural(trials.left_out, 'earlier trial is', 'earlier trials are')} not shown."
        )
    return text


def _checks(summary: Summary) -> str:
    if not summary.checks:
        return ""
    found = [check for check in summary.checks if check.status == "found"]
    passed = sum(check.status == "passed" for check in summary.checks)
    lines = ["## Checks of the dataset", f"{plural(passed, 'check', 'checks')} passed."]
    if found:
        rows = [
            [f"{c.number} {_said(c.name)}", SEVERITIES[c.severity], _said(c.sentence), str(c.count)]
            for c in found
        ]
        lines.append(_table(["Check", "Weight", "Found", "Cases"], rows, "lllr"))
    return "\n\n".join(lines)


def _costs(summary: Summary) -> str:
    lines = ["## Cost", _said(summary.costs.sentence)]
    known = [f"- {name}: {value}" for name, value in cost_lines(summary.costs)]
    if known:
        lines.append("\n".join(known))
    if summary.costs.missing:
        lines.append(f"Not entered: {_said(', '.join(map(field_words, summary.costs.missing)))}.")
    return "\n\n".join(lines)


def _rules(summary: Summary) -> str:
    if not summary.rules:
        return ""
    rows = [
        [
            f"{rule.number} {_said(rule.verdict)}",
            rule.state,
            _said(rule.reason),
            _said(rule.threshold),
        ]
        for rule in summary.rules
    ]
    table = _table(["Rule", "State", "Figure", "Threshold"], rows, "llll")
    return f"## How the verdict was reached\n\n{table}\n\nThe first rule that matches gives it."


def _facts(summary: Summary) -> str:
    lines = [f"- {fact.name}: {_said(fact.value)}" for fact in summary.facts]
    return "\n".join(["## Made from", "", *lines])


def _list(title: str, sentences: Sequence[str]) -> str:
    if not sentences:
        return ""
    numbered = [f"{number}. {_said(text)}" for number, text in enumerate(sentences, 1)]
    return "\n".join([f"## {title}", "", *numbered])


def _rate(estimate: Estimate | None) -> str:
    if estimate is None or not estimate.of:
        return "–"
    return f"{percent(estimate.value)} ({interval(estimate)}), {estimate.count} of {estimate.of}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], align: str) -> str:
    """A pipe table; `align` is l or r for each column, short of columns means left."""
    marks = ["---:" if side == "r" else "---" for side in align.ljust(len(heads), "l")]
    lines = [heads, marks, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

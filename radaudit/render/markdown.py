"""The report as Markdown, for a job summary or a comment: the whole of it within what such places take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from radaudit.core.finding import Finding, Outcome
from radaudit.core.registry import plugin
from radaudit.core.report import Report, Result, Score
from radaudit.render import grouping
from radaudit.render.cells import number
from radaudit.render.glance import not_assessed
from radaudit.render.text import one_line, shortened
from radaudit.render.words import LEVELS, OUTCOMES, SEVERITIES, gate

LARGEST = 60_000  # bytes; a comment takes 65,536 characters, and over that nothing is shown at all
_ROWS, _COLUMNS, _CELL = 5, 6, 60
# Everything that Markdown gives a meaning to.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$:^-])")
# Forges look for people and issues in the finished page, where an escape is gone: a word joiner stays.
_CALLS = re.compile(r"([@#])(?=\w)")
_ENTITIES = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})


@plugin("renderer", "markdown")
def render_markdown(report: Report) -> str:
    """Verdict, counts, failures with their evidence, what is unknown, scores; cut at whole findings."""
    level = LEVELS[report.verdict.level]
    parts = [
        f"## {level.symbol} radaudit: {plain(str(report.study.get('title', 'Untitled study')))}",
        f"**{level.word}.** {plain(report.verdict.sentence)}",
        _counts(report),
    ]
    size, left = sum(len(part.encode()) for part in parts), 0
    rest = [*_scores(report), *_unknown(report), _foot(report)]
    room = LARGEST - sum(len(part.encode()) for part in rest) - 200
    for part in _failures(report):
        size += len(part.encode()) + 2
        if size > room:
            left += 1
        else:
            parts.append(part)
    if left:
        parts.append(f"_{left} more in the full report._")
    return "\n\n".join([*parts, *rest]) + "\n"


def plain(text: str, limit: int = 600) -> str:
    """Text of the study as text: nothing in it is markup, a link, a person or an issue."""
    return _CALLS.sub("\\1\u2060", _SPECIAL.sub(r"\\\1", shortened(one_line(text), limit)).translate(_ENTITIES))


def _in_html(text: str, limit: int) -> str:
    """The same inside of an HTML element, where Markdown's escapes would be shown."""
    return _CALLS.sub("\\1\u2060", shortened(one_line(text), limit).translate(_ENTITIES))


def _counts(report: Report) -> str:
    counts = report.verdict.counts
    shown = [(state.symbol, state.word, counts.get(outcome, 0)) for outcome, state in OUTCOMES.items()]
    shown += [("~", "Waived", counts.get("waived", 0))]
    shown = [own for own in shown if own[2]]
    heads = " | ".join(f"{symbol} {word}" for symbol, word, _ in shown)
    return f"| {heads} |\n|{'--:|' * len(shown)}\n| {' | '.join(str(count) for *_, count in shown)} |"


def _failures(report: Report) -> Iterator[str]:
    for severity, results in grouping.failures(report):
        yield f"### {severity.value.capitalize()}: {SEVERITIES[severity]}"
        for result in results:
            yield _failure(result)


def _failure(result: Result) -> str:
    failing = [own for own in grouping.findings(result) if own.outcome is Outcome.FAIL]
    told = "\n\n".join(_finding(own) for own in failing[:4])
    more = f"\n\n_and {len(failing) - 4} more findings of this check_" if len(failing) > 4 else ""
    remedy = f"\n\n**Remedy:** {plain(result.remedy)}" if result.remedy else ""
    head = f"<b>{_in_html(result.check, 100)}</b>: {_in_html(failing[0].message, 300)}"
    return f"<details><summary>{head}</summary>\n\n{told}{more}{remedy}\n\n</details>"


def _finding(finding: Finding) -> str:
    places = ", ".join(
        plain(f"{own.path}:{own.lines}" if own.lines else own.path, 120) for own in grouping.places(finding.where)[:5]
    )
    about = ", ".join(filter(None, [finding.tier.value, "known from the baseline" * finding.known, places]))
    return f"{plain(finding.message)} ({about})" + (f"\n\n{_table(finding)}" if finding.rows else "")


def _table(finding: Finding) -> str:
    names = list(dict.fromkeys(name for row in finding.rows[:_ROWS] for name in row))[:_COLUMNS]
    lines = ["| " + " | ".join(plain(name, _CELL) for name in names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(_cell(row.get(name)) for name in names) + " |" for row in finding.rows[:_ROWS]]
    more = len(finding.rows) - _ROWS
    return "\n".join(lines) + (f"\n\n_and {more} more rows_" if more > 0 else "")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number(value) if isinstance(value, int | float) else plain(str(value), _CELL)


def _unknown(report: Report) -> Iterator[str]:
    missing = not_assessed(report)
    if missing:
        lines = [
            f"- {plain(own.reason, 300)} ({len(own.results)} check{'s' * (len(own.results) > 1)})" for own in missing
        ]
        count = sum(len(own.results) for own in missing)
        body = "\n".join(lines[:40])
        yield f"<details><summary>{count} checks could not be answered</summary>\n\n{body}\n\n</details>"


def _scores(report: Report) -> Iterator[str]:
    if report.scores:
        lines = ["| checklist | claimed | supported | not contradicted | of |", "|---|--:|--:|--:|--:|"]
        yield "\n".join([*lines, *(_score(own) for own in report.scores)])


def _score(score: Score) -> str:
    values = [score.claimed, score.supported, score.not_contradicted]
    figures = " | ".join("–" if own is None else number(own) for own in values)
    unit = "" if score.unit == "points" else f" {plain(score.unit, 20)}"
    return f"| {plain(score.title, 120)} | {figures} | {number(score.maximum)}{unit} |"


def _foot(report: Report) -> str:
    return f"_radaudit {plain(report.provenance.radaudit)}; {gate(report.verdict.fail_on)}._"

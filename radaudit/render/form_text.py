"""A filled checklist form as a table for a spreadsheet, and as Markdown for a manuscript."""

from __future__ import annotations

from radaudit.core.report import Score
from radaudit.render.csv_table import csv_table
from radaudit.render.form_rows import FilledForm, form_rows
from radaudit.render.markdown import plain
from radaudit.render.score_words import total

_LONGEST = 10_000  # characters of a cell


def form_csv(form: FilledForm) -> str:
    """A row for each condition and item; radaudit reads it back (``--import``)."""
    rows = [row.cells(form.with_evidence) for row in form_rows(form.score)]
    return csv_table(list(rows[0]), rows)


def form_markdown(form: FilledForm) -> str:
    """A table with a head that says what was filled in, and of what study."""
    heads = ["Item", "What it asks", "Answer", "Where", "Statement"] + ["Basis", "Evidence"] * form.with_evidence
    lines = [f"# {plain(form.score.title)}", "", f"Study: {plain(form.study)}", "", plain(_totals(form)), ""]
    lines += ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for row in form_rows(form.score):
        cells = [row.item, row.asks, row.answer, row.pointer, row.statement]
        cells += [row.basis, " ".join(row.evidence)] if form.with_evidence else []
        lines.append("| " + " | ".join(plain(cell, _LONGEST) for cell in cells) + " |")
    source = f"Checklist: {form.score.reference}. The questions are in our own short words."
    return "\n".join([*lines, "", plain(source)]) + "\n"


def _totals(form: FilledForm) -> str:
    score = form.score
    told = f"Claimed: {claimed_total(score)}."
    if form.with_evidence:
        told += f" Supported: {total(score, score.supported, score.percent, score.band)}."
    return told


def claimed_total(score: Score) -> str:
    """What the authors claim in total, in words."""
    if score.claimed is None:
        return "nothing"
    return total(score, score.claimed, score.claimed_percent, score.claimed_band)

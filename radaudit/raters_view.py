"""``radaudit checklist --second-rater``: two people's answers side by side, on the terminal."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from radaudit.checklists.answers import load_answers
from radaudit.checklists.instrument import Instrument, load_instrument
from radaudit.checklists.raters import agreement
from radaudit.core.agreement import Agreement
from radaudit.core.errors import UsageError
from radaudit.render.score_words import agreement_sentences, total_in
from radaudit.render.text import one_line
from radaudit.study.load import load_study


def compare(study: Path, name: str, second: Path) -> tuple[Instrument, Agreement]:
    """Hold a study's answers against another rater's; nothing is audited.

    Raises
    ------
    UsageError
        If the study doesn't answer this checklist, or one of the two files can't be used.
    """
    instrument, found = load_instrument(name), load_study(study)
    info = found.manifest.checklists.get(name)
    if info is None:
        raise UsageError(f"{found.file.path} names no answers to {name} (checklists: {name}: answers)")
    if not second.is_file():
        raise UsageError(f"there is no file {second}")
    first = load_answers(found.path(info.answers), info.answers, instrument, found.root)
    other = load_answers(second, second.name, instrument, found.root)
    return instrument, agreement(instrument, first, other, second.name)


def print_agreement(instrument: Instrument, found: Agreement, console: Console) -> None:
    """Kappa in a sentence, and a table of what they answer differently."""
    unit = "%" if instrument.scoring.as_percent else instrument.scoring.unit
    for sentence in agreement_sentences(found):
        console.print(Text(sentence))
    totals = (found.first_total, found.second_total)
    console.print(Text("Totals: " + ", ".join(total_in(unit, one) for one in totals) + "."))
    if not found.disagreements:
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("item", "what it asks", "first rater", "second rater"):
        table.add_column(heading, overflow="fold")
    for own in found.disagreements:
        table.add_row(*(Text(one_line(words)) for words in (own.item, own.label, own.first, own.second)))
    console.print(table)

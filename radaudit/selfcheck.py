"""The self-check, told: a table, or JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from radaudit.compute.job import version
from radaudit.core.errors import Problem, UsageError
from radaudit.core.words import counted
from radaudit.features.ibsi.catalogue import AGGREGATIONS
from radaudit.features.ibsi.comparison import DIGITAL_PHANTOM, Comparison, Selfcheck, Verdict
from radaudit.features.ibsi.deviations import DEVIATIONS
from radaudit.features.ibsi.run import PhantomRun

SOURCE = "doi:10.1148/radiol.2020191145"
_MARKS = {Verdict.MEETS: "=", Verdict.DEVIATES: "~", Verdict.FAILS: "!", Verdict.NOT_COMPUTED: "-"}


def parsed_settings(texts: Iterable[str]) -> dict[str, object]:
    """Settings from "name=value"; values as YAML reads them.

    Raises
    ------
    UsageError
        If one is not of that form.
    """
    import yaml

    found: dict[str, object] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        try:
            found[name.strip()] = yaml.safe_load(value)
        except yaml.YAMLError:
            equals = ""
        if not equals or not name.strip():
            raise UsageError(Problem(f"--setting is {text!r}; it should be NAME=VALUE, like binWidth=2"))
    return found


def as_json(found: Selfcheck) -> str:
    """Everything, for programs."""
    return json.dumps(
        {
            "schema": "radaudit-selfcheck/1",
            "ok": found.ok,
            "libraries": _libraries(),
            "counts": {data: found.counts(data) for data in found.data_sets},
            "rows": [_plain(row) for row in found.rows],
            "deviations": {own.code: {"sentence": own.sentence, "source": own.source} for own in DEVIATIONS},
        },
        indent=2,
    )


def print_selfcheck(found: Selfcheck, console: Console, everything: bool = False) -> None:
    """A summary by class, each reason, the failures in full; with `everything` every comparison."""
    extractor, *others = (f"{name} {number}" for name, number in _libraries().items())
    console.print(Text(f"{extractor} against IBSI's reference values ({SOURCE})", style="bold"))
    console.print(Text(f"with {', '.join(others)}\n"))
    console.print(_summary(found))
    if everything:
        _print_rows(console, "Every comparison", found.rows)
    else:
        _print_rows(console, "Documented deviations", _of_phantom(found, Verdict.DEVIATES))
        _print_rows(console, "Fails", found.of(Verdict.FAILS))
    _print_reasons(console, found)
    console.print(Text(f"\n{_sentence(found)}", style="bold green" if found.ok else "bold red"))


def _libraries() -> dict[str, str]:
    return {name: version(name) for name in PhantomRun.libraries}


def _plain(row: Comparison) -> dict[str, object]:
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in asdict(row).items()
    }


def _table(*headings: str, words: int = 1) -> Table:
    """So many columns of words, then numbers."""
    table = Table(box=None, pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="left" if number < words else "right", overflow="fold")
    return table


def _summary(found: Selfcheck) -> Table:
    """A line for each class of the digital phantom, and one for each data set."""
    table = _table("", "values", *(f"{_MARKS[verdict]} {verdict}" for verdict in Verdict))
    for kind in dict.fromkeys(row.kind for row in found.rows):
        _add_counts(table, f"  {kind}", found.counts(DIGITAL_PHANTOM, kind))
    for data in found.data_sets:
        _add_counts(table, data, found.counts(data))
    return table


def _add_counts(table: Table, name: str, counts: Mapping[Verdict, int]) -> None:
    cells = [Text(str(counts[verdict] or "")) for verdict in Verdict]
    table.add_row(Text(name), Text(str(sum(counts.values()))), *cells)


def _print_rows(console: Console, heading: str, rows: Sequence[Comparison]) -> None:
    """A table for each class of each data set."""
    for data in dict.fromkeys(row.data for row in rows):
        console.print(Text(f"\n{heading}: {data}", style="bold"))
        own = [row for row in rows if row.data == data]
        said = {reason for row in own for reason in row.reasons}
        if len(said) == 1 and all(row.verdict is Verdict.FAILS and row.got is None for row in own):
            console.print(Text(f"{counted(len(own), 'value')}: {said.pop()}"))
            continue
        for kind in dict.fromkeys(row.kind for row in own):
            console.print(_grid([row for row in own if row.kind == kind]))
        codes = sorted({row.aggregation for row in own})
        console.print(Text("; ".join(f"{code}: {AGGREGATIONS[code]}" for code in codes), style="dim"))


def _grid(rows: Sequence[Comparison]) -> Table:
    """The value by IBSI's definition is a column where there is one."""
    corrected = any(row.corrected is not None for row in rows)
    table = _table("feature", "IBSI", "expected", "got", *(["as IBSI"] if corrected else []), words=2)
    for row in rows:
        expected = f"{row.expected:.5g}" + (f" ± {row.tolerance:.3g}" if row.tolerance else "")
        numbers = [row.got, row.corrected] if corrected else [row.got]
        shown = ["-" if number is None else f"{number:.4g}" for number in numbers]
        cells = (f"{_MARKS[row.verdict]} {row.feature}", f"{row.id} {row.aggregation}", expected, *shown)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _of_phantom(found: Selfcheck, verdict: Verdict) -> tuple[Comparison, ...]:
    return tuple(row for row in found.of(verdict) if row.data == DIGITAL_PHANTOM)


def _print_reasons(console: Console, found: Selfcheck) -> None:
    """The documented deviations that were met with, and what each of them explains."""
    for own in DEVIATIONS:
        touched = [row for row in found.rows if own.code in row.reasons]
        if touched:
            console.print(Text(f"\n{own.code}: {counted(len(touched), 'value')}. {own.sentence}"))
            console.print(Text(own.source, style="dim"))


def _sentence(found: Selfcheck) -> str:
    counts = found.counts()
    computed = len(found.rows) - counts[Verdict.NOT_COMPUTED]
    said = f"{counts[Verdict.MEETS]} of {counted(computed, 'reference value')} met, "
    said += (
        f"{counts[Verdict.DEVIATES]} missed for documented reasons, {counts[Verdict.FAILS]} missed for no known reason."
    )
    return f"{'The extractor passes' if found.ok else 'THE EXTRACTOR FAILS'}: {said}"

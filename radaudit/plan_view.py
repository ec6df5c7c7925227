"""A plan on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from radaudit.core.words import counted
from radaudit.planning.cost import Estimate
from radaudit.planning.foresee import Answer
from radaudit.planning.plan import Kind, Missing, Plan
from radaudit.render.text import one_line, shortened


def print_plan(plan: Plan, console: Console) -> None:
    """Jobs with time and disk, what can't be foreseen, when each check is answered, what is missing."""
    console.print(_text(f"Plan of an audit: {shortened(plan.title, 200)}", "bold"))
    _print_jobs(plan, console)
    _print_open(plan, console)
    _print_checks(plan, console)
    _print_missing(plan, console)


def _print_jobs(plan: Plan, console: Console) -> None:
    console.print()
    if plan.kinds:
        table = Table(box=None, pad_edge=False)
        for heading in ("jobs", "needed", "done", "to do", "time", "disk"):
            table.add_column(heading, justify="left" if heading == "jobs" else "right")
        for own in plan.kinds:
            table.add_row(*[_text(cell) for cell in _cells(own)])
        console.print(table)
        console.print()
    for own in plan.kinds:
        if own.to_do and own.what:
            line = _text(f"{own.kind}: ", "bold")
            line.append_text(_text(own.what))
            _indent(console, line)
    if any(own.to_do and own.what for own in plan.kinds):
        console.print()
    console.print(_text(_sum(plan)))
    timed = [f"{own.timed} {own.kind}" for own in plan.kinds if own.timed]
    if timed:
        console.print(_text(f"Done just now to be timed, and kept: {', '.join(timed)}.", "dim"))


def _cells(own: Kind) -> tuple[str, ...]:
    left = own.to_do > 0
    time = _range(own.estimate) if own.estimate else "not timed"
    disk = "not known" if own.bytes is None else in_bytes(own.bytes)
    counts = [f"{number:,}" for number in (own.needed, own.found, own.to_do)]
    return (own.kind, *counts, time if left else "", disk if left else "")


def _sum(plan: Plan) -> str:
    if not plan.kinds:
        return "The audit needs no job."
    if not plan.to_do:
        return f"Every job is done: the audit takes some {in_seconds(plan.seconds)}."
    told = f"{counted(plan.to_do, 'job')} to do with {counted(plan.workers, 'process', 'processes')}"
    if plan.estimate:
        told += f": about {in_seconds(plan.estimate.expected)}, likely {_range(plan.estimate)}"
    told += f"; {in_bytes(plan.bytes)} on disk" if plan.bytes is not None else ""
    return f"{told}. Reading files and tables, and checking, adds at least {in_seconds(plan.seconds)}."


def _print_open(plan: Plan, console: Console) -> None:
    if plan.open:
        _heading(console, "NOT FORESEEN")
        console.print(_text("Jobs that depend on results of others, in neither the numbers nor the time above:", "dim"))
    for own in plan.open:
        line = _text(f"{own.evidence}: ", "bold")
        line.append_text(_text(f"{own.what} {own.jobs[:1].upper()}{own.jobs[1:]}"))
        _indent(console, line)


def _print_checks(plan: Plan, console: Console) -> None:
    words = {
        Answer.NOW: "ANSWERED WITHOUT FURTHER JOBS",
        Answer.AFTER: "ANSWERED AFTER THE JOBS",
        Answer.UNKNOWN: "UNKNOWN",
        Answer.NOT_APPLICABLE: "NOT APPLICABLE",
        Answer.ERROR: "CAN'T BE RUN",
    }
    for answer, title in words.items():
        names = plan.of(answer)
        if names:
            _heading(console, f"{title} {len(names)}")
            _indent(console, _text(", ".join(names)))
    for own in plan.checks:
        if own.answer is Answer.ERROR:
            _indent(console, _text(f"{own.check}: {shortened(own.reason, 300)}"))


def _print_missing(plan: Plan, console: Console) -> None:
    if not plan.missing:
        return
    _heading(console, f"MISSING {len(plan.missing)}")
    for own in plan.missing:
        _print_one(own, console)
    if any(not alone for own in plan.missing for alone in own.unlocks.values()):
        console.print(_text("* needs more than this: the check is named under other entries too", "dim"))


def _print_one(own: Missing, console: Console) -> None:
    head = _text(f"{', '.join(own.keys)}: " if own.keys else "", "bold")
    head.append_text(_text(shortened(f"{own.reason} {own.add}".strip(), 400)))
    _indent(console, head)
    if own.unlocks:
        names = [name if alone else f"{name}*" for name, alone in own.unlocks.items()]
        _indent(console, _text(f"{'would unlock' if own.add else 'leaves open'}: {', '.join(names)}", "cyan"), 4)
    if own.sharpens:
        _indent(console, _text(f"would be used by: {', '.join(own.sharpens)}", "cyan"), 4)


def in_seconds(seconds: float) -> str:
    """A duration in the unit that people would use, with no more digits than such an estimate has."""
    if seconds < 1:
        return "1 s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    hours = seconds / 3600
    return f"{hours:.1f} h" if hours < 10 else f"{hours:.0f} h"


def in_bytes(number: float) -> str:
    """A size on disk, in decimal units."""
    for unit in ("kB", "MB", "GB"):
        number /= 1000
        if number < 999.5:
            return f"{max(number, 1):.0f} {unit}"
    return f"{number / 1000:.1f} TB"


def _range(own: Estimate) -> str:
    low, high = in_seconds(own.low), in_seconds(own.high)
    if own.high < 1:
        return "< 1 s"
    return f"about {high}" if low == high else f"{low} to {high}"


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(_text(text, "bold"))


def _indent(console: Console, text: Text, by: int = 2) -> None:
    console.print(Padding(text, (0, 0, 0, by), expand=False))


def _text(text: str, style: str = "") -> Text:
    """Text of a study does nothing but stand there."""
    blank = " " if text.endswith(" ") else ""
    return Text(overflow="fold").append(one_line(text) + blank, style=style)

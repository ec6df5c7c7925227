"""The checks, told from their own docstrings, and the checklists."""

from __future__ import annotations

import difflib

from rich.console import Console
from rich.table import Table
from rich.text import Text

from radaudit.auditing import checks, evidence_makers
from radaudit.checklists.instrument import instruments, load_instrument
from radaudit.core.errors import UsageError


def print_checks() -> None:
    """A table of all checks."""
    table = Table(box=None, pad_edge=False)
    for heading in ("check", "severity", "true when it passes"):
        table.add_column(heading, overflow="fold")
    for name, step in checks().items():
        table.add_row(name, str(step.severity), Text(step.text.title))
    Console().print(table)


def print_evidence() -> None:
    """A table of all evidence, with the checks that rest on it directly."""
    table = Table(box=None, pad_edge=False)
    for heading in ("evidence", "what it is", "for"):
        table.add_column(heading, overflow="fold")
    users: dict[str, list[str]] = {}
    for name, step in checks().items():
        for need in step.needs:
            users.setdefault(need, []).append(name)
    for name, step in sorted(evidence_makers().items()):
        own = users.get(name, [])
        told = ", ".join(own[:2]) + (f" and {len(own) - 2} more" if len(own) > 2 else "") or "other evidence"
        table.add_row(name, Text(step.text.title), told)
    Console().print(table)


def print_checklists() -> None:
    """A table of all checklists."""
    table = Table(box=None, pad_edge=False)
    for heading in ("checklist", "items", "title", "claims that files can support", "source"):
        table.add_column(heading, overflow="fold")
    for name in instruments():
        own = load_instrument(name)
        title = f"{own.title} (experimental)" if own.experimental else own.title
        settled = sum(bool(option.supported_by) for item in own.items for option in item.options)
        table.add_row(name, str(len(own.items)), Text(title), str(settled), own.reference)
    Console().print(table)


def print_check(name: str) -> None:
    """All about one check.

    Raises
    ------
    UsageError
        If there is none of this name.
    """
    if name not in checks():
        close = difflib.get_close_matches(name, checks(), n=1, cutoff=0.4)
        raise UsageError(f"there is no check {name!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    step = checks()[name]
    console = Console(highlight=False)
    console.print(Text(name, style="bold"), Text(f"({step.severity})"))
    console.print(Text(step.text.title, style="italic"))
    for heading, text in (
        ("Why", step.text.rationale),
        ("Remedy", step.text.remedy),
        ("Options", ", ".join(f"{option} = {value}" for option, value in step.options.items())),
        ("Evidence", ", ".join(step.needs)),
        ("Sources", "  ".join(step.references)),
    ):
        if text:
            console.print(Text(f"\n{heading}", style="bold"))
            console.print(Text(text))

"""Commands of whoever keeps a gate: the baseline of a report, and the difference of two."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from radaudit.arguments import FailOn

if TYPE_CHECKING:
    from rich.console import Console

    from radaudit.comparing import Change, Difference, Moved

_LONGEST, _ABOUT = 300, 5


def make_baseline(
    report: Annotated[Path, typer.Argument(help="A report.json or report.html.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write.")] = Path("radaudit-baseline.json"),
) -> None:
    """Write every failure of a report down as known: with --baseline, only new ones fail the gate."""
    from radaudit import output
    from radaudit.baseline import baseline_text

    print(f"Baseline: {output.write_file(out, baseline_text(output.read_report(report)))}")


def diff(
    old: Annotated[Path, typer.Argument(help="The earlier report, .json or .html.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="The later one.", show_default=False)],
    fail_on: Annotated[
        FailOn, typer.Option(help="Least severity of a new failure that gives exit status 1.")
    ] = FailOn.never,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """What got better and what got worse between two reports, and what was changed in between."""
    from rich.console import Console

    from radaudit import output
    from radaudit.comparing import compare
    from radaudit.core.finding import Severity
    from radaudit.core.plain import readable_json

    found = compare(output.read_report(old), output.read_report(new))
    if as_json:
        print(readable_json(json.dumps(dataclasses.asdict(found), indent=1, ensure_ascii=False)))
    else:
        _show(found, Console())
    failing = fail_on is not FailOn.never and any(own.severity >= Severity(fail_on.value) for own in found.worse)
    raise typer.Exit(int(failing))


def _show(found: Difference, console: Console) -> None:
    _changes(console, "WORSE", found.worse, "red")
    _changes(console, "BETTER", found.better, "green")
    _moved(console, "OTHER ANSWERS", found.outcomes)
    _moved(console, "SUPPORTED SCORES", found.scores)
    _moved(console, "CHANGED IN BETWEEN", found.causes)
    if not any(dataclasses.astuple(found)):
        console.print("No difference.")


def _changes(console: Console, title: str, changes: Iterable[Change], colour: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from radaudit.render.text import one_line, shortened

    changes = list(changes)
    if not changes:
        return
    console.print(Text(f"{title} {len(changes)}", style=f"bold {colour}"))
    for own in changes:
        console.print(Text(f"  {one_line(own.check)} ({own.severity.value})", style="bold"))
        lines = [own.message, *(f"{title.lower()}: {about}" for about in own.about[:_ABOUT])]
        lines += [f"and {len(own.about) - _ABOUT} more"] if len(own.about) > _ABOUT else []
        for line in lines:
            console.print(Padding(Text(shortened(one_line(line), _LONGEST)), (0, 0, 0, 4), expand=False))


def _moved(console: Console, title: str, moved: Iterable[Moved]) -> None:
    from rich.text import Text

    from radaudit.render.text import one_line, shortened

    moved = list(moved)
    if moved:
        console.print(Text(f"{title} {len(moved)}", style="bold"))
    for own in moved:
        before, after = (shortened(one_line(text), 60) for text in (own.before, own.after))
        console.print(Text(f"  {one_line(own.name)}: {before} -> {after}"))

"""``radaudit survey``: many studies side by side, for a review or a journal's desk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from radaudit.arguments import FailOn, Jobs, Sandbox, Store


def survey(
    folder: Annotated[
        Path, typer.Argument(help="A folder that holds studies, or reports of earlier audits.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the survey and all reports.")] = Path(
        "radaudit-survey"
    ),
    no_audit: Annotated[
        bool, typer.Option("--no-audit", help="Read reports only; studies without one are left out, and told.")
    ] = False,
    policy: Annotated[Path | None, typer.Option(help="The auditor's policy.yaml, for all studies.")] = None,
    fail_on: Annotated[
        FailOn | None, typer.Option(help="Exit with 1 if a study has such a failure.  \\[default: no gate]")
    ] = None,
    select: Annotated[list[str] | None, typer.Option(help="Glob of check names; may be given several times.")] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Run the studies' own code, in processes with limits.")
    ] = False,
    sandbox: Annotated[Sandbox, typer.Option(help="Fence for the studies' code, as of audit.")] = Sandbox.best,
    quick: Annotated[bool, typer.Option("--quick", help="Fit the studies' models less often, as of audit.")] = False,
    jobs: Jobs = None,
    store: Store = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print one line only.")] = False,
) -> None:
    """Audit or read every study in a folder: one table for each checklist, domain and item, and a PRISMA flow.

    A report of an earlier audit is used where it is up to date. A study that can't be audited stops no other.
    Exit status: 0; 1 only with --fail-on; 2 nothing to survey; 3 a study could not be read, or its audit is incomplete.
    """
    import sys

    from rich.console import Console

    from radaudit.progress import Bars
    from radaudit.render.survey_terminal import render_survey_terminal
    from radaudit.session import Session
    from radaudit.survey_session import Wanted, surveyed

    session = Session(
        folder,
        policy=policy,
        select=select or None,
        fail_on=fail_on and fail_on.value,
        jobs=jobs,
        trust=trust,
        store=store,
        sandbox=sandbox.value,
        quick=quick,
    )
    console = Console(stderr=True)
    with Bars(console, shown=not quiet) as bars:
        tell = (lambda line: None) if quiet else (lambda line: print(line, file=sys.stderr))
        made = surveyed(Wanted(folder, session, out, not no_audit), bars, tell)
    if quiet:
        print(f"{made.flow.included} of {len(made.entries)} studies are in the survey.")
    else:
        render_survey_terminal(made, Console())
    print(f"Survey: {out / 'survey.html'}")
    raise typer.Exit(made.exit_code)

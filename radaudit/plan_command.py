"""``radaudit plan``: what an audit would do, before it does it."""

from __future__ import annotations

from typing import Annotated

import typer

from radaudit.arguments import (
    Cluster,
    Exact,
    Fence,
    Jobs,
    Online,
    PolicyFile,
    Quick,
    Sandbox,
    Select,
    Store,
    StudyPath,
    Trust,
)


def plan(
    study: StudyPath,
    policy: PolicyFile = None,
    jobs: Jobs = None,
    select: Select = None,
    trust: Trust = False,
    sandbox: Fence = Sandbox.best,
    online: Online = False,
    exact_pyradiomics: Exact = False,
    no_timing: Annotated[bool, typer.Option("--no-timing", help="Run nothing at all: no times.")] = False,
    store: Store = None,
    cluster: Cluster = None,
    quick: Quick = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """What an audit would do: jobs, time, disk; which checks will be answered, and what is missing.

    Give it the options of the audit. Does one job of each kind, or a few short ones, to see how long it takes; the
    results are kept for the audit.
    Exit status: 0; 2 if manifest, policy or tables can't be used.
    """
    from rich.console import Console

    from radaudit.plan_view import print_plan
    from radaudit.progress import Bars
    from radaudit.session import Session, planned

    session = Session(
        study,
        policy=policy,
        select=select or None,
        jobs=jobs,
        trust=trust,
        exact=exact_pyradiomics,
        store=store,
        cluster=cluster,
        sandbox=sandbox.value,
        online=online,
        quick=quick,
    )
    with Bars(Console(stderr=True)) as bars:
        found = planned(session, bars, timing=not no_timing)
    if as_json:
        print(found.to_json())
    else:
        print_plan(found, Console())

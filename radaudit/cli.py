"""The command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from radaudit.arguments import (
    FORMATS,
    Cluster,
    Exact,
    FailOn,
    Fence,
    Jobs,
    Known,
    Online,
    Out,
    Pdf,
    PolicyFile,
    Quick,
    Quiet,
    Root,
    Sandbox,
    Select,
    ShowIds,
    Store,
    StudyPath,
    Thumbnails,
    Trust,
    Verbose,
)
from radaudit.checklist_command import checklist
from radaudit.core.errors import UsageError
from radaudit.gate_commands import diff, make_baseline
from radaudit.init_command import init
from radaudit.plan_command import plan
from radaudit.sample_command import sample
from radaudit.survey_command import survey

if TYPE_CHECKING:
    from radaudit.session import Session

app = typer.Typer(
    help="Does a radiomics or imaging-AI study hold up? Re-extracts, re-runs, looks for leaks, scores the evidence.\n\n"
    "Start with 'radaudit demo' to see a report. For a study of yours: 'radaudit init' in its folder drafts "
    "radaudit.yaml, 'radaudit plan' says what is missing, 'radaudit audit' audits it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

NO_AUDIT = 2
INTERRUPTED = 130

app.command()(init)


@app.command()
def audit(
    study: StudyPath,
    policy: PolicyFile = None,
    out: Out = Path("radaudit-report"),
    format: Annotated[str, typer.Option(help=f"Comma-separated: {FORMATS}.")] = "html,json",
    fail_on: Annotated[
        FailOn | None, typer.Option(help="Least severity that fails the gate.  \\[default: major]")
    ] = None,
    jobs: Jobs = None,
    select: Select = None,
    trust: Trust = False,
    sandbox: Fence = Sandbox.best,
    online: Online = False,
    exact_pyradiomics: Exact = False,
    store: Store = None,
    cluster: Cluster = None,
    quick: Quick = False,
    show_ids: ShowIds = False,
    thumbnails: Thumbnails = False,
    baseline: Known = None,
    paths_from: Root = None,
    pdf: Pdf = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Audit a study: from its manifest to a report.

    Exit status: 0 no failure at or above --fail-on; 1 such a failure; 2 no audit was performed; 3 incomplete audit.
    """
    from radaudit.session import Session

    session = Session(
        study,
        policy=policy,
        select=select or None,
        fail_on=fail_on and fail_on.value,
        jobs=jobs,
        trust=trust,
        exact=exact_pyradiomics,
        store=store,
        cluster=cluster,
        sandbox=sandbox.value,
        online=online,
        quick=quick,
        show_ids=show_ids,
        baseline=baseline,
        thumbnails=thumbnails,
    )
    if quiet and verbose:
        raise UsageError("--quiet and --verbose exclude each other")
    formats = [name.strip() for name in format.split(",")]
    raise typer.Exit(_run(session, out, formats, quiet, paths_from, pdf, verbose))


app.command()(plan)


@app.command()
def demo(
    name: Annotated[str, typer.Argument(help="Which sample study.")] = "phantoms_leaky",
    out: Out = Path("radaudit-demo"),
    jobs: Jobs = None,
    store: Store = None,
) -> None:
    """Audit a sample study that ships with radaudit, and say where the report is."""
    from radaudit.samples import make_sample, sample_names
    from radaudit.session import Session

    if name in sample_names():
        print(f"Sample study {name}: made on first use, then kept in the cache.", file=sys.stderr)
    _run(Session(make_sample(name), jobs=jobs, trust=True, store=store, quick=True), out)


app.command()(sample)


@app.command("list")
def list_checks(
    checklists: Annotated[bool, typer.Option("--checklists", help="The checklists instead.")] = False,
    evidence: Annotated[bool, typer.Option("--evidence", help="What checks rest on instead.")] = False,
) -> None:
    """All checks, with their severity and title; or all checklists; or all evidence."""
    from radaudit import catalogue

    if checklists:
        catalogue.print_checklists()
    elif evidence:
        catalogue.print_evidence()
    else:
        catalogue.print_checks()


@app.command()
def explain(check: Annotated[str, typer.Argument(help="Name of a check: family/slug.")]) -> None:
    """What a check asks, why it matters, how to mend it, its options and sources."""
    from radaudit import catalogue

    catalogue.print_check(check)


@app.command()
def render(
    report: Annotated[Path, typer.Argument(help="A report.json or report.html.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write.  \\[default: beside the report]")
    ] = None,
    format: Annotated[str, typer.Option(help=f"One of: {FORMATS}.")] = "html",
) -> None:
    """Render a report again; no study is needed."""
    from radaudit import output

    content = output.read_report(report)
    place = out or output.beside(report, format)
    if place.exists() and place.samefile(report):
        raise UsageError(f"{place} would be written over itself; name another file by --out")
    text = output.renderers([format])[format](content)
    print(f"Report: {output.write_file(place, text)}")


app.command()(checklist)
app.command()(survey)
app.command("baseline")(make_baseline)
app.command()(diff)


@app.command()
def selfcheck(
    data: Annotated[
        Path | None,
        typer.Option(help="Folder with theibsi/data_sets and ibsi1_reference_values.csv: CT phantom as well."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Print every comparison.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    setting: Annotated[list[str] | None, typer.Option(help="NAME=VALUE, to see it fail.", hidden=True)] = None,
) -> None:
    """Does this machine's extractor give the IBSI reference values?

    Exit status: 0 every value is met, or missed for a documented reason; 1 one is not; 2 it could not be checked.
    """
    from rich.console import Console

    from radaudit import selfcheck as told
    from radaudit.features.ibsi.selfcheck import selfcheck

    found = selfcheck(told.parsed_settings(setting or ()), data)
    if as_json:
        print(told.as_json(found))
    else:
        told.print_selfcheck(found, Console(), everything)
    raise typer.Exit(0 if found.ok else 1)


@app.command()
def schema() -> None:
    """JSON Schemas: radaudit.yaml and policy.yaml for editors, report.json for programs."""
    import json

    from radaudit.core.report import Report
    from radaudit.study.manifest import Manifest
    from radaudit.study.policy import Policy

    written = {"radaudit.yaml": Manifest.model_json_schema(), "policy.yaml": Policy.model_json_schema()}
    print(json.dumps({**written, "report.json": Report.json_schema()}, indent=2))


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        from radaudit import __version__

        print(f"radaudit {__version__}")
        raise typer.Exit


def _run(
    session: Session,
    out: Path,
    formats: Sequence[str] = ("html", "json"),
    quiet: bool = False,
    paths_from: Path | None = None,
    pdf: bool = False,
    verbose: bool = False,
) -> int:
    """Audit, write the report, show the summary; gives the exit status."""
    from rich.console import Console

    from radaudit import output
    from radaudit.pdf import browser, printed
    from radaudit.progress import Bars
    from radaudit.render.terminal import render_terminal
    from radaudit.session import opened

    renderers, prefix = output.renderers(formats), output.prefix_of(session.study, paths_from)
    output.check_writable(out)
    if pdf:
        browser()  # a missing one is said before the work
    with Bars(Console(stderr=True), shown=not quiet) as bars:
        report = opened(session, bars)
    written = output.write_reports(report, out, renderers, prefix)
    if pdf:
        [page] = output.renderers(["html"]).values()
        written.append(output.write_file(out / "report.pdf", printed(page(report))))
    if quiet:
        print(report.verdict.sentence)
    else:
        render_terminal(report, Console(), verbose)
    for path in written:
        print(f"Report: {path}")
    return report.verdict.exit_code


def main() -> None:
    """Run the command line; a user's mistake ends with one clear message and status 2."""
    try:
        app()
    except UsageError as fault:
        from radaudit.render.text import visible

        for problem in fault.problems:
            print(f"radaudit: {visible(str(problem))}", file=sys.stderr)
        if sys.argv[1:2] in (["audit"], ["demo"]):
            print("radaudit: no audit was performed.", file=sys.stderr)
        sys.exit(NO_AUDIT)
    except (KeyboardInterrupt, SystemExit) as end:  # the command line's library makes Ctrl-C an exit, without a word
        if isinstance(end, SystemExit) and end.code != INTERRUPTED:
            raise
        print("radaudit: stopped. What was computed is kept: the same command goes on from here.", file=sys.stderr)
        sys.exit(INTERRUPTED)

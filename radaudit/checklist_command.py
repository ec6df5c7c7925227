"""``radaudit checklist``: answers written, taken over from a form, given out as one, compared with a second rater."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from radaudit.arguments import Jobs, Store, StudyPath
from radaudit.core.errors import UsageError

if TYPE_CHECKING:
    from radaudit.session import Session


class Format(StrEnum):
    csv = "csv"
    md = "md"
    html = "html"
    pdf = "pdf"


def checklist(
    study: StudyPath,
    name: Annotated[str, typer.Option("--id", help="Which: rqs-2017, metrics, claim-2024 ...", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="File to write.  \\[default: as declared, or checklists/ID.yaml; a form: ID.csv]"
        ),
    ] = None,
    earlier: Annotated[
        Path | None, typer.Option("--from", help="Answers to an earlier version of the checklist.", show_default=False)
    ] = None,
    form: Annotated[
        Path | None,
        typer.Option(
            "--import",
            help="Take answers over: the METRICS form's spreadsheet, or a table with the columns item and score.",
            show_default=False,
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Where --import and the file differ, the form counts; the old is noted.")
    ] = False,
    export: Annotated[
        Format | None, typer.Option(help="Give the answers out as a filled form; nothing in the study is changed.")
    ] = None,
    with_evidence: Annotated[
        bool, typer.Option("--with-evidence", help="In the form, what the evidence makes of each answer; runs checks.")
    ] = False,
    second_rater: Annotated[
        Path | None,
        typer.Option(help="Another person's answers to the same checklist: how far the two agree.", show_default=False),
    ] = None,
    jobs: Jobs = None,
    trust: Annotated[bool, typer.Option("--trust", help="Run the study's own code, in a process with limits.")] = False,
    store: Store = None,
) -> None:
    """Write the answers file of a checklist, pre-filled with what the evidence says; what you wrote is kept.

    Lines that begin with '#:' are radaudit's and written anew each time. With --import, --export or --second-rater:
    answers from a form, as a form, or beside another rater's. Exit status: 0; 2 if it could not be done.
    """
    from radaudit.session import Session

    _one_thing({"--export": export, "--second-rater": second_rater, "--import": form, "--from": earlier})
    if overwrite and form is None:
        raise UsageError("--overwrite goes with --import: it says that the form counts where the two differ")
    if with_evidence and export is None:
        raise UsageError("--with-evidence goes with --export")
    session = Session(study, jobs=jobs, trust=trust, store=store)
    if export is not None:
        _export(session, name, export, out, with_evidence)
    elif second_rater is not None:
        _compare(study, name, second_rater)
    else:
        _write(session, name, out, earlier, form, overwrite)


def _one_thing(asked: dict[str, object]) -> None:
    given = [flag for flag, value in asked.items() if value is not None]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} exclude each other; run one after the other")


def _write(
    session: Session, name: str, out: Path | None, earlier: Path | None, form: Path | None, overwrite: bool
) -> None:
    from rich.console import Console

    from radaudit.answers_file import write_answers
    from radaudit.progress import Bars

    with Bars(Console(stderr=True)) as bars:
        found = write_answers(session, name, out, earlier, bars, form, overwrite)
    print(f"Answers: {found.path} ({found.prefilled} pre-filled, {found.unanswered} unanswered)")
    for remark in found.remarks:
        print(remark)


def _export(session: Session, name: str, format: Format, out: Path | None, with_evidence: bool) -> None:
    from rich.console import Console

    from radaudit.answers_form import write_form
    from radaudit.progress import Bars

    with Bars(Console(stderr=True)) as bars:
        path = write_form(session, name, format.value, out or Path(f"{name}.{format.value}"), with_evidence, bars)
    print(f"Form: {path}")


def _compare(study: Path, name: str, second: Path) -> None:
    from rich.console import Console

    from radaudit.raters_view import compare, print_agreement

    print_agreement(*compare(study, name, second), Console())

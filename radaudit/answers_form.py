"""``radaudit checklist --export``: a study's answers as a filled form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import radaudit
from radaudit.checklists.answers import load_answers
from radaudit.checklists.declared import Declarations
from radaudit.checklists.instrument import Instrument, load_instrument
from radaudit.checklists.score import score
from radaudit.core.errors import UsageError
from radaudit.core.report import Result
from radaudit.output import check_writable, write_file
from radaudit.pdf import browser, printed
from radaudit.render.form_html import form_html
from radaudit.render.form_rows import FilledForm
from radaudit.render.form_text import form_csv, form_markdown
from radaudit.session import Session, opened
from radaudit.study.load import load_study

_TEXTS = {"csv": form_csv, "md": form_markdown, "html": form_html}


def write_form(
    session: Session, name: str, format: str, out: Path, with_evidence: bool = False, progress: object = None
) -> Path:
    """Write a study's answers to a checklist as a form.

    Parameters
    ----------
    session
        Study, store and workers; its own selection of checks is not used.
    name
        Id of the checklist.
    format
        csv, md, html or pdf.
    out
        The file.
    with_evidence
        Whether the checks that the checklist asks are run, and what they make of each answer is shown.

    Raises
    ------
    UsageError
        If the study doesn't answer the checklist, or the form can't be written.
    """
    instrument, study = load_instrument(name), load_study(session.study)
    info = study.manifest.checklists.get(name)
    if info is None:
        raise UsageError(
            f"{study.file.path} names no answers to {name}; write them first: radaudit checklist --id {name}"
        )
    answers = load_answers(study.path(info.answers), info.answers, instrument, study.root)
    check_writable(out.parent, "the form")
    if format == "pdf":
        browser()  # found out before the work, not after it
    results = _results(session, instrument, progress) if with_evidence else ()
    scored = score(instrument, answers, results, declared=Declarations(study) if with_evidence else None)
    about = study.manifest.study
    form = FilledForm(scored, about.title, about.doi or "", with_evidence, radaudit.__version__)
    return write_file(out, printed(form_html(form)) if format == "pdf" else _TEXTS[format](form))


def _results(session: Session, instrument: Instrument, progress: object) -> tuple[Result, ...]:
    return opened(replace(session, select=sorted(instrument.checks)), progress, without_answers=True).results

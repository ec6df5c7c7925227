"""``radaudit checklist``: the answers file of a study, written or brought up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from radaudit.checklists.adopt import adopted
from radaudit.checklists.answers import load_answers
from radaudit.checklists.declared import Declarations
from radaudit.checklists.draft import PREFILLED, Block, blocks, head
from radaudit.checklists.forms import Form, form_remarks, read_form
from radaudit.checklists.instrument import Instrument, load_instrument
from radaudit.checklists.judge import Known
from radaudit.checklists.merge import merged, renumbered
from radaudit.core.errors import DataError, UsageError
from radaudit.output import check_writable, write_file
from radaudit.session import Session, opened
from radaudit.study.load import Study, load_study
from radaudit.study.yaml_file import read_yaml


@dataclass(frozen=True)
class Written:
    """What was done.

    Attributes
    ----------
    path
        The file.
    prefilled, unanswered
        How many items the evidence answered, and how many nobody did.
    remarks
        Sentences: what is still wrong in the file, and what to add to the manifest.
    """

    path: Path
    prefilled: int
    unanswered: int
    remarks: tuple[str, ...]


def write_answers(
    session: Session,
    name: str,
    out: Path | None = None,
    earlier: Path | None = None,
    progress: object = None,
    form: Path | None = None,
    overwrite: bool = False,
) -> Written:
    """Write a study's answers to a checklist, or bring them up to date.

    The checks that the checklist asks are run. What they support is pre-filled where nobody answered; a line that a
    person wrote is never changed.

    Parameters
    ----------
    session
        Study, store and workers; its own selection of checks is not used.
    name
        Id of the checklist.
    out
        The file; default: the one that the manifest names, else ``checklists/<id>.yaml`` in the study.
    earlier
        Answers to an earlier version of the checklist, to start from.
    form
        A filled form whose answers are taken over: METRICS' own spreadsheet, or a table of scores.
    overwrite
        Where the form and a person's answer differ, the form's counts.

    Raises
    ------
    UsageError
        If study or checklist can't be used, the file can't be written, or can't be merged without a loss.
    """
    instrument, study = load_instrument(name), load_study(session.study)
    path = out or _place(study, name)
    if earlier is not None and path.exists():
        raise UsageError(f"{path.name} exists already; answers of an earlier version go into a new file")
    given = None if form is None else read_form(form, form.name, instrument)  # a mistake shows before the work
    check_writable(path.parent, "the answers file")
    known = _known(session, study, instrument, progress)
    fresh, text, told = not path.exists(), _start(path, instrument, known, earlier), ()
    file = _parsed(text, path, path.name)
    if given is not None:
        text, told = _taken_over(text, given, instrument, (path.name, form.name), fresh, overwrite)
        file = _parsed(text, path, path.name)
    written = blocks(instrument, known)
    new = merged(text, written, file.lines, path.name)
    write_file(path, new)
    answers = _parsed(new, path, path.name).data.get("answers") or {}
    remarks = (*told, *_stale(answers, written), *_remaining(path, instrument, study))
    before, after = len(file.data.get("answers") or {}), len(answers)
    return Written(path, after - before, len(instrument.items) - after, remarks)


def _remaining(path: Path, instrument: Instrument, study: Study) -> tuple[str, ...]:
    """What is still wrong in the file, and what to add to the manifest."""
    return *_faults(path, path.name, instrument, study), *_undeclared(path, study, instrument.id)


def _taken_over(
    text: str, form: Form, instrument: Instrument, shown: tuple[str, str], fresh: bool, overwrite: bool
) -> tuple[str, tuple[str, ...]]:
    """The file with the form's answers, and what to say of it."""
    found = adopted(text, form, instrument, shown, fresh, overwrite)
    said = f"Taken from {shown[1]}: {len(found.taken)} of {len(instrument.items)} items"
    said += f" and {len(found.conditions)} of {len(instrument.conditions)} conditions" if instrument.conditions else ""
    said += f"; {len(found.agreeing)} agree with what the file has" if found.agreeing else ""
    return found.text, (f"{said}.", *found.differing, *form_remarks(form, instrument, shown[1]))


def _place(study: Study, name: str) -> Path:
    info = study.manifest.checklists.get(name)
    return study.root / (info.answers if info else f"checklists/{name}.yaml")


def _known(session: Session, study: Study, instrument: Instrument, progress: object) -> Known:
    results = opened(replace(session, select=sorted(instrument.checks)), progress, without_answers=True).results
    return Known({result.check: result for result in results}, Declarations(study))


def _start(path: Path, instrument: Instrument, known: Known, earlier: Path | None) -> str:
    """The text to merge into: the file, the earlier version under new numbers, or a new one."""
    if path.exists():
        return path.read_text(encoding="utf-8-sig")
    if earlier is None:
        return head(instrument, known)
    data = read_yaml(earlier, earlier.name, DataError).data
    given = data.get("checklist") if isinstance(data, dict) else None
    if given not in instrument.renumbered_from:
        known_ones = ", ".join(instrument.renumbered_from) or "none"
        raise UsageError(f"{earlier.name} answers {given!r}; {instrument.id} can go on from: {known_ones}")
    return renumbered(earlier.read_text(encoding="utf-8-sig"), instrument.renumbered_from[given], instrument.id)


def _parsed(text: str, path: Path, shown: str):
    """The text with its lines, read as the file itself would be."""
    part = path.with_name(f"{path.name}.draft")
    write_file(part, text)
    try:
        return read_yaml(part, shown, DataError)
    finally:
        part.unlink()


def _stale(answers: Mapping[object, object], written: Sequence[Block]) -> tuple[str, ...]:
    """What was pre-filled in an earlier run and nothing speaks for any more; it stays, because it may be meant."""
    entries = {block.number: block.entry for block in written}
    filled = [key for key, said in answers.items() if isinstance(said, dict) and said.get("note") == PREFILLED]
    return tuple(
        f"Item {key} was pre-filled, but the evidence does not speak for it now; look at it again."
        for key in filled
        if not entries.get(str(key))
    )


def _faults(path: Path, shown: str, instrument: Instrument, study: Study) -> tuple[str, ...]:
    try:
        load_answers(path, shown, instrument, study.root)
    except DataError as fault:
        return tuple(str(problem) for problem in fault.problems)
    return ()


def _undeclared(path: Path, study: Study, name: str) -> tuple[str, ...]:
    if name in study.manifest.checklists:
        return ()
    try:
        place = path.resolve().relative_to(study.root).as_posix()
    except ValueError:
        place = f"checklists/{name}.yaml"
    return (f"Add to {study.file.path}, under 'checklists':  {name}: {{answers: {place}}}",)

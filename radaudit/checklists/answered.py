"""The checklists that a study answers: read before the work, so that a mistake in them shows at once."""

from __future__ import annotations

from dataclasses import dataclass

from radaudit.checklists.answers import Answers, load_answers
from radaudit.checklists.instrument import Instrument, instruments, load_instrument
from radaudit.checklists.raters import agreement
from radaudit.core.agreement import Agreement
from radaudit.core.errors import ManifestError, Problem
from radaudit.study.load import Study


@dataclass(frozen=True)
class Answered:
    """A checklist with what the authors claim of it.

    Attributes
    ----------
    agreement
        How far a second rater agrees with them; None if there is none.
    """

    instrument: Instrument
    answers: Answers
    agreement: Agreement | None = None


def checklist_answers(study: Study) -> list[Answered]:
    """The checklists that the manifest names, by name.

    Raises
    ------
    UsageError
        If there is no such checklist, or an answers file can't be used as it is.
    """
    return [_answered(study, name) for name in sorted(study.manifest.checklists)]


def _answered(study: Study, name: str) -> Answered:
    if name not in instruments():
        message = f"there is no checklist {name!r}; there are: {', '.join(instruments())}"
        raise ManifestError(Problem(message, study.file.path, study.file.line(("checklists", name))))
    info, instrument = study.manifest.checklists[name], load_instrument(name)
    answers = load_answers(study.path(info.answers), info.answers, instrument, study.root)
    if info.second_rater is None:
        return Answered(instrument, answers)
    second = load_answers(study.path(info.second_rater), info.second_rater, instrument, study.root)
    return Answered(instrument, answers, agreement(instrument, answers, second, info.second_rater))

"""What one study's report says, as rows: scores, items, checks.

The sentences of findings stay in the report, because one of them may name a case; names of checks and codes can't.
"""

from __future__ import annotations

from collections.abc import Mapping

from radaudit.core.finding import Outcome
from radaudit.core.report import Answer, Report, Result, Score
from radaudit.core.surveyed import StudyCheck, StudyItem, StudyScore

_LENIENT = "(lenient reading)"
_DECIDES = {"contradicted": Outcome.FAIL, "supported": Outcome.PASS}


def scores(study: str, report: Report) -> tuple[StudyScore, ...]:
    """The totals of each checklist."""
    return tuple(
        StudyScore(
            study=study,
            checklist=reading(score),
            title=score.title,
            reference=score.reference,
            unit=score.unit,
            claimed=score.claimed,
            supported=score.supported,
            not_contradicted=score.not_contradicted,
            lowest=score.lowest,
            highest=score.highest,
            minimum=score.minimum,
            maximum=score.maximum,
            percent=score.percent,
            claimed_percent=score.claimed_percent,
            band=score.band,
            claimed_band=score.claimed_band,
            caution=score.caution,
            agreement=score.agreement,
        )
        for score in report.scores
    )


def items(study: str, report: Report) -> tuple[StudyItem, ...]:
    """The items of each checklist, in its order."""
    results = {result.check: result for result in report.results}
    return tuple(_item(study, reading(score), answer, results) for score in report.scores for answer in score.answers)


def checks(study: str, report: Report) -> tuple[StudyCheck, ...]:
    """What each check answered."""
    return tuple(
        StudyCheck(study, own.check, own.title, own.outcome, own.severity, bool(own.waived), _codes(own))
        for own in report.results
    )


def reading(score: Score) -> str:
    """The checklist's id; its lenient reading is an instrument of its own, as its points mean something else."""
    return f"{score.checklist} (lenient)" if score.title.endswith(_LENIENT) else score.checklist


def _item(study: str, checklist: str, answer: Answer, results: Mapping[str, Result]) -> StudyItem:
    return StudyItem(
        study=study,
        checklist=checklist,
        item=answer.item,
        label=answer.label,
        domain=answer.domain,
        applies=answer.applies,
        essential=answer.essential,
        claimed=answer.claimed,
        supported=answer.points,
        lowest=answer.lowest,
        highest=answer.highest,
        least=answer.ends[0],
        most=answer.ends[1],
        basis=answer.basis,
        reason=_reason(answer, results),
        evidence=tuple(_spoke(name, results) for name in answer.checks),
        pointer=answer.pointer,
    )


def _reason(answer: Answer, results: Mapping[str, Result]) -> str:
    if not answer.applies:
        return "does not apply"
    if answer.basis in _DECIDES:
        decided = [
            name for name in answer.checks if name in results and results[name].outcome is _DECIDES[answer.basis]
        ]
        return f"{answer.basis} by {', '.join(decided) or 'what the study gives'}"
    if answer.basis == "declared":
        conceded = answer.claimed == answer.ends[0] and not answer.pointer
        return "nothing is claimed" if conceded else "the authors' word, with a place"
    return "not answered" if answer.claimed is None else "nothing settles it yet"


def _spoke(check: str, results: Mapping[str, Result]) -> str:
    if check not in results:
        return check
    codes = ", ".join(_codes(results[check]))
    return f"{check}: {results[check].outcome}" + (f" ({codes})" if codes else "")


def _codes(result: Result) -> tuple[str, ...]:
    deciding = [finding.code for finding in result.findings if finding.outcome is result.outcome and finding.code]
    return tuple(dict.fromkeys(deciding))

"""Second raters over many studies."""

from __future__ import annotations

from collections.abc import Sequence

from radaudit.checklists.raters import agreement_of_totals
from radaudit.core.survey import RaterSummary
from radaudit.core.surveyed import StudyScore
from radaudit.surveying.spread import spread


def raters(scores: Sequence[StudyScore]) -> RaterSummary | None:
    """How far the second raters of one checklist agree with the first; None where there is none.

    Kappa is that of each study, because studies differ in which items apply; the totals are compared over the studies
    (ICC(2,1), absolute agreement: Shrout and Fleiss 1979, doi:10.1037/0033-2909.86.2.420).
    """
    found = [own.agreement for own in scores if own.agreement is not None]
    if not found:
        return None
    pairs = [(own.first_total, own.second_total) for own in found]
    totals = agreement_of_totals([pair for pair in pairs if None not in pair])
    return RaterSummary(
        studies=len(found),
        compared=sum(own.compared for own in found),
        agreed=sum(own.agreed for own in found),
        kappa=spread([own.kappa for own in found if own.kappa is not None]),
        totals=totals and totals.estimate,
        low=totals and totals.low,
        high=totals and totals.high,
    )

from collections.abc import Iterator

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Severity, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.target import Target
from radaudit.study.load import Study
from radaudit.study.manifest import Claim


@check("cohort/declared-numbers", severity=Severity.MAJOR)
def declared_numbers(
    study: Study, cohort: Cohort, target: Target | None, split: Split | None, reported: FeatureTable | None
) -> Iterator[Finding]:
    """The numbers of cases, events and features in the paper are those of the tables.

    A cohort whose tables hold other numbers than the paper is not the cohort of the paper: cases were dropped, added
    or counted twice on the way, and every figure that follows is about other patients.

    Remedy: explain each difference in the flow chart, or correct the number.
    """
    claims = [(i, c) for i, c in enumerate(study.manifest.claims) if c.metric in ("n", "n_events", "n_features")]
    if not claims:
        raise NotApplicable(
            "The study declares no numbers of cases, events or features (claims n, n_events, n_features)."
        )
    right = 0
    for index, claim in claims:
        place = study.declared("claims", index)
        found = _counted(claim, cohort, target, split, reported)
        what = {"n": "cases", "n_events": "events", "n_features": "features"}[claim.metric]
        where = f" in the {claim.set} set" if claim.set else ""
        if found is None:
            yield unknown(
                f"Claim {claim.id}: the number of {what}{where} can't be counted from what the study gives.",
                where=[place],
            )
        elif found != claim.value:
            yield failed(
                f"Claim {claim.id}: {claim.value:g} {what}{where} are declared, the tables hold {found}.",
                code="number-differs",
                where=[place],
                rows=[
                    {
                        "claim": claim.id,
                        "declared": claim.value,
                        "counted": found,
                        "set": claim.set,
                        "source": claim.source,
                    }
                ],
                benign=["cases excluded for a reason that the paper states"],
            )
        else:
            right += 1
    if right == len(claims):
        yield passed(f"All {right} declared numbers are those of the tables.", numbers=right)


def _counted(
    claim: Claim, cohort: Cohort, target: Target | None, split: Split | None, reported: FeatureTable | None
) -> int | None:
    if claim.metric == "n_features":
        return None if reported is None else len(reported.names)
    if claim.set and (split is None or claim.set == "cv"):
        return None
    chosen = set(split.cases(claim.set)) if claim.set else set(cohort.cases)
    if claim.metric == "n":
        return len(chosen)
    if target is None or target.events is None:
        return None
    return sum(bool(event) for case, event in zip(cohort.cases, target.events, strict=True) if case in chosen)

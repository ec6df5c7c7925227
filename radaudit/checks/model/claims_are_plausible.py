from collections.abc import Iterator

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Outcome, Split
from radaudit.evidence.forest import auc_of, scored_cases
from radaudit.evidence.plain import PlainModel, PlainModels
from radaudit.evidence.printed import PrintedClaim, PrintedSet
from radaudit.statistics.interval import Interval


@check(
    "model/claims-are-plausible",
    severity=Severity.MAJOR,
    references=("doi:10.1016/j.patter.2023.100804", "doi:10.2307/2531595"),
)
def claims_are_plausible(
    plain_models: PlainModels,
    printed_claims: tuple[PrintedSet, ...],
    cohort: Cohort,
    outcome: Outcome,
    split: Split | None,
    *,
    level: float = 0.99,
) -> Iterator[Finding]:
    """No claimed AUC is far above what plain pipelines without a leak reach on the same table.

    Penalised logistic regression, elastic net, random forest and gradient boosting, tuned inside the training rows,
    are hard to beat by much on a table of features. A claim above the upper bound of all of them (DeLong's interval of
    level `level`, shared among the pipelines by Bonferroni) stands on something that this table does not hold - or on
    a leak.

    Remedy: show where the difference comes from: other features, other cases, another split; else look for a leak.
    """
    claims = [
        (group, own)
        for group in printed_claims
        for own in group.claims
        if own.claim.metric == "auc" and group.set not in (None, "train")
    ]
    if not claims:
        raise NotApplicable("The study claims no AUC of cases that were held out.")
    full = [own for own in plain_models.models if not own.alone and own.name != "no-information" and not own.problem]
    good = 0
    for group, own in claims:
        if group.set not in plain_models.sets:
            yield unknown(
                f"Claim {own.claim.id}: no plain pipeline was scored on the set {group.set!r}.", where=[own.place]
            )
            continue
        reached = _reached(group.set, full, cohort, outcome, split, 1 - (1 - level) / max(1, len(full)))
        if not reached:
            yield unknown(f"Claim {own.claim.id}: the {group.set} set lacks a class.", where=[own.place])
        elif own.printed.low > max(found.high for found in reached.values()):
            yield _far_above(own, reached)
        else:
            good += 1
    if good:
        yield passed(
            f"{counted(good, 'claimed AUC')} within what plain pipelines reach on the same table.", claims=good
        )


def _reached(
    name: str, full: list[PlainModel], cohort: Cohort, outcome: Outcome, split: Split | None, level: float
) -> dict[str, Interval]:
    found = {}
    for model in full:
        cases, events = scored_cases(name, cohort, outcome, split, [model.scores])
        interval = auc_of(model.of(cases), events, level)
        if interval:
            found[model.label] = interval
    return found


def _far_above(own: PrintedClaim, reached: dict[str, Interval]) -> Finding:
    best = max(reached, key=lambda label: reached[label].estimate)
    return failed(
        f"AUC {own.claim.value:g} is claimed on the {own.claim.set} set; the best plain pipeline without a leak, "
        f"{best}, reaches {reached[best].estimate:.2f}, and the upper bound of all is "
        f"{max(found.high for found in reached.values()):.2f}.",
        code="far-above",
        tier=Tier.TESTED,
        where=[own.place],
        rows=[
            {"pipeline": label, "AUC": found.estimate, "low": found.low, "high": found.high, "level": found.level}
            for label, found in reached.items()
        ],
        benign=[
            "features or cases that the table does not hold",
            "a structure of the data that these pipelines can't express",
        ],
        claimed=own.claim.value,
    )

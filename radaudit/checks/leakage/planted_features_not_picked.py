from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.planted_features import PlantedFeatures


@check(
    "leakage/planted-features-not-picked",
    severity=Severity.CRITICAL,
    references=("doi:10.2307/2342435", "doi:10.1186/s13244-021-01115-1"),
)
def planted_features_not_picked(
    planted_features: tuple[PlantedFeatures, ...], *, level: float = 0.01
) -> Iterator[Finding]:
    """The study's command doesn't pick features that tell the outcome of test cases only.

    In a copy of the study some features keep their values but hand them out anew: at random to the training cases, to
    the test cases by their outcome. As many controls differ in one thing, that the test cases' outcomes are permuted
    first. Who chooses features on training cases can't tell the two kinds apart; who chooses on all cases takes the
    planted ones. Which columns the predictions depend on is seen by changing single cells of single test cases.
    Fisher's exact test over three draws decides, at option level. A list of features that was chosen before the command
    starts can't be seen in this way.

    Remedy: choose features inside the training set, or inside each fold.
    """
    for own in planted_features:
        if own.problem:
            yield unknown(f"{own.model}: features could not be planted for its command: {own.problem}.")
        else:
            yield _judged(own, level)


def _judged(own: PlantedFeatures, level: float) -> Finding:
    planted, controls = (sum(pair[kind] for pair in own.taken) for kind in (0, 1))
    total = own.planted * len(own.taken)
    details = {
        "tier": Tier.TESTED,
        "planted_taken": planted,
        "controls_taken": controls,
        "of_each_kind": total,
        "p": own.p,
        "runs": own.runs,
        "auc_where_columns_told_every_outcome": own.followed,
    }
    said = f"{own.model}: its command took {planted} of {total} columns that tell the outcome of test cases only, and "
    said += f"{controls} of {total} controls (p = {own.p:.2g}, {own.runs} runs)"
    if own.p < level:
        return failed(
            f"{said}: it chose features with the test cases' outcomes in view.",
            code="chosen-on-test-cases",
            benign=["the command fits a model on all cases as well, and writes that one's predictions"],
            **details,
        )
    return passed(f"{said}.", **details)

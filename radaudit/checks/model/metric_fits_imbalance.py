from collections.abc import Iterator

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.printed import PrintedClaim, PrintedSet
from radaudit.evidence.scored_sets import ScoredSet
from radaudit.models.metrics import measure
from radaudit.statistics.imbalance import matthews, no_information_p
from radaudit.study.manifest import ModelInfo

BESIDE = ("auc", "balanced_accuracy", "sensitivity", "specificity", "f1")

BENIGN = ("the threshold was set for a high sensitivity, at the price of accuracy", "too few cases to show more")


@check(
    "model/metric-fits-imbalance",
    severity=Severity.MAJOR,
    references=("doi:10.1186/s12864-019-6413-7", "doi:10.18637/jss.v028.i05"),
)
def metric_fits_imbalance(
    printed_claims: tuple[PrintedSet, ...],
    scored_sets: tuple[ScoredSet, ...] | None,
    models: tuple[ModelInfo, ...] | None,
    *,
    alpha: float = 0.05,
    imbalanced: float = 0.75,
) -> Iterator[Finding]:
    """A claimed accuracy is greater than that of always naming the commoner class, and does not stand alone.

    Where nine of ten cases are benign, calling all of them benign is right in 90 %. A claimed accuracy is compared with
    the share of the commoner class by a one-sided binomial test (the no-information rate; level: option alpha). Where
    that share is at least option imbalanced (radaudit's own), accuracy needs a figure beside it that counts both
    classes. Where the model's scores are known, its balanced accuracy, AUC and Matthews correlation are shown.

    Remedy: report sensitivity and specificity, balanced accuracy or the AUC beside the accuracy.
    """
    claims = [(group, own) for group in printed_claims for own in group.claims if own.claim.metric == "accuracy"]
    if not claims:
        raise NotApplicable("The study claims no accuracy.")
    thresholds = {model.name: model.threshold for model in models or ()}
    scored = {(own.model, own.set): own for own in scored_sets or () if not own.survival}
    for group, own in claims:
        if not group.events or not group.others:
            yield unknown(
                f"{group.name}: the accuracy {own.claim.value:g} can't be compared, because the numbers of the classes "
                "are not known.",
                where=[own.place],
                add="Add claims of the metrics n and n_events for this set, or the outcome and the split.",
            )
            continue
        model = group.model or (next(iter(thresholds)) if len(thresholds) == 1 else None)
        known = _figures(scored.get((model, group.set)), thresholds.get(model))
        yield _judged(group, own, known, alpha, imbalanced)


def _judged(group: PrintedSet, own: PrintedClaim, known: dict, alpha: float, imbalanced: float) -> Finding:
    cases, common = group.events + group.others, max(group.events, group.others)
    share = common / cases
    p = no_information_p(own.claim.value, group.events, group.others)
    details = {
        "where": [own.place],
        "tier": Tier.TESTED,
        "claimed": own.claim.value,
        "commoner_class": share,
        "p": p,
        "events": group.events,
        "others": group.others,
        **known,
    }
    shown = f"{group.name}: accuracy {own.claim.value:g}, where always naming the commoner class gives {share:.3g}"
    if own.printed.high < share:
        return failed(
            f"{shown} ({common} of {cases}): the model is right less often.",
            code="below-commoner-class",
            benign=BENIGN[:1],
            **details,
        )
    if p > alpha:
        return failed(
            f"{shown} ({common} of {cases}): not shown to be more (p = {p:.2g}).",
            code="no-better-than-commoner-class",
            severity=Severity.MAJOR if own.printed.low <= share else Severity.MINOR,
            benign=BENIGN,
            **details,
        )
    beside = sorted({claim.claim.metric for claim in group.claims} & set(BESIDE))
    if share >= imbalanced and not beside:
        return failed(
            f"{shown}, and no figure that counts both classes stands beside it.",
            code="accuracy-alone",
            severity=Severity.MINOR,
            benign=["the paper reports one that the manifest does not repeat"],
            **details,
        )
    return passed(f"{shown} (p = {p:.2g}).", **details)


def _figures(scored: ScoredSet | None, threshold: float | None) -> dict:
    """What other measures say of the same scores; nothing where no threshold is known."""
    if scored is None or not (scored.events.any() and (~scored.events).any()):
        return {}
    found = {"auc": measure("auc", scored.events, scored.scores).estimate} if min(scored.counts) > 1 else {}
    if threshold is None and not scored.probabilities:
        return found
    cut = 0.5 if threshold is None else threshold
    return found | {
        "balanced_accuracy": measure("balanced_accuracy", scored.events, scored.scores, cut).estimate,
        "matthews_correlation": matthews(scored.scores, scored.events, cut),
    }

from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.null_runs import NullRuns, NullSet
from radaudit.evidence.permuted_outcomes import PermutedOutcomes


@check(
    "leakage/permuted-outcomes-not-predicted",
    severity=Severity.CRITICAL,
    references=("doi:10.1093/biomet/37.3-4.326", "doi:10.1214/aoms/1177696786", "doi:10.1186/s13244-021-01115-1"),
)
def permuted_outcomes_not_predicted(
    permuted_outcomes: tuple[PermutedOutcomes, ...], *, material: float = 0.05
) -> Iterator[Finding]:
    """The study's command can't predict outcomes that were dealt out anew.

    Outcomes are dealt out to other patients in a copy of the study's tables, and the study's own command is run on
    them, again and again. There is nothing to predict then: a mean AUC of held-out cases above one half means that
    the command saw their outcomes. A sequential t-test decides after each eight runs, with at most one false alarm in a
    hundred over all looks; means by less than option material above one half weigh less. Where sites are declared
    outcomes are dealt out within sites as well: if only that is predicted, the command tells sites apart, not patients.

    Remedy: fit every step that sees the outcome (selection of features above all) on the training cases of each fold
    alone; keep all cases of a patient on one side; give the model no sign of the site, or report results by site.
    """
    for own in permuted_outcomes:
        yield from _told(own.free, material)
        if own.within:
            yield from _within(own.within)


def _told(own: NullRuns, material: float) -> Iterator[Finding]:
    if own.problem:
        yield unknown(f"{own.model}: its command could not be held against permuted outcomes: {own.problem}.")
    for part in own.sets if not own.problem else ():
        said, details = _said(own, part), _details(own, part)
        if part.race.verdict == "above":
            yield failed(
                f"{said}: it has seen outcomes of the cases that it predicts.",
                code="held-out-outcomes-seen",
                severity=Severity.CRITICAL if part.mean - 0.5 >= material else Severity.MAJOR,
                benign=[
                    "the command predicts cases that it was fitted on, and says so elsewhere",
                    "cases of one patient under two names stand on both sides of the split",
                ],
                **details,
            )
        elif part.race.verdict == "below":
            yield passed(f"{said}, as it should be.", **details)
        else:
            yield unknown(f"{said}: not settled after {own.runs} runs.", add=_MORE, **details)


def _within(own: NullRuns) -> Iterator[Finding]:
    if own.problem:
        yield unknown(f"{own.model}: outcomes could not be dealt out within sites: {own.problem}.")
    for part in own.sets if not own.problem else ():
        said, details = f"{_said(own, part)} within sites", _details(own, part)
        if part.race.verdict == "above":
            yield failed(
                f"{said}, and not if they are dealt out freely: it tells the sites apart, which differ in outcomes.",
                code="site-carries-outcome",
                severity=Severity.MAJOR,
                benign=["the sites differ in what they treat, and the model is meant to use that"],
                **details,
            )
        elif part.race.verdict == "below":
            yield passed(f"{said}, as it should be.", **details)
        else:
            yield unknown(f"{said}: not settled after {own.runs} runs.", add=_MORE, **details)


_MORE = "Raise 'effort.probes' in the policy: what was run is not run again."


def _said(own: NullRuns, part: NullSet) -> str:
    return (
        f"{own.model}: its command gives the set {part.name} {own.measure} {part.observed:.2f} on the true outcomes "
        f"and {part.mean:.2f} on average ({own.runs} runs) on outcomes dealt out anew"
    )


def _details(own: NullRuns, part: NullSet) -> dict[str, object]:
    return {
        "tier": Tier.TESTED,
        "observed": part.observed,
        "mean_of_permuted": part.mean,
        "standard_error": part.error,
        "runs": own.runs,
        "runs_that_broke": own.failed,
        "evidence_above": min(part.race.above, 1e9),
        "evidence_below": min(part.race.below, 1e9),
        "false_alarms": 0.01,
        "dealt_out": own.altered,
        "plots": [_plot(own, part)],
    }


def _plot(own: NullRuns, part: NullSet) -> Plot:
    turns = tuple(float(turn) for turn in range(1, len(part.found) + 1))
    return Plot(
        "points",
        f"The study's command on permuted outcomes: {own.model}, {part.name}",
        "run",
        own.measure,
        (
            Series("permuted outcomes", turns, part.found),
            Series("the true outcomes", (0.0,), (part.observed,)),
        ),
        note="An honest analysis of permuted outcomes lies around 0.5.",
    )

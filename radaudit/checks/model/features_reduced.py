from collections.abc import Iterator, Mapping

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Severity, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.reruns import Rerun


@check("model/features-reduced", severity=Severity.MINOR, references=("doi:10.1038/nrclinonc.2017.141",))
def features_reduced(reruns: Mapping[str, Rerun]) -> Iterator[Finding]:
    """The model depends on fewer features than it was offered.

    Hundreds of features on a few dozen patients fit anything. Reduction inside the model's own pipeline is fitted on
    the training rows alone, as it must be; here it is seen in the re-run, from the columns that keep a weight.

    Remedy: put the selection into the estimator's pipeline, or penalise it until weights vanish.
    """
    radiomic = [own for own in reruns.values() if own.problem or set(own.offered) - set(own.clinical)]
    if not radiomic:
        raise NotApplicable("No model is offered a radiomic feature.")
    for rerun in radiomic:
        offered = len(rerun.offered)
        if rerun.problem:
            yield unknown(f"{rerun.model} could not be re-run: {rerun.problem}.")
        elif rerun.used is None:
            yield unknown(
                f"{rerun.model} ({' > '.join(rerun.steps)}) does not tell on which of {offered} columns it depends."
            )
        elif len(rerun.used) < offered:
            yield passed(
                f"{rerun.model} ({' > '.join(rerun.steps)}) depends on {len(rerun.used)} of {offered} columns.",
                code="reduced",
                rows=[{"feature": name} for name in rerun.used[:200]],
                offered=offered,
                used=len(rerun.used),
            )
        else:
            yield failed(
                f"{rerun.model} depends on all {offered} columns it was offered.", code="not-reduced", offered=offered
            )

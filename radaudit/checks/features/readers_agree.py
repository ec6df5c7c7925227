from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.repeat_figures import Judged
from radaudit.evidence.repeats import Repeats
from radaudit.features.steadiness import Verdict

SHOWN = 60
BENIGN = (
    "readers of different training, where the study has one of them only",
    "lesions that are more alike than those of the study, which lowers every ICC",
)


@check(
    "features/readers-agree",
    severity=Severity.MINOR,
    references=("doi:10.1016/j.jcm.2016.02.012", "doi:10.1037/1082-989X.1.1.30", "doi:10.1371/journal.pone.0102107"),
)
def readers_agree(
    readings: Repeats, *, robust: float = 0.9, unstable: float = 0.5, most: float = 0.5
) -> Iterator[Finding]:
    """Few features come out otherwise when another reader draws the ROI.

    Every ROI is somebody's outline, and the next patient's is somebody else's. A feature is robust if the whole 95 %
    interval of ICC(A,1), absolute agreement, reaches option robust (excellent, by Koo and Li), unstable if the whole
    interval lies below option unstable (poor), else borderline. ICC(C,1), consistency, stands beside it: it forgives
    a reader who always draws larger, which a model does not. More unstable features than the share in option most
    speak against the way of drawing.

    Remedy: leave unstable features out before the model is fitted; write down how ROIs are drawn, or draw by algorithm.
    """
    found = Judged.by(readings, robust, unstable)
    known = found.count(Verdict.ROBUST, Verdict.BORDERLINE, Verdict.UNSTABLE)
    order = readings.agreement["icc2"].estimate.argsort(kind="stable")[:SHOWN]
    rows = found.rows(readings.names[column] for column in order)
    details = {"rows": rows, "where": [readings.where], **found.values()}
    if not known:
        yield unknown(
            f"No feature's agreement can be told: {found.told()}.",
            code="no-agreement",
            add="Give more cases, or more digits.",
            **details,
        )
        return
    details |= {"tier": Tier.TESTED, "plots": [found.ordered(readings.names, "all features")]}
    loose = found.count(Verdict.UNSTABLE)
    if loose > most * known:
        yield failed(
            f"{loose} of {counted(known, 'feature')} don't agree between readers: {found.told()}.",
            code="mostly-unstable",
            benign=BENIGN,
            **details,
        )
    else:
        yield passed(f"Between readers: {found.told()}.", code="measured", **details)
    yield passed("Verdicts by image type and class.", tier=Tier.TESTED, rows=found.families(), plots=[found.map()])

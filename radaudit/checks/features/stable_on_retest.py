from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.repeat_figures import Judged, equal_rows_of
from radaudit.evidence.repeats import Repeats
from radaudit.features.steadiness import Verdict

SHOWN = 60
COPIED = 0.9  # of the features that grey values decide
BENIGN = (
    "scans that are further apart in time or protocol than those of the study",
    "people who are more alike than those of the study, which lowers every ICC",
)


@check(
    "features/stable-on-retest",
    severity=Severity.MINOR,
    references=("doi:10.1016/j.jcm.2016.02.012", "doi:10.1037/1082-989X.1.1.30", "doi:10.1593/tlo.13844"),
)
def stable_on_retest(
    retests: Repeats, *, robust: float = 0.9, unstable: float = 0.5, most: float = 0.5
) -> Iterator[Finding]:
    """Few features come out otherwise when people are imaged a second time, and the second scans are scans.

    A feature that differs between two scans of one person by as much as between persons tells nothing of the person.
    It is robust if the whole 95 % interval of ICC(A,1), absolute agreement, reaches option robust (excellent, by Koo
    and Li), unstable if the whole interval lies below option unstable (poor), else borderline: a wide interval asks for
    more people. More unstable features than the share in option most speak against the way of measuring. Whether those
    of the model are among them, features/model-features-are-stable says. Scans of equal numbers are no second scans.

    Remedy: leave unstable features out before the model is fitted; look at protocol, segmentation and voxel size.
    """
    found = Judged.by(retests, robust, unstable)
    copied = equal_rows_of(retests, COPIED)
    if copied:
        yield failed(
            f"{counted(len(copied), 'case')} of {len(retests.cases)} have the same numbers in two scans: noise alone "
            "would change them, so one is a copy of the other.",
            code="second-scans-copied" if 2 * len(copied) >= len(retests.cases) else "session-copied",
            severity=Severity.MAJOR,
            where=[retests.where],
            rows=copied,
            benign=["a row that was entered twice by mistake", "one scan, reconstructed once, listed under two dates"],
            copied=len(copied),
        )
    yield _judged(found, most)
    yield passed("Verdicts by image type and class.", tier=Tier.TESTED, rows=found.families(), plots=[found.map()])


def _judged(found: Judged, most: float) -> Finding:
    own = found.repeats
    known = found.count(Verdict.ROBUST, Verdict.BORDERLINE, Verdict.UNSTABLE)
    loose = found.of(Verdict.UNSTABLE)
    details = {
        "tier": Tier.TESTED,
        "rows": found.rows(own.names[column] for column in _order(found)),
        "plots": [found.ordered(own.names, "all features")],
        **found.values(),
    }
    if not known:
        return unknown(
            f"No feature's agreement can be told: {found.told()}.",
            code="no-agreement",
            add="Give more cases, or more digits.",
            rows=details["rows"],
            **found.values(),
        )
    if len(loose) > most * known:
        return failed(
            f"{len(loose)} of {counted(known, 'feature')} don't agree between two scans: {found.told()}.",
            code="mostly-unstable",
            where=[own.where],
            benign=BENIGN,
            **details,
        )
    return passed(f"Between two scans: {found.told()}.", code="measured", where=[own.where], **details)


def _order(found: Judged) -> list[int]:
    """The least agreement first, those without any last; as many as a reader looks at."""
    form = found.repeats.agreement["icc2"].estimate
    return form.argsort(kind="stable")[:SHOWN].tolist()

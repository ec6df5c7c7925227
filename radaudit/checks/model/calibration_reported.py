from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.claims import AssessedClaim

CALIBRATION = ("brier", "ibs", "calibration_slope", "calibration_intercept", "observed_expected")


@check("model/calibration-reported", severity=Severity.NOTE, references=("doi:10.1186/s12916-019-1466-7",))
def calibration_reported(claims: tuple[AssessedClaim, ...]) -> Iterator[Finding]:
    """Calibration is reported on held-out cases, and comes out again.

    A model can rank patients well and still give every one of them a wrong risk; whoever decides by the risk needs
    calibration.

    Remedy: give slope and intercept, or the Brier score, of each held-out set, with intervals.
    """
    own = [claim for claim in claims if claim.claim.metric in CALIBRATION and claim.claim.set != "train"]
    places = [claim.place for claim in own]
    if not own:
        yield failed("Calibration on held-out cases is not reported.", code="not-reported")
    elif any(claim.status == "not reproduced" for claim in own):
        yield failed("Calibration is reported, but is not reproduced.", code="not-reproduced", where=places)
    elif all(claim.status == "not assessable" for claim in own):
        yield unknown(f"Calibration is reported, but can't be assessed: {own[0].reason}.")
    else:
        code = "with-interval" if any(claim.claim.ci for claim in own) else "without-interval"
        yield passed("Calibration is reported and comes out again.", code=code, where=places)

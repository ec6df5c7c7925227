from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.claims import AssessedClaim

DISCRIMINATION = ("auc", "c_index")


@check("model/discrimination-reported", severity=Severity.MINOR, references=("doi:10.1038/nrclinonc.2017.141",))
def discrimination_reported(claims: tuple[AssessedClaim, ...]) -> Iterator[Finding]:
    """Discrimination is reported on held-out cases, with an interval, and comes out again.

    An AUC without an interval can't be told from chance in a small cohort; one on the training set says nothing.

    Remedy: give the AUC or C-index of each held-out set with its 95 % interval (claims[].ci).
    """
    own = [claim for claim in claims if claim.claim.metric in DISCRIMINATION and claim.claim.set != "train"]
    with_interval = [claim for claim in own if claim.claim.ci]
    if not with_interval:
        what = "without an interval" if own else "not at all"
        places = [claim.place for claim in own]
        yield failed(f"Discrimination on held-out cases is reported {what}.", code="not-reported", where=places)
        return
    places = [claim.place for claim in with_interval]
    if any(claim.status == "not reproduced" for claim in with_interval):
        message = "Discrimination is reported with an interval, but is not reproduced."
        yield failed(message, code="not-reproduced", where=places)
    elif all(claim.status == "not assessable" for claim in with_interval):
        yield unknown(f"Discrimination is reported with an interval, but can't be assessed: {with_interval[0].reason}.")
    else:
        message = "Discrimination is reported with an interval and comes out again."
        yield passed(message, code="with-interval", where=places)

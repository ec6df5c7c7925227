from collections.abc import Iterator

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.target import Target
from radaudit.statistics.association import association

FEWEST = 10  # patients
STRONG = 0.3  # Cramér's V from which a model that only knows the site does well


@check(
    "leakage/site-independent-of-outcome",
    severity=Severity.MAJOR,
    references=("doi:10.1016/j.neucom.2026.133146", "doi:10.1038/s41746-019-0105-1"),
)
def site_independent_of_outcome(cohort: Cohort, target: Target, *, alpha: float = 0.005) -> Iterator[Finding]:
    """The site a patient comes from does not tell the outcome.

    Sites leave their marks on features. Where they also differ in how often the event happens, a model can tell the
    site instead of the disease: with a share of 10, 35 and 70 % in three sites and no other signal, plain models
    reached an AUC of 0.76 in simulations. Sites are tested against the outcome over patients, by permutation (option
    alpha).

    Remedy: judge the model within sites or on a site that was left out, and compare it with the share of events alone.
    """
    if not any(cohort.sites):
        raise Unavailable("The cohort table names no sites.", "Add 'cohort.site' to radaudit.yaml.")
    if target.events is None:
        raise NotApplicable(f"The task is {target.task}; this is asked of outcomes with an event.")
    first: dict[object, int] = {}
    for row, patient in enumerate(cohort.patients):
        if target.events[row] is not None and cohort.sites[row] is not None:
            first.setdefault(patient if patient is not None else (row,), row)
    rows = list(first.values())
    sites, events = [cohort.sites[row] for row in rows], [target.events[row] for row in rows]
    if len(set(sites)) < 2:
        raise NotApplicable("All patients are of one site.")
    if len(rows) < FEWEST or len(set(events)) < 2:
        raise Unavailable("Fewer than ten patients with a known outcome, or only one outcome.")
    found = association(sites, events, numeric=False)
    facts = {"tier": Tier.TESTED, "p": found.p, "cramers_v": found.effect, "auc_of_site": _auc(sites, events)}
    facts["rows"] = [
        {
            "site": site,
            "patients": sites.count(site),
            "events": sum(e for s, e in zip(sites, events, strict=True) if s == site),
        }
        for site in sorted(set(sites))
    ]
    if found.p > alpha:
        yield passed(f"Over {len(rows)} patients of {len(set(sites))} sites, the outcome goes with no site.", **facts)
        return
    yield failed(
        f"The site tells the outcome over {len(rows)} patients (Cramér's V {found.effect:.2f}, p = {found.p:.1g}): the "
        f"share of events of a patient's site alone has an AUC of {facts['auc_of_site']:.2f}.",
        code="outcome-by-site",
        severity=None if found.effect >= STRONG else Severity.MINOR,
        where=[Location(cohort.path)],
        benign=["sites that treat other patients, where the model is judged within sites"],
        **facts,
    )


def _auc(sites: list[str], events: list[bool]) -> float:
    """AUC of a score that is the share of events among the other patients of the site."""
    from scipy.stats import rankdata

    held = {site: [event for own, event in zip(sites, events, strict=True) if own == site] for site in set(sites)}
    shares = [
        (sum(held[site]) - event) / max(1, len(held[site]) - 1) for site, event in zip(sites, events, strict=True)
    ]
    ranks = rankdata(shares)
    happened = sum(events)
    above = sum(rank for rank, event in zip(ranks, events, strict=True) if event) - happened * (happened + 1) / 2
    return float(above / (happened * (len(events) - happened)))

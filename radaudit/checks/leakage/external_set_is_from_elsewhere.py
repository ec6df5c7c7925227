from collections.abc import Iterator, Sequence

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.acquisition import Acquisition
from radaudit.evidence.cohort import Cohort, Split

LEARNT = ("train", "validation")


@check(
    "leakage/external-set-is-from-elsewhere",
    severity=Severity.MAJOR,
    references=("doi:10.1136/bmj-2023-074819", "doi:10.1016/j.patter.2023.100804"),
)
def external_set_is_from_elsewhere(cohort: Cohort, split: Split, acquisition: Acquisition | None) -> Iterator[Finding]:
    """No site and no scanner gave cases to the training set and to the external set.

    An external test asks whether a model holds where it was not developed. If the external set holds patients of a
    training site, or images of a training scanner, it is partly an internal test, and its figures are better than those
    of a hospital that comes new to the model. Scanners are told by the cohort table and by serial numbers in image
    headers, which are compared but not shown.

    Remedy: call these cases an internal test, or leave the site out of the training set.
    """
    external = [cohort.rows[case] for case in split.cases("external")]
    learnt = [row for row, case in enumerate(cohort.cases) if split.sets[case] in LEARNT]
    if not external:
        raise NotApplicable("No set is declared as external.")
    if not learnt:
        raise Unavailable("No case is in the training set.", "Name its values in 'cohort.split.train'.")
    kinds = {
        "site": cohort.sites,
        "scanner": cohort.scanners,
        "device": acquisition.identities["device"] if acquisition else (None,) * len(cohort),
    }
    told = {
        name: own
        for name, own in kinds.items()
        if all({own[row] for row in rows} - {None} for rows in (external, learnt))
    }
    if not told:
        raise Unavailable(
            "No site and no scanner is known of both sets.",
            "Add 'cohort.site' (the hospital of each case) to radaudit.yaml.",
        )
    findings = [
        finding for name, own in told.items() if (finding := _shared(name, own, cohort, split, external, learnt))
    ]
    yield from findings
    if findings:
        return
    if "site" not in told:
        raise Unavailable(
            f"No {' and no '.join(told)} gave cases to both sets, but sites are not known.",
            "Add 'cohort.site' (the hospital of each case) to radaudit.yaml.",
        )
    sites = sorted({cohort.sites[row] for row in external} - {None})
    yield passed(
        f"The external set's {counted(len(external), 'case')} are of {counted(len(sites), 'site')} that gave no "
        f"training case: {', '.join(sites)}.",
        cases=len(external),
        sites=len(sites),
    )


def _shared(
    kind: str, own: Sequence, cohort: Cohort, split: Split, external: Sequence[int], learnt: Sequence[int]
) -> Finding | None:
    common = ({own[row] for row in external} & {own[row] for row in learnt}) - {None}
    if not common:
        return None
    rows = [row for row in external if own[row] in common]
    names = sorted(map(str, common))
    shown = f" ({', '.join(names[:6])})" if kind != "device" else ""
    return failed(
        f"{counted(len(rows), 'case')} of {len(external)} in the external set are of {counted(len(common), kind)} that "
        f"gave training cases as well{shown}.",
        code=f"{kind}-in-both-sets",
        tier=Tier.PROVED if kind == "site" else Tier.HEURISTIC,
        severity=None if kind == "site" else Severity.MINOR,
        where=[cohort.places[row] for row in rows][:20],
        rows=[
            {kind: name, "external cases": sum(str(own[row]) == name for row in external),
             "training cases": sum(str(own[row]) == name for row in learnt)}
            for name in names
        ],
        benign=BENIGN[kind],
        cases=len(rows),
    )  # fmt: skip


BENIGN = {
    "site": ["a set that is external in time, not in place", "a name that several hospitals share"],
    "scanner": ["a model of scanner that both places own, where the column names models"],
    "device": ["serial numbers that makers give more than once, or that anonymisation overwrote"],
}

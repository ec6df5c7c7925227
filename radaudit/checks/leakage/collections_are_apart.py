from collections.abc import Iterator

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.overlaps import several_sets
from radaudit.forensics.collections import Overlap, of_ids, of_name, overlapping

LEARNT = ("train", "validation")


@check("leakage/collections-are-apart", severity=Severity.CRITICAL, references=("doi:10.1016/j.patter.2023.100804",))
def collections_are_apart(cohort: Cohort, split: Split) -> Iterator[Finding]:
    """No public collection in one set shares patients with a collection in another.

    Public collections are built on each other under new names: a model trained on LIDC-IDRI and tested on LUNA16, or
    trained on BraTS and tested on UPENN-GBM, may meet its training patients again. Collections are told by the form of
    their ids and by names in the cohort table, and compared with a list of known overlaps. That list is not complete;
    equal voxels, which other checks look for, would prove it.

    Remedy: map the ids of both collections onto each other, leave shared patients out of one set, and give the map.
    """
    several_sets(split)
    sets = {name: _collections(cohort, split, name) for name in split.used}
    if not any(sets.values()):
        raise NotApplicable("Neither ids nor names tell of a public collection that radaudit knows.")
    names = [name for name in sets if name not in LEARNT]
    learnt = set().union(*(sets[name] for name in LEARNT if name in sets))
    found = {name: overlapping(learnt, sets[name]) for name in names}
    for name, overlaps in found.items():
        if overlaps:
            yield _told(name, overlaps, cohort, split)
    if not any(found.values()):
        shown = ", ".join(sorted(set().union(*sets.values())))
        yield passed(f"Collections told by ids or names ({shown}): none in different sets is known to overlap.")


def _collections(cohort: Cohort, split: Split, name: str) -> set[str]:
    """Public collections that a set holds cases of."""
    rows = [cohort.rows[case] for case in split.cases(name)]
    written = [[cohort.cases[row] for row in rows], [cohort.patients[row] or "" for row in rows]]
    found = set().union(*(of_ids(ids) for ids in written))
    texts = {column[row] for column in cohort.columns.values() for row in rows} - {None}
    return found | ({own for text in texts if (own := of_name(text))} if len(texts) else set())


def _told(name: str, overlaps: tuple[Overlap, ...], cohort: Cohort, split: Split) -> Finding:
    pairs = "; ".join(f"{own.one} and {own.two}: {own.what}" for own in overlaps)
    return failed(
        f"The training cases and the set {name} are of public collections that share patients ({pairs}). Whether "
        f"patients of this study are among them, only a map of the ids tells.",
        code="collections-overlap",
        tier=Tier.HEURISTIC,
        severity=Severity.MAJOR,
        where=[cohort.place(split.cases(name)[0])],
        rows=[
            {"collection": own.one, "other": own.two, "in common": own.what, "source": own.source} for own in overlaps
        ],
        benign=["shared patients that were left out of one set, by a map that the study does not give"],
        overlaps=counted(len(overlaps), "overlap"),
    )

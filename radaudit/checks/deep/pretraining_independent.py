import re
from collections.abc import Iterator

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.cohort import SETS, Cohort, Split
from radaudit.forensics.collections import of_ids, of_name, overlapping
from radaudit.study.load import Study
from radaudit.study.personal import listed

TRAINED = ("train", "validation")
ORIGIN = re.compile(r"(?i)site|cent(re|er)|hospital|institut|clinic|collection|dataset|data_?set|source|origin")
ADD = "Name what the network was trained on in 'deep.network.pretrained.data' of radaudit.yaml; [] for random weights."


@check(
    "deep/pretraining-independent",
    severity=Severity.CRITICAL,
    references=("doi:10.1016/j.patter.2023.100804",),
)
def pretraining_independent(study: Study, cohort: Cohort, split: Split | None) -> Iterator[Finding]:
    """The network was not trained on the cases that its features are judged by.

    Weights remember what they were trained on: features of a network that has seen the test cases, with their outcomes
    or without, are no longer features of new patients. Weights for medical images are often trained on public
    collections, which hold the same patients under several names, and studies validate on the same collections. The
    declared training data are compared with the collections that this cohort's ids and columns tell of, with radaudit's
    list of collections that share patients, with the cohort's columns of sites and sources, and with its sets. The list
    is not complete.

    Remedy: take weights that were trained elsewhere, or leave the cases that they were trained on out of every set that
    is held out.
    """
    if study.manifest.deep is None:
        raise NotApplicable("The study takes no features from a network.")
    given = study.manifest.deep.network.pretrained
    if given is None or given.data is None:
        yield unknown("The study doesn't say what the network was trained on.", code="not-declared", add=ADD)
        return
    place = [study.declared("deep", "network", "pretrained")]
    if not given.data:
        yield passed("By the study's word the network was trained on no images of patients.", where=place)
        return
    found = [
        *_own_sets(given.data, split),
        *_own_words(given.data, cohort, split),
        *_collections(given.data, cohort, split),
    ]
    for row in found:
        yield _met(row, place)
    if not found:
        names = listed(given.data)
        yield passed(
            f"Nothing tells that patients of this cohort are in what the network was trained on ({names}), as far "
            "as the study declares it and radaudit knows the collections.",
            tier=Tier.HEURISTIC,
            where=place,
        )


def _own_sets(data: list[str], split: Split | None) -> Iterator[dict]:
    """Held-out sets of the study that are among the training data."""
    used = split.used if split else ()
    for name in data:
        if (own := name.strip().casefold()) in SETS and own not in TRAINED and own in used:
            yield {"trained on": name, "cases of": f"the set {own}", "why": "the set's own name", "sure": "yes"}


def _own_words(data: list[str], cohort: Cohort, split: Split | None) -> Iterator[dict]:
    """Sites and collections that the training data are called by, in cases outside the training set."""
    words = {name.strip().casefold(): name for name in data if name.strip() and name.strip().casefold() not in SETS}
    rows = _held_out(cohort, split)
    for column, values in cohort.columns.items():
        if not ORIGIN.search(column):
            continue  # a word such as CT stands in columns that tell of no origin
        own = {values[row].strip().casefold() for row in rows if values[row]}
        for word in sorted(own & set(words)):
            why = f"the column {column!r} says so"
            yield {"trained on": words[word], "cases of": words[word], "why": why, "sure": "yes"}


def _collections(data: list[str], cohort: Cohort, split: Split | None) -> Iterator[dict]:
    """Public collections that the held-out cases are of, and that are or overlap those trained on."""
    known = {name: own for name in data if (own := of_name(name))}
    rows = _held_out(cohort, split)
    here = of_ids([cohort.cases[row] for row in rows]) | of_ids([cohort.patients[row] or "" for row in rows])
    here |= {own for values in cohort.columns.values() for row in rows if values[row] and (own := of_name(values[row]))}
    for name, own in known.items():
        if own in here:
            yield {"trained on": name, "cases of": own, "why": "the same collection", "sure": "yes"}
        for overlap in overlapping({own}, here):
            other = overlap.two if overlap.one == own else overlap.one
            why = f"{overlap.what} ({overlap.source})"
            yield {"trained on": name, "cases of": other, "why": why, "sure": "in part"}


def _held_out(cohort: Cohort, split: Split | None) -> list[int]:
    """Rows outside the training sets; all, where the study has no split."""
    learnt = {case for name in TRAINED for case in split.cases(name)} if split else set()
    return [row for row, case in enumerate(cohort.cases) if case not in learnt]


def _met(row: dict, place: list) -> Finding:
    partly = row["sure"] != "yes"
    return failed(
        f"The network was trained on {row['trained on']}, and held-out cases are of {row['cases of']}: {row['why']}.",
        code="collections-overlap" if partly else "trained-on-held-out",
        tier=Tier.HEURISTIC,
        severity=Severity.MAJOR if partly else None,
        where=place,
        rows=[row],
        benign=["patients of this cohort were left out when the network was trained, which the study can show"],
    )

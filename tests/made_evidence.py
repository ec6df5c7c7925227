"""Evidence by hand, for tests of checks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from radaudit.core.finding import Finding, Location, Outcome
from radaudit.evidence.acquisition import IDENTITIES, PROPERTIES, Acquisition
from radaudit.evidence.claims import AssessedClaim
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.cohort import Outcome as Events
from radaudit.evidence.images import CaseImages, ImageIndex
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.target import Target
from radaudit.features.resolution import resolution_of
from radaudit.statistics.interval import Interval
from radaudit.study.identifiers import match_ids
from radaudit.study.manifest import Claim

AGREEING = {"size": False, "spacing": 0.0, "origin": 0.0, "direction": 0.0}


def told(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Outcome and code of each finding."""
    return [(finding.outcome.value, finding.code) for finding in findings]


def only(findings: Iterable[Finding], outcome: Outcome | str = Outcome.FAIL) -> Finding:
    """The one finding there is, of this outcome."""
    [finding] = findings
    assert finding.outcome == outcome, finding
    return finding


def a_cohort(
    cases: Sequence[str], patients: Sequence[str | None] | None = None, sites: Sequence[str | None] | None = None
) -> Cohort:
    places = tuple(Location("cohort.csv", line) for line in range(2, len(cases) + 2))
    none = (None,) * len(cases)
    own = tuple(patients) if patients else tuple(cases)
    return Cohort("cohort.csv", tuple(cases), own, places, tuple(sites) if sites else none, none, none, {})


def a_split(**sets: Sequence[str]) -> Split:
    """``a_split(train=["a"], test=["b"], none=["c"])``."""
    return Split({case: None if name == "none" else name for name, cases in sets.items() for case in cases})


def an_outcome(events: Sequence[bool | None]) -> Events:
    return Events("label", "1", tuple(events))


def a_target(events: Sequence[bool | None]) -> Target:
    """A binary outcome."""
    return Target("binary", "label", np.array([np.nan if own is None else float(own) for own in events]), ("0", "1"))


def a_table(
    values: Mapping[str, Sequence[float]],
    names: Sequence[str] = (),
    cohort: Sequence[str] = (),
    ids: Mapping[str, str] | None = None,
    **changes: object,
) -> FeatureTable:
    """A feature table.

    Parameters
    ----------
    values
        A row for each case.
    cohort
        The cases of the cohort; by default those of the table.
    ids
        How a case is spelt in the table, where it is spelt in another way.
    """
    numbers = np.array(list(values.values()), dtype=float)
    names = tuple(names) or tuple(f"original_glcm_F{n}" for n in range(numbers.shape[1]))
    spelt = [(ids or {}).get(case, case) for case in values]
    match = match_ids(tuple(cohort or values), spelt)
    partner = {right: left for left, right in match.pairs.items()}
    kept = [row for row, text in enumerate(spelt) if text in partner]
    fields = {
        "path": "features.csv",
        "cases": tuple(partner[spelt[row]] for row in kept),
        "names": names,
        "values": numbers[kept],
        "unreadable": (),
        "resolution": resolution_of(map(repr, numbers.ravel().tolist())),
        "ids": match,
        "places": tuple(Location("features.csv", row + 2) for row in kept),
        "diagnostics": {},
    }
    return FeatureTable(**(fields | changes))


def an_index(*pictures: CaseImages, masked: bool = True) -> ImageIndex:
    return ImageIndex({own.case: own for own in pictures}, 1, masked)


def a_picture(case: str, content: str = "", problem: str = "", masked: bool = True, **facts: object) -> CaseImages:
    """A case's image; equal content means equal voxels. With a problem it could not be looked at."""
    digest = hashlib.sha256((content or case).encode()).hexdigest()
    found = {"digest": digest, "mismatch": AGREEING, "least": 0.0, "greatest": 9.0, "box": [[0, 1]] * 3}
    found |= {"roi_digest": digest, "image": {"size": [4, 4, 4]}, "mask": {"size": [4, 4, 4]}} | facts
    file = object() if masked else None
    name = f"masks/{case}.nrrd" if masked else None
    return CaseImages(case, f"images/{case}.nrrd", name, object(), file, problem, {} if problem else found)


def a_claim(
    status: str = "reproduced",
    found: float = 0.75,
    reason: str = "",
    way: str = "estimator",
    ways: tuple = (),
    **changes: object,
) -> AssessedClaim:
    """A claim about the AUC of the test set, with an interval of 0.1 on both sides."""
    declared = {"id": "auc", "model": "m", "metric": "auc", "set": "test", "value": 0.75} | changes
    interval = None if status == "not assessable" else Interval(found, found - 0.1, found + 0.1, 0.95, "DeLong")
    place = Location("radaudit.yaml", 30)
    return AssessedClaim(Claim(**declared), 2, place, status, interval, 20, 8, reason, way, ways)


def an_acquisition(
    sites: Sequence[str | None] | None = None,
    identities: Mapping[str, Sequence[int | None]] | None = None,
    headers: Sequence[bool] | None = None,
    **values: Sequence[object],
) -> Acquisition:
    """How cases c0, c1, ... were imaged: ``an_acquisition(kernel=["B30", "B70"])``; all else is unknown."""
    columns = [*values.values(), *(identities or {}).values()]
    count = len(columns[0])
    none = (None,) * count
    known = {own.name: tuple(values.get(own.name, none)) for own in PROPERTIES}
    told = {name: tuple((identities or {}).get(name, none)) for name in IDENTITIES}
    cases = tuple(f"c{n}" for n in range(count))
    return Acquisition(cases, tuple(sites or none), known, told, tuple(headers or [False] * count))

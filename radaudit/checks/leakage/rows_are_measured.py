from collections.abc import Iterator, Mapping

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.forensics import Examined
from radaudit.forensics.synthetic import Between, Copies, copies

MOST_ROWS = 500
FEWEST = 3  # pairs of equal rows
MIDDLE = 1e-6


@check(
    "leakage/rows-are-measured",
    severity=Severity.CRITICAL,
    references=("doi:10.1038/s41598-024-62585-z", "doi:10.1613/jair.953"),
)
def rows_are_measured(
    cohort: Cohort, examined: tuple[Examined, ...], split: Split | None, *, alpha: float = 1e-4, closeness: float = 0.2
) -> Iterator[Finding]:
    """Every row of the feature table is a case that was measured.

    Oversampling fills a rare class with copies of its rows or, as SMOTE does, with points on the straight line between
    two of them. Where that was done before the rows were split, a synthetic test row lies between training rows: in
    fifteen radiomics data sets it was worth up to 0.34 in AUC. In tens of columns no measured row lies between two
    others to the last digit. Copies count where they keep to one class (Fisher's exact test, option alpha) or are no
    less than three pairs in it; option closeness says how close a near copy is, in units of the median distance.

    Remedy: leave out what was not measured, split, and oversample inside the training folds.
    """
    if all(own.values.shape[1] < 8 or len(own.cases) < 6 for own in examined):
        raise Unavailable("Lines between rows need six rows and eight columns.", "Give the whole feature table.")
    for own in examined:
        persons = [cohort.patient(case) for case in own.cases]
        between = own.between
        doubled = copies(own.values, own.classes, persons, closeness)
        if between:
            yield _synthetic(own, between, split)
        is_many = len(doubled.pairs) >= FEWEST and doubled.p <= alpha
        if is_many:
            yield _copied(own, doubled)
        if not between and not is_many:
            yield passed(
                f"No row of the {own.which} table lies on the line between two others of its class, and copies are no "
                f"trait of a class ({counted(len(own.cases), 'row')}).",
                table=own.which, copies=len(doubled.pairs), near_copies=len(doubled.near),
            )  # fmt: skip


def _synthetic(own: Examined, between: tuple[Between, ...], split: Split | None) -> Finding:
    sets = {case: (split.sets[case] or "none") if split else "" for case in own.cases}
    training = bool(split) and all(
        sets[own.cases[row]] == "train" for found in between for row in (found.row, *found.parents)
    )
    means = all(abs(found.part - 0.5) < MIDDLE for found in between)
    counts = np.bincount(own.classes[own.classes >= 0]) if (own.classes >= 0).any() else np.zeros(1, dtype=int)
    what = "exactly halfway" if means else "on the straight line"
    where = " All of them, and the rows they lie between, are training rows." if training else ""
    return failed(
        f"{len(between)} of {len(own.cases)} rows of the {own.which} table lie {what} between two others of their "
        f"class in every column: consistent with {'means of two rows' if means else 'synthetic cases (SMOTE)'}.{where}",
        code="rows-are-means" if means else "synthetic-rows",
        severity=Severity.NOTE if training else Severity.MINOR if means else None,
        where=[Location(own.path)],
        rows=[_row(own, found, sets if split else {}) for found in between[:MOST_ROWS]],
        benign=["the mean of two lesions or readings of one patient", "synthetic cases that the study declares"],
        table=own.which,
        classes=":".join(map(str, counts)),
    )


def _row(own: Examined, found: Between, sets: Mapping[str, str]) -> dict:
    case = own.cases[found.row]
    return {
        "case": case,
        **({"set": sets[case]} if sets else {}),
        "between": own.cases[found.parents[0]],
        "and": own.cases[found.parents[1]],
        "part of the way": round(found.part, 4),
    }


def _copied(own: Examined, doubled: Copies) -> Finding:
    return failed(
        f"{counted(len(doubled.pairs), 'pair')} of equal rows of different patients in the {own.which} table, "
        f"and they keep to one class (p = {doubled.p:.1g}): consistent with oversampling.",
        code="copied-rows",
        tier=Tier.TESTED,
        where=[Location(own.path)],
        rows=[{"case": own.cases[a], "other case": own.cases[b]} for a, b in doubled.pairs[:MOST_ROWS]],
        benign=["one patient under several ids", "rows of missing values that were filled in alike"],
        table=own.which,
        copies_by_class=", ".join(f"{held} of {rows}" for held, rows in doubled.by_class),
        p=doubled.p,
    )

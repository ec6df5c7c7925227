from collections.abc import Iterator, Sequence

import numpy as np

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.acquisition import Acquisition
from radaudit.evidence.cohort import Cohort, Split
from radaudit.study.days import days_of
from radaudit.study.load import Study

LEARNT, JUDGED = ("train", "validation"), ("test",)
NEARLY = 0.8  # rank-biserial correlation from which the split is one by time, with exceptions


@check("leakage/split-is-by-time", severity=Severity.MAJOR, references=("doi:10.1016/j.patter.2023.100804",))
def split_is_by_time(study: Study, cohort: Cohort, split: Split, acquisition: Acquisition | None) -> Iterator[Finding]:
    """Where the split is declared to be by time, every test case was imaged after the training cases.

    A split by time asks whether a model holds for patients who come later: scanners, protocols and the mix of patients
    change. If test cases are as old as the training cases, the test answers another question, an easier one. Dates are
    taken from the column 'cohort.date', or in their order from image headers.

    Remedy: name a day, put all cases before it in the training set and all others in the test set.
    """
    info = study.manifest.cohort
    if info.split.kind != "temporal":
        raise NotApplicable("The study declares no split by time ('cohort.split.kind: temporal').")
    dates = _dates(cohort, acquisition)
    rows = [
        (row, split.sets[case] in JUDGED)
        for row, case in enumerate(cohort.cases)
        if split.sets[case] in LEARNT + JUDGED and dates[row] is not None
    ]
    learnt, judged = ([row for row, own in rows if own is side] for side in (False, True))
    if not learnt or not judged:
        raise Unavailable(
            "The split is declared to be by time, but no dates of both sets can be read.",
            "Add 'cohort.date', a column of dates that begin with the year (2021-03-25).",
        )
    wrong = _out_of_order(learnt, judged, dates)
    facts = {"rank_biserial": _rank_biserial(learnt, judged, dates), "cases": len(rows), "out_of_order": len(wrong)}
    undated = sum(split.sets[case] in LEARNT + JUDGED for case in cohort.cases) - len(rows)
    silent = f"; {counted(undated, 'case')} without a date" if undated else ""
    if not wrong:
        yield passed(f"All {len(judged)} test cases are later than {len(learnt)} training cases{silent}.", **facts)
        return
    yield failed(
        f"Whatever day is chosen, {counted(len(wrong), 'case')} of {len(rows)} stand on the wrong side of it "
        f"(rank-biserial correlation of date and set {facts['rank_biserial']:.2f}; 1 is a split by time){silent}.",
        code="not-by-time",
        severity=None if facts["rank_biserial"] < NEARLY else Severity.MINOR,
        where=[cohort.places[row] for row in wrong][:20],
        rows=[{"case": cohort.cases[row], "set": split.sets[cohort.cases[row]], "order": _place(dates, row)}
              for row in wrong],
        benign=["dates shifted patient by patient to protect privacy", "a date of another event than the scan"],
        **facts,
    )  # fmt: skip


def _dates(cohort: Cohort, acquisition: Acquisition | None) -> Sequence[float | None]:
    """Days of the cohort table, or places in the order of the headers where these tell more."""
    own = days_of(cohort.dates)
    others = acquisition.values["order"] if acquisition else (None,) * len(own)
    return max(own, others, key=lambda dates: sum(date is not None for date in dates))


def _rank_biserial(learnt: Sequence[int], judged: Sequence[int], dates: Sequence[float | None]) -> float:
    """Share of pairs in which the test case is later, less the share in which it is earlier."""
    one, two = (np.array([dates[row] for row in rows], dtype=float) for rows in (learnt, judged))
    return float(np.sign(two[:, None] - one[None, :]).mean())


def _out_of_order(learnt: Sequence[int], judged: Sequence[int], dates: Sequence[float | None]) -> list[int]:
    """The fewest cases that a day between the sets leaves on the wrong side."""
    days = sorted({dates[row] for row in (*learnt, *judged)})
    choices = [
        [row for row in learnt if dates[row] >= day] + [row for row in judged if dates[row] < day]
        for day in (*days, days[-1] + 1)
    ]
    return sorted(min(choices, key=len))


def _place(dates: Sequence[float | None], row: int) -> int:
    """Where a date stands among all: the report shows an order, no days."""
    return sorted({date for date in dates if date is not None}).index(dates[row]) + 1

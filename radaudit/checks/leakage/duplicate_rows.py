from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.overlaps import apart, several_sets, shared_rows
from radaudit.evidence.reported import FeatureTable
from radaudit.statistics.similar_rows import close_rows


@check("leakage/duplicate-rows", severity=Severity.CRITICAL, references=("doi:10.1016/j.patter.2023.100804",))
def duplicate_rows(
    cohort: Cohort, split: Split, reported: FeatureTable, *, closeness: float = 0.2
) -> Iterator[Finding]:
    """No two cases of different sets have the same features.

    Hundreds of features that agree to the last digit mean one lesion under two ids. Rows that are far closer to each
    other than rows of this table are (option closeness, in units of the median distance to the nearest row) may be a
    second scan or a copy with noise: a hint, no proof. In eight public radiomics tables no two different patients come
    closer than 0.45.

    Remedy: keep one of the copies, in one set; keep all scans of a patient in one set.
    """
    several_sets(split)
    equal = shared_rows(split, reported)
    cases = reported.cases
    near = [(cases[a], cases[b], distance) for a, b, distance in close_rows(reported.values, closeness)]
    close = [(a, b, distance) for a, b, distance in near if apart(split, a, b) and (a, b) not in set(equal)]
    if equal:
        yield failed(
            f"{counted(len(equal), 'pair')} of cases in different sets with the same value in every feature.",
            code="shared-row",
            where=_places(reported, equal),
            rows=[_row(a, b, cohort, split) for a, b in equal],
            pairs=len(equal),
        )
    if close:
        yield failed(
            f"{counted(len(close), 'pair')} of cases in different sets with nearly the same features.",
            code="similar-row",
            tier=Tier.HEURISTIC,
            severity=Severity.MAJOR,
            where=_places(reported, [pair[:2] for pair in close]),
            rows=[_row(a, b, cohort, split) | {"distance": round(d, 4)} for a, b, d in close],
            benign=["lesions of one kind that happen to be alike", "few, strongly correlated features"],
        )
    if not equal and not close:
        yield passed(f"No row is repeated among {len(reported.cases)} cases.", cases=len(reported.cases))


def _places(reported: FeatureTable, pairs: list) -> list:
    return [reported.place(case) for pair in pairs for case in pair]


def _row(one: str, two: str, cohort: Cohort, split: Split) -> dict:
    return {
        "case": one,
        "set": split.sets[one],
        "other case": two,
        "other set": split.sets[two],
        "patient": cohort.patient(one),
        "other patient": cohort.patient(two),
    }

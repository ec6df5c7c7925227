from collections.abc import Iterator, Sequence

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.target import Target
from radaudit.forensics.order import Told, from_files, from_ids, from_missing, from_order
from radaudit.statistics.holm import holm

FEWEST = 10  # patients
# What is told from where: the code, its severity, and what may be behind it.
KINDS = {
    "note": ("order-tells-outcome", Severity.NOTE,
             ("a table that was sorted for printing", "ids given as patients of two studies were joined")),
    "files": ("files-tell-outcome", Severity.NOTE,
              ("images filed class by class, by hand", "formats of sites that see other patients")),
    "minor": ("gaps-tell-outcome", Severity.MINOR, ("a feature that can't be computed where the disease is absent",)),
}  # fmt: skip


@check(
    "leakage/arrangement-independent-of-outcome",
    severity=Severity.MINOR,
    references=("doi:10.1214/aoms/1177731909", "doi:10.1016/j.patter.2023.100804"),
)
def arrangement_independent_of_outcome(
    cohort: Cohort,
    target: Target,
    reported: FeatureTable | None,
    images: ImageIndex | None,
    *,
    alpha: float = 0.002,
) -> Iterator[Finding]:
    """Neither the order of the rows, nor ids, nor names of image files, nor empty cells tell the outcome.

    A table that is sorted by outcome is harmless until folds are cut without shuffling, ids that were given class
    by class until one of them is read as a feature, and so are names and folders of image files; empty cells are
    seen by any model that is given them, and by every imputation. Each is tested over patients by permutation, and
    the p-values adjusted by Holm's method; option alpha is the level.

    Remedy: shuffle before folds are cut, keep ids out of the features, and say why cells are empty.
    """
    if target.events is None:
        raise Unavailable(f"The task is {target.task}; this is asked of outcomes with an event.")
    rows = _one_a_patient(cohort, target)
    events = np.array([target.events[row] for row in rows], dtype=bool)
    if len(rows) < FEWEST or events.all() or not events.any():
        raise Unavailable("Fewer than ten patients with a known outcome, or only one outcome.")
    told = [(cohort.path, "note", own) for own in from_order(events)]
    told += [(cohort.path, "note", own) for own in from_ids([cohort.cases[row] for row in rows], events)]
    told += [(cohort.path, "files", own) for own in _files(cohort, images, rows, events)] if images else []
    told += [(reported.path, "minor", own) for own in _empty(cohort, reported, rows, events)] if reported else []
    adjusted = holm([own.p for *_, own in told])
    guilty = [(*found, p) for found, p in zip(told, adjusted, strict=True) if p <= alpha]
    for kind, (code, severity, _) in KINDS.items():
        own = [found for found in guilty if found[1] == kind]
        if own:
            yield _told(own, code, severity, len(rows), KINDS[kind][2])
    if not guilty:
        yield passed(
            f"None of {len(told)} tests over {len(rows)} patients finds the outcome in the order, the ids or the gaps.",
            tests=len(told),
            patients=len(rows),
        )


def _one_a_patient(cohort: Cohort, target: Target) -> list[int]:
    first: dict[object, int] = {}
    for row, patient in enumerate(cohort.patients):
        if target.events[row] is not None:
            first.setdefault(patient if patient is not None else (row,), row)
    return list(first.values())


def _empty(cohort: Cohort, reported: FeatureTable, rows: Sequence[int], events: np.ndarray) -> tuple[Told, ...]:
    kept = [place for place, row in enumerate(rows) if cohort.cases[row] in reported.rows]
    values = reported.values[[reported.rows[cohort.cases[rows[place]]] for place in kept]]
    own = events[kept]
    return (
        ()
        if len(kept) < FEWEST or own.all() or not own.any()
        else from_missing(np.isfinite(values), reported.names, own)
    )


def _files(cohort: Cohort, images: ImageIndex, rows: Sequence[int], events: np.ndarray) -> tuple[Told, ...]:
    names = [images.cases[cohort.cases[row]].image_name for row in rows]
    return () if None in names else from_files(names, events)


def _told(
    found: list[tuple[str, str, Told, float]], code: str, severity: Severity, patients: int, benign: Sequence[str]
) -> Finding:
    words = ", ".join(own.name for _, _, own, _ in found)
    return failed(
        f"The outcome can be told from the {words} (over {patients} patients).",
        code=code,
        tier=Tier.TESTED,
        severity=severity,
        where=[Location(path) for path in dict.fromkeys(path for path, *_ in found)],
        rows=[
            {"told from": own.name, "strength": round(own.effect, 3), "measure": own.measure, "patients": own.rows,
             "p": own.p, "p, adjusted": round(p, 6)}
            for _, _, own, p in found
        ],
        benign=benign,
    )  # fmt: skip

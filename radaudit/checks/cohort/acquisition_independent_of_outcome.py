from collections.abc import Iterator, Sequence

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.acquisition import Acquisition, Property
from radaudit.evidence.cohort import Cohort, Outcome, Split
from radaudit.statistics.association import Association, association
from radaudit.statistics.holm import holm

FEWEST = 10  # patients: with fewer, hardly any association can be told from chance
STRONG = 0.5  # Cramér's V, or an AUC of 0.75: what a model could live on

Tested = tuple[Property, Association, float]  # with the adjusted p


@check(
    "cohort/acquisition-independent-of-outcome",
    severity=Severity.MAJOR,
    references=("doi:10.1038/s41746-019-0105-1", "doi:10.1593/tlo.13865"),
)
def acquisition_independent_of_outcome(
    cohort: Cohort, acquisition: Acquisition, outcome: Outcome | None, split: Split | None, *, alpha: float = 0.01
) -> Iterator[Finding]:
    """How a case was imaged tells neither its outcome nor whether it is in the training or the test set.

    Scanner, kernel and slice thickness leave their marks on features. Where patients with the event were imaged in
    another way, a model can tell the machine instead of the disease; in one study the prediction of fractures fell to
    chance once scanner and department were balanced. Each property is tested over patients, by permutation, and the
    p-values adjusted by Holm's method; option alpha is the level.

    Remedy: compare with a model of the acquisition alone, match or stratify by it, harmonise within the training
    folds, and validate on cases whose imaging does not go with the outcome.
    """
    rows = _one_a_patient(cohort)
    targets = _targets(cohort, rows, outcome, split)
    if not targets:
        raise Unavailable("No outcome and no sets to test against.", "Add 'cohort.outcome' and 'cohort.split'.")
    if len(rows) < FEWEST:
        raise Unavailable(f"With {len(rows)} patients, fewer than {FEWEST}, nothing can be told from chance.")
    results = _adjusted({name: _tests(name, acquisition, events) for name, events in targets.items()})
    found = [own for name in results for own in _judged(name, results[name], acquisition, targets[name], alpha)]
    yield from found
    silent = not any(acquisition.headers) and not any(cohort.scanners)
    if silent:
        yield unknown(
            "Of how the cases were imaged only the voxel size is known.",
            code="only-voxel-sizes",
            add="Give the images as DICOM, or add a column with each case's scanner as 'cohort.scanner'.",
        )
    elif not found:
        tested = sum(map(len, results.values()))
        yield passed(
            f"None of {tested} tests over {len(rows)} patients finds that imaging goes with {' or '.join(targets)}."
            if tested
            else f"All {len(rows)} patients were imaged alike, as far as is known.",
            rows=[row for name, own in results.items() for row in _rows(name, own, acquisition, targets[name])],
            patients=len(rows),
            tests=tested,
        )


def _one_a_patient(cohort: Cohort) -> list[int]:
    """The first case of each patient; a case without a patient is one of its own."""
    first: dict[object, int] = {}
    for row, patient in enumerate(cohort.patients):
        first.setdefault(patient if patient is not None else (row,), row)
    return list(first.values())


def _targets(cohort: Cohort, rows: Sequence[int], outcome: Outcome | None, split: Split | None) -> dict:
    """What could go with the acquisition: by name, the case's row to whether it happened."""
    found = {}
    if outcome:
        found["the outcome"] = {row: outcome.events[row] for row in rows if outcome.events[row] is not None}
    if split and {"train", "test"} <= {*split.used}:
        sets = {row: split.sets[cohort.cases[row]] for row in rows}
        found["the set"] = {row: own == "test" for row, own in sets.items() if own in ("train", "test")}
    return {name: own for name, own in found.items() if len({*own.values()}) == 2}


def _adjusted(results: dict[str, list[tuple[Property, Association]]]) -> dict[str, list[Tested]]:
    """With p-values adjusted over all tests of the study."""
    adjusted = iter(holm([own.p for tests in results.values() for _, own in tests]))
    return {name: [(part, own, next(adjusted)) for part, own in tests] for name, tests in results.items()}


def _tests(name: str, acquisition: Acquisition, events: dict[int, bool]) -> list[tuple[Property, Association]]:
    results = []
    for own in acquisition.known:
        if own.source == "date" and name == "the set":  # a later test set is a virtue
            continue
        known = [row for row in events if acquisition.values[own.name][row] is not None]
        values, happened = [acquisition.values[own.name][row] for row in known], [events[row] for row in known]
        if len(known) >= FEWEST and len({*values}) > 1 and len({*happened}) > 1:
            results.append((own, association(values, happened, own.numeric)))
    return results


def _judged(
    name: str, results: list[Tested], acquisition: Acquisition, events: dict[int, bool], alpha: float
) -> Iterator[Finding]:
    guilty = [tested for tested in results if tested[-1] <= alpha]
    if not guilty:
        return
    strong = name == "the outcome" and any(own.strength >= STRONG for _, own, _ in guilty)
    words = ", ".join(part.words for part, *_ in guilty)
    least = min(p for *_, p in guilty)
    yield failed(
        f"How cases were imaged goes with {name}: {words} "
        f"(over {len(events)} patients; the smallest p, adjusted by Holm's method, is {least:.2g}).",
        code="outcome-by-acquisition" if name == "the outcome" else "set-by-acquisition",
        tier=Tier.TESTED,
        severity=Severity.MAJOR if strong else Severity.MINOR,
        rows=_rows(name, results, acquisition, events),
        benign=_benign(name),
        tests=len(results),
    )


def _rows(name: str, results: list[Tested], acquisition: Acquisition, events: dict[int, bool]) -> list[dict]:
    sides = [[row for row, happened in events.items() if happened is side] for side in (True, False)]
    return [
        {
            "property": part.heading,
            "against": name,
            "event, or test": part.told(acquisition.of(part.name, sides[0])),
            "no event, or train": part.told(acquisition.of(part.name, sides[1])),
            "strength": round(own.effect, 3),
            "measure": own.measure,
            "patients": own.cases,
            "p": own.p,
            "p, adjusted": round(p, 6),
        }
        for part, own, p in results
    ]


def _benign(name: str) -> list[str]:
    if name == "the set":
        return ["a test set of a later time or another place, on purpose"]
    return [
        "the disease decides how patients are imaged, as it will where the model is used",
        "sites with other patients, each with its own scanner, where the model is judged within sites",
    ]

from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.patients import Patients
from radaudit.forensics.records import equal_records


@check("leakage/clinical-records-differ", severity=Severity.CRITICAL, references=("doi:10.1016/j.patter.2023.100804",))
def clinical_records_differ(
    cohort: Cohort, patients: Patients, split: Split | None, *, alpha: float = 0.001
) -> Iterator[Finding]:
    """No two patients have the same clinical record.

    Age to the day, time of follow-up, sex and outcome together name a patient nearly as an id does. Two patients who
    agree in all of it may be one who was entered twice. How many pairs agree by chance follows from the table itself:
    values are shuffled among patients with similar ones, and pairs are told only if so many, or such rare ones, do not
    come about (option alpha is the level). Ages in years and times in months leave much to chance.

    Remedy: compare the pairs with the hospital's records, and keep one of them, or both in one set.
    """
    found = equal_records([*patients.numbers.values()], [*patients.groups.values()])
    if found is None:
        raise Unavailable(
            "Too little is written of each patient to tell two of them apart.",
            "Add columns such as age to the day, date of the scan, or time of follow-up to the cohort table.",
        )
    pairs = found.beyond_chance(alpha)
    if not pairs:
        yield passed(
            f"Among {counted(found.rows, 'patient')}, {counted(len(found.pairs), 'pair')} agree in everything that is "
            f"written of them; {_few(found.expected)} are expected by chance.",
            pairs=len(found.pairs), expected=found.expected, p=found.p,
        )  # fmt: skip
        return
    across = [pair for pair in pairs if split and _apart(patients, *pair)]
    within = [pair for pair in pairs if pair not in across]
    for own, code, severity, words in (
        (across, "same-record-in-two-sets", Severity.CRITICAL, " in different sets"),
        (within, "same-record", Severity.MAJOR, ""),
    ):
        if own:
            yield failed(
                f"{counted(len(own), 'pair')} of patients{words} with the same clinical record in every column; "
                f"{_few(found.expected)} pairs are expected by chance.",
                code=code,
                tier=Tier.TESTED,
                severity=severity,
                where=[cohort.places[patients.rows[row]] for pair in own for row in pair][:20],
                rows=[_row(patients, pair) for pair in own],
                benign=[
                    "patients of a matched design, drawn to be equal",
                    "columns filled in with one value where nothing was known",
                ],
                pairs=len(own), expected=found.expected, p=min(found.p, *found.p_values),
            )  # fmt: skip


def _few(number: float) -> str:
    return f"{number:.2g}" if number < 10 else f"{number:,.0f}"


def _apart(patients: Patients, one: int, two: int) -> bool:
    sets = patients.sets[one], patients.sets[two]
    return None not in sets and sets[0] != sets[1]


def _row(patients: Patients, pair: tuple[int, int]) -> dict[str, object]:
    one, two = pair
    return {
        "patient": patients.ids[one], "set": patients.sets[one], "other patient": patients.ids[two],
        "other set": patients.sets[two], "equal in": ", ".join([*patients.numbers, *patients.groups]),
    }  # fmt: skip

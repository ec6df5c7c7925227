from collections.abc import Iterator, Sequence

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.overlaps import several_sets
from radaudit.evidence.patients import Patients
from radaudit.forensics.likeness import Likeness, likeness
from radaudit.forensics.spelling import Joined, joined

STRANGERS = 0.5  # share of strangers that are as alike, from which nothing speaks for one patient
MOST_PAIRS = 5  # that are told of although nothing else is known of them
STRICTER = 5  # how much smaller p must be where the rule looks like a way of numbering
IMAGING = "features"


@check("leakage/one-id-a-patient", severity=Severity.CRITICAL, references=("doi:10.1016/j.patter.2023.100804",))
def one_id_a_patient(cohort: Cohort, split: Split, patients: Patients, *, alpha: float = 0.005) -> Iterator[Finding]:
    """No patient of one set comes back in another under another spelling of the id.

    P007 and p-7, P012 and P012_L, CHUM-001 and HN-CHUM-001 may be one patient each, and then a split by id is none by
    patient. Ids that differ in spelling, in a side, lesion or visit, or in the name of a site are looked up, and what
    else is written of the pairs is compared with pairs of strangers of the same outcome and site (option alpha is the
    level). A rule that would join much of the cohort only says how patients are numbered, and accuses nobody by itself.

    Remedy: give each patient one id, add a column of lesions or visits, and split by patient.
    """
    several_sets(split)
    strata = patients.sites * (patients.classes.max(initial=0) + 2) + patients.classes
    silent, told = [], False
    for rule in joined(patients.ids):
        pairs = _apart(rule, patients)
        if not pairs:
            continue
        alike = likeness(pairs, _columns(patients), np.unique(strata, return_inverse=True)[1])
        finding = _judged(rule, pairs, alike, cohort, patients, alpha)
        if finding is None:
            silent.append(f"{rule.rule}: {counted(len(pairs), 'pair')}, as unlike as strangers or a way of numbering")
        else:
            told = True
            yield finding
    if not told:
        yield passed(
            f"No two of {counted(len(patients), 'id')} in different sets look like one patient's."
            + (f" ({'; '.join(silent)}.)" if silent else ""),
            ids=len(patients),
        )


def _apart(rule: Joined, patients: Patients) -> list[tuple[int, int]]:
    return [
        (one, two)
        for group in rule.groups
        for place, one in enumerate(group)
        for two in group[place + 1 :]
        if None not in (patients.sets[one], patients.sets[two]) and patients.sets[one] != patients.sets[two]
    ]


def _columns(patients: Patients) -> dict[str, np.ndarray]:
    """What is compared; the outcome is not, because the null holds it."""
    found = dict(patients.numbers)
    for name, codes in patients.groups.items():
        if name != patients.outcome:
            levels = np.arange(codes.max(initial=0) + 1)
            found[name] = np.where(codes[:, None] < 0, np.nan, (codes[:, None] == levels).astype(float))
    return found | ({IMAGING: patients.features} if patients.features.size else {})


def _judged(
    rule: Joined, pairs: Sequence[tuple[int, int]], alike: Likeness | None, cohort: Cohort, patients: Patients,
    alpha: float,
) -> Finding | None:  # fmt: skip
    p = alike.p if alike else None
    proven = p is not None and p <= (alpha if rule.plausible else alpha / STRICTER)
    if not proven and (not rule.plausible or (p is not None and p > STRANGERS)):
        return None
    if not proven and len(pairs) > MOST_PAIRS and not rule.spelling:
        return None
    tested = proven and rule.spelling
    severity = Severity.CRITICAL if tested else Severity.MAJOR if proven else Severity.MINOR
    speaks = (
        "nothing else is known of them" if p is None
        else f"{p:.2g} of as many pairs of strangers are as alike in {_few(alike.columns)}"
    )  # fmt: skip
    return failed(
        f"{counted(len(pairs), 'pair')} of ids in different sets may be one patient each ({rule.rule}); {speaks}.",
        code="same-id-in-other-spelling" if rule.spelling else "same-id-with-other-parts",
        tier=Tier.TESTED if tested else Tier.HEURISTIC,
        severity=severity,
        where=[cohort.places[patients.rows[row]] for pair in pairs for row in pair][:20],
        rows=[_row(pair, place, alike, patients) for place, pair in enumerate(pairs)],
        benign=["ids that are counted anew in every centre or year", "relatives or twins with a common number"],
        pairs=len(pairs),
        share_of_ids=rule.share,
        **({"p": p} if p is not None else {}),
    )


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _row(pair: tuple[int, int], place: int, alike: Likeness | None, patients: Patients) -> dict[str, object]:
    one, two = pair
    equal = ", ".join(alike.equal[place]) if alike else ""
    return {
        "patient": patients.ids[one], "set": patients.sets[one], "other patient": patients.ids[two],
        "other set": patients.sets[two], "equal in": equal,
    }  # fmt: skip

import numpy as np
import pytest

from radaudit.checks.leakage.one_id_a_patient import one_id_a_patient
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from tests.made_evidence import a_cohort, a_split, only
from tests.made_patients import some_patients

RANDOM = np.random.default_rng(3)
IDS = [f"P{n:03d}" for n in range(60)]
SETS = ["train" if n < 40 else "test" for n in range(60)]
AGE, SEX = RANDOM.normal(60, 9, 60), RANDOM.integers(2, size=60)


def judge(ids, same=(), known=True, sets=SETS):
    """The rows of each pair of `same` hold what is written of one patient."""
    age, sex = AGE.copy(), SEX.copy()
    for one, two in same:
        age[two], sex[two] = age[one], sex[one]
    told = {"numbers": {"age": age}, "groups": {"sex": sex}} if known else {}
    cases = {name: [i for i, own in zip(ids, sets, strict=True) if own == name] for name in set(sets)}
    return list(one_id_a_patient(a_cohort(ids), a_split(**cases), some_patients(ids, sets, **told)))


def renamed(*changes):
    ids = list(IDS)
    for row, text in changes:
        ids[row] = text
    return ids


def test_plain_ids_pass():
    assert only(judge(IDS), "pass").values == {"ids": 60}


def test_another_spelling_with_what_is_written_of_the_patient():
    finding = only(judge(renamed((50, "p-3"), (51, "P04")), same=((3, 50), (4, 51))))
    assert (finding.code, finding.tier, finding.severity) == (
        "same-id-in-other-spelling", Tier.TESTED, Severity.CRITICAL,
    )  # fmt: skip
    assert finding.rows[0] == {
        "patient": "P003", "set": "train", "other patient": "p-3", "other set": "test", "equal in": "age, sex",
    }  # fmt: skip


def test_another_spelling_of_which_nothing_is_known_is_a_hint():
    finding = only(judge(renamed((50, "p-3")), known=False))
    assert (finding.tier, finding.severity) == (Tier.HEURISTIC, Severity.MINOR)
    assert "nothing else is known" in finding.message


def test_a_lesion_is_never_more_than_a_hint():
    finding = only(judge(renamed((50, "P003_L"), (51, "P004_L")), same=((3, 50), (4, 51))))
    assert (finding.code, finding.tier, finding.severity) == (
        "same-id-with-other-parts", Tier.HEURISTIC, Severity.MAJOR,
    )  # fmt: skip


def test_centres_that_count_anew_are_not_accused():
    ids = [f"{n:03d}" for n in range(40)] + [f"B-{n:03d}" for n in range(20)]
    assert "a way of numbering" in only(judge(ids), "pass").message


def test_all_the_patients_of_a_set_under_other_names_are():
    ids = [f"{n:03d}" for n in range(40)] + [f"B-{n:03d}" for n in range(20)]
    finding = only(judge(ids, same=[(n, n + 40) for n in range(20)]))
    assert finding.values["pairs"] == 20
    assert finding.values["p"] < 0.005


def test_pairs_in_one_set_are_no_leak():
    only(judge(renamed((20, "p-3"))), "pass")
    with pytest.raises(Unavailable, match="one set"):
        judge(IDS, sets=["train"] * 60)

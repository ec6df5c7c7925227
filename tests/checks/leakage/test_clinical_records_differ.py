import pytest

from radaudit.checks.leakage.clinical_records_differ import clinical_records_differ
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from tests.forensics.test_records import written
from tests.made_evidence import a_cohort, a_split, only, told
from tests.made_patients import some_patients

IDS = [f"c{n}" for n in range(80)]
SETS = ["train" if n < 60 else "test" for n in range(80)]
SPLIT = a_split(train=IDS[:60], test=IDS[60:])


def judge(twice=(), split=SPLIT):
    (age, months), (sex, event) = written(twice=twice)
    people = some_patients(IDS, SETS, {"age": age, "months": months}, {"sex": sex, "event": event})
    return list(clinical_records_differ(a_cohort(IDS), people, split))


def test_different_patients_pass():
    assert only(judge(), "pass").values["pairs"] == 0


def test_patients_entered_twice():
    found = judge(((0, 70), (1, 71), (2, 30)))
    assert told(found) == [("fail", "same-record-in-two-sets"), ("fail", "same-record")]
    assert [own.severity for own in found] == [Severity.CRITICAL, Severity.MAJOR]
    assert {own.tier for own in found} == {Tier.TESTED}
    assert {(row["patient"], row["other patient"]) for row in found[0].rows} == {("c0", "c70"), ("c1", "c71")}
    assert found[0].rows[0]["equal in"] == "age, months, sex, event"


def test_without_sets_it_is_no_leak():
    assert told(judge(((0, 70), (1, 71), (2, 30)), split=None)) == [("fail", "same-record")]


def test_too_little_is_written():
    with pytest.raises(Unavailable, match="Too little is written"):
        list(clinical_records_differ(a_cohort(IDS), some_patients(IDS, SETS), SPLIT))

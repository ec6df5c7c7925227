import pytest

from radaudit.checks.leakage.patient_overlap import patient_overlap
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity
from tests.made_evidence import a_cohort, a_split, only, told

SPLIT = a_split(train="ab", test="cd")


def test_every_patient_in_one_set():
    finding = only(patient_overlap(a_cohort("abcd", ["p1", "p1", "p2", "p3"]), SPLIT), "pass")
    assert (finding.message, finding.values) == ("Each of 3 patients is in one set only.", {"patients": 3})


def test_a_patient_in_two_sets():
    finding = only(patient_overlap(a_cohort("abcd", ["p1", "p2", "p1", "p1"]), SPLIT))
    assert (finding.code, finding.message) == ("shared-patient", "1 of 2 patients in more than one set.")
    assert finding.rows == ({"patient": "p1", "train": "a", "test": "c, d"},)
    assert [place.line for place in finding.where] == [2, 4, 5]


def test_a_case_in_no_set_shares_nothing():
    split = a_split(train="ab", test="c", none="d")
    assert told(patient_overlap(a_cohort("abcd", ["p1", "p2", "p3", "p1"]), split)) == [("pass", "")]


def test_cases_without_a_patient_are_no_match_for_each_other():
    findings = list(patient_overlap(a_cohort("abcd", ["p1", None, None, "p2"]), SPLIT))
    assert told(findings) == [("pass", ""), ("fail", "no-patient-id")]
    assert findings[1].message.startswith("2 cases without a patient id")
    assert findings[1].severity == Severity.MINOR
    assert [place.line for place in findings[1].where] == [3, 4]


def test_one_set_is_not_enough():
    with pytest.raises(Unavailable, match="All cases are in one set"):
        list(patient_overlap(a_cohort("ab"), a_split(train="ab")))


def test_without_patient_ids_nobody_can_tell():
    with pytest.raises(Unavailable, match="no patient column") as missing:
        list(patient_overlap(a_cohort("abcd", [None] * 4), SPLIT))
    assert "cohort.patient" in missing.value.add

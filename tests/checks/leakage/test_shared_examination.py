import pytest

from radaudit.checks.leakage.shared_examination import shared_examination
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from tests.made_evidence import a_cohort, a_split, an_acquisition, only

CASES = [f"c{n}" for n in range(6)]
SPLIT = a_split(train=CASES[:3], test=CASES[3:])
OWN = [1, 2, 3, 4, 5, 6]


def judged(split=SPLIT, patients=None, **identities):
    told = {"person": OWN, "examination": OWN, "series": OWN} | identities
    return list(shared_examination(a_cohort(CASES, patients), an_acquisition(identities=told), split))


def test_each_examination_in_one_set():
    assert only(judged(), "pass").values == {"headers": 6, "examinations": 6}
    within = [1, 1, 3, 4, 5, None]
    finding = only(judged(examination=within), "pass")
    assert (
        finding.message
        == "5 images with a header, of 4 examinations: none is in two sets; 1 image more have no such header."
    )


def test_an_examination_in_two_sets():
    finding = only(judged(examination=[1, 2, 3, 1, 4, 5]))
    assert (finding.code, finding.severity) == ("shared-examination", None)
    assert [(row["case"], row["set"]) for row in finding.rows] == [("c0", "train"), ("c3", "test")]


def test_a_shared_series_is_told_once():
    assert only(judged(examination=[1, 2, 3, 1, 4, 5], series=[1, 2, 3, 1, 4, 5])).code == "shared-series"


def test_one_patient_under_two_ids():
    finding = only(judged(person=[1, 1, 2, 3, 4, 5]))
    assert (finding.code, finding.tier, finding.severity) == ("patient-with-two-ids", Tier.HEURISTIC, Severity.MAJOR)
    assert {row["patient"] for row in finding.rows} == {"c0", "c1"}
    same = ["p", "p", "c2", "c3", "c4", "c5"]
    assert only(judged(patients=same, person=[1, 1, 2, 3, 4, 5]), "pass")


def test_an_id_that_anonymisation_wrote_everywhere():
    assert only(judged(person=[1] * 6), "pass")


def test_headers_that_cannot_tell():
    with pytest.raises(Unavailable, match="Give the images as DICOM"):
        judged(person=[None] * 6, examination=[None] * 6, series=[None] * 6)
    with pytest.raises(Unavailable, match="Only 2 images, of one set"):
        judged(examination=[1, 2, None, None, None, None])
    with pytest.raises(Unavailable, match="All cases are in one set"):
        judged(split=None)

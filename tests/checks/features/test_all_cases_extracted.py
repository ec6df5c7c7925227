import numpy as np

from radaudit.checks.features.all_cases_extracted import all_cases_extracted
from radaudit.evidence.extraction import Extraction
from tests.made_evidence import a_picture, an_index, only, told

IMAGES = an_index(*[a_picture(case) for case in "abc"])


def extraction(cases="abc", failures=None, warnings=None):
    return Extraction(tuple(cases), ("f1", "f2"), np.ones((len(cases), 2)), failures or {}, warnings or {})


def test_all_extracted():
    finding = only(all_cases_extracted(IMAGES, extraction()), "pass")
    assert finding.message == "All 3 cases were extracted, 2 features each."


def test_some_failed():
    finding = only(all_cases_extracted(IMAGES, extraction("ac", {"b": "the mask is empty"})))
    assert (finding.code, finding.message) == ("case-failed", "1 of 3 cases could not be extracted.")
    assert finding.rows == ({"case": "b", "reason": "the mask is empty"},)
    assert [place.path for place in finding.where] == ["images/b.nrrd"]


def test_a_flat_roi():
    images = an_index(a_picture("a"), a_picture("b", least=50.0, greatest=50.0), a_picture("c"))
    finding = only(all_cases_extracted(images, extraction()))
    assert (finding.code, finding.rows) == ("flat-roi", ({"case": "b", "value": 50.0},))
    assert finding.message.startswith("1 case with a flat ROI")


def test_remarks_are_shown_and_fail_nothing():
    findings = list(all_cases_extracted(IMAGES, extraction(warnings={"b": ("one", "two")})))
    assert told(findings) == [("pass", "remarks"), ("pass", "")]
    assert findings[0].rows == (
        {"remark": "one", "cases": 1, "for instance": "b"},
        {"remark": "two", "cases": 1, "for instance": "b"},
    )


def test_without_images_it_is_not_known(make_study):
    report = make_study().audit(select=["features/all-cases-extracted"])
    assert told(report.results[0].findings) == [("unknown", "unavailable")]

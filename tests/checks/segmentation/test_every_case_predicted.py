import pytest

from radaudit.checks.segmentation.every_case_predicted import every_case_predicted
from tests.made_evidence import a_cohort, a_split, only, told
from tests.made_masks import a_mask, an_empty_mask, masks, no_mask

COHORT = a_cohort("abc", sites=["A", "A", "B"])


def test_every_case_has_a_mask():
    found = masks(a_mask("a", 0.9), a_mask("b", 0.7), a_mask("c", 0.8))
    finding = only(every_case_predicted(found, COHORT, None), "pass")
    assert finding.message == "unet gives a mask for each of 3 cases, none of them empty."
    assert [row["Dice"] for row in finding.rows] == [0.9, 0.7, 0.8]
    strip, volumes = finding.plots
    assert strip.labels == ("site A (n = 2)", "site B (n = 1)")
    assert strip.series[1].x == (0.9, 0.7, 0.8)
    assert strip.series[0].x == pytest.approx((0.8, 0.8))
    assert (strip.series[0].low, strip.series[0].high) == ((0.7, 0.8), (0.9, 0.8))
    assert volumes.series[0].y == (0.0, 0.0, 0.0)
    assert "bias 0 mL" in volumes.note


def test_missing_and_empty_predictions():
    found = masks(no_mask("a"), an_empty_mask("b"), a_mask("c"))
    missing, empty = every_case_predicted(found, COHORT, None)
    assert (missing.code, missing.severity) == ("missing-prediction", None)
    assert missing.message == "unet gives no mask for 1 of 3 cases."
    assert missing.rows[0]["case"] == "a"
    assert (empty.code, empty.severity) == ("empty-prediction", "minor")
    assert empty.rows[0]["Dice"] == 0.0
    assert missing.plots[0].series[1].x == (0.0, 0.0, 0.8)  # the strip has every case


def test_what_could_not_be_compared_is_no_pass():
    found = masks(no_mask("a", "unreadable"), no_mask("b", "no reference"), a_mask("c"))
    finding = only(every_case_predicted(found, COHORT, None), "unknown")
    assert [row["case"] for row in finding.rows] == ["a", "b"]


def test_training_cases_need_no_mask_unless_some_have_one():
    found = masks(no_mask("a"), no_mask("b"), a_mask("c"))
    assert told(every_case_predicted(found, COHORT, a_split(train="ab", test="c"))) == [("pass", "")]
    found = masks(a_mask("a"), no_mask("b"), a_mask("c"))
    assert told(every_case_predicted(found, COHORT, a_split(train="ab", test="c"))) == [("fail", "missing-prediction")]


def test_a_structure_that_is_in_neither_mask_was_rightly_not_predicted():
    found = masks(a_mask("a"), an_empty_mask("b", reference=0), a_mask("c"))
    finding = only(every_case_predicted(found, COHORT, None), "pass")
    assert finding.message.endswith("In 1 case the structure is in neither mask.")


def test_a_case_missing_for_several_structures_counts_once():
    rows = [no_mask("a", structure=name) for name in ("organ", "lesion")]
    rows += [a_mask(case, structure=name) for name in ("organ", "lesion") for case in "bc"]
    assert only(every_case_predicted(masks(*rows), COHORT, None)).values["missing"] == 1

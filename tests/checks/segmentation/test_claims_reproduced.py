import pytest

from radaudit.checks.segmentation.claims_reproduced import claims_reproduced
from tests.made_evidence import only, told
from tests.made_masks import a_mask_claim


def test_claims_that_come_out_again():
    finding = only(claims_reproduced((a_mask_claim("reproduced"), a_mask_claim("within tolerance", "iou"))), "pass")
    assert finding.message == "2 of 2 claims about predicted masks come out again."
    assert [row["verdict"] for row in finding.rows] == ["reproduced", "within tolerance"]
    assert all(row["defined as"] for row in finding.rows)
    assert [plot.labels for plot in finding.plots] == [("Dice, unet, test", "IoU, unet, test")]


def test_another_definition_is_named_and_is_no_fault():
    finding = only(claims_reproduced((a_mask_claim("reproduced", by="definition"),)), "pass")
    assert "Dice 0.90 is the mean over the 8 cases" in finding.message


@pytest.mark.parametrize(
    ("claim", "severity"),
    [
        (a_mask_claim("not reproduced", by="cases"), "critical"),
        (a_mask_claim("not reproduced", by="cases", found=0.85), "major"),  # the interval holds the claim
        (a_mask_claim("not reproduced", by="cases", value=0.5), "major"),  # it does not flatter
        (a_mask_claim("not reproduced", "hd95", by="cases", value=1.0, found=9.0), "major"),  # no rule is agreed
    ],
)
def test_cases_left_out(claim, severity):
    finding = only(claims_reproduced((claim,)))
    assert (finding.code, finding.severity) == ("cases-left-out", severity)
    assert (
        "is the mean over the 8 cases with a prediction that is not empty; the mean over all 10 cases is"
        in finding.message
    )
    assert finding.rows[0]["figure"] == "the mean over all 10 cases"
    assert len(finding.rows) == 3


def test_how_failures_count_is_said():
    claim = a_mask_claim("not reproduced", by="cases", missing=1, empty=2)
    assert (
        "with 1 missing prediction and 2 empty predictions counted as 0." in only(claims_reproduced((claim,))).message
    )
    claim = a_mask_claim("not reproduced", "hd95", by="cases", value=1.0, empty=1)
    assert "with 1 empty prediction counted as the diagonal of the image." in only(claims_reproduced((claim,))).message


@pytest.mark.parametrize(
    ("claim", "code", "severity"),
    [
        (a_mask_claim("not reproduced"), "not-reproduced", "critical"),
        (a_mask_claim("not reproduced", value=0.4), "not-reproduced", "major"),
        (a_mask_claim("not reproduced", "hd95", value=1.0, by="unit", found=4.0), "in-voxels", "major"),
        (a_mask_claim("not reproduced", by="summary"), "another-summary", "major"),
        (a_mask_claim("not reproduced", by="summary", value=0.75), "another-summary", "minor"),
        (a_mask_claim("within the interval", value=0.75), "within-interval", "minor"),
    ],
)
def test_claims_that_do_not_come_out(claim, code, severity):
    finding = only(claims_reproduced((claim,)))
    assert (finding.code, finding.severity) == (code, severity)
    assert finding.where[0].line == 7
    assert finding.benign


def test_not_assessable_is_unknown_and_the_list_can_be_shortened():
    finding = only(
        claims_reproduced((a_mask_claim("not assessable", reason="no case is in the set 'test'"),)), "unknown"
    )
    assert finding.message == "Claim dice can't be assessed: no case is in the set 'test'."
    assert len(only(claims_reproduced((a_mask_claim("not reproduced"),), listed=1)).rows) == 2
    both = (a_mask_claim("reproduced"), a_mask_claim("not reproduced", "iou"))
    assert told(claims_reproduced(both)) == [("fail", "not-reproduced"), ("pass", "")]

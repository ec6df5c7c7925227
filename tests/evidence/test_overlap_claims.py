"""Claims about predicted masks against made masks."""

from types import SimpleNamespace

import pytest

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Location
from radaudit.evidence.overlap_claims import overlap_claims
from radaudit.study.manifest import Claim
from tests.made_evidence import a_cohort, a_split
from tests.made_masks import a_mask, an_empty_mask, masks, no_mask

CASES = "abcdefgh"
COHORT = a_cohort(CASES)
SPLIT = a_split(train="ab", test="cdefgh")
DICE = {"c": 0.90, "d": 0.86, "e": 0.84, "f": 0.88}
MEASURED = [no_mask("a"), no_mask("b"), *(a_mask(case, dice) for case, dice in DICE.items())]
SOUND = masks(*MEASURED, a_mask("g", 0.70), a_mask("h", 0.92))  # mean 0.85, median 0.87
FAILED = masks(*MEASURED, an_empty_mask("g"), no_mask("h"))  # 0.58; 0.696 with a file, 0.87 not empty


def assessed(found=SOUND, split=SPLIT, task="segmentation", **claim):
    """The one claim, assessed."""
    claim = Claim(**{"id": "c", "metric": "dice", "set": "test", "model": "unet", "decimals": 2} | claim)
    images = SimpleNamespace(predicted=dict.fromkeys(found.predictors, ""))
    manifest = SimpleNamespace(claims=[claim], images=images, study=SimpleNamespace(task=task))
    study = SimpleNamespace(manifest=manifest, declared=lambda *keys: Location("radaudit.yaml", 3))
    (own,) = overlap_claims(study, COHORT, split, found)
    return own


@pytest.mark.parametrize(
    ("value", "status", "kind"),
    [
        (0.85, "reproduced", None),
        (0.86, "within the interval", None),
        (0.87, "not reproduced", "summary"),
        (0.95, "not reproduced", None),
    ],
)
def test_over_all_cases_of_the_set(value, status, kind):
    own = assessed(value=value)
    assert (own.status, own.by and own.by.kind) == (status, kind)
    assert own.found.estimate == pytest.approx(0.85)
    assert own.found.low < 0.85 < own.found.high
    assert (own.cases, own.missing, own.empty, own.unread) == (6, 0, 0, 0)


def test_tolerance_and_what_is_no_fault():
    assert assessed(value=0.853, decimals=3, tolerance=0.01).status == "within tolerance"
    own = assessed(metric="hd95", value=0.75)  # the first definition gives 1.5
    assert (own.status, own.by.kind) == ("reproduced", "definition")
    assert assessed(metric="hd95", value=3.0, decimals=1).by.kind == "unit"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.87, "the mean over the 4 cases with a prediction that is not empty"),
        (0.70, "the mean over the 5 cases with a predicted mask"),
        (0.91, "the mean over all 6 cases, with empty and missing predictions counted as perfect"),
    ],
)
def test_the_variant_that_gives_the_claim_is_named(value, words):
    own = assessed(FAILED, value=value)
    assert (own.status, own.by.words) == ("not reproduced", words)
    assert own.found.estimate == pytest.approx(0.58)
    assert (own.missing, own.empty) == (1, 1)


def test_cases_that_were_not_read_leave_the_claim_open_unless_it_comes_out():
    found = masks(*MEASURED, no_mask("g", "unreadable"), a_mask("h", 0.82))
    own = assessed(found, value=0.9)
    assert (own.status, own.unread) == ("not assessable", 1)
    assert own.reason == "1 of 6 cases could not be compared, and the others don't give it"
    assert assessed(found, value=0.86).status == "reproduced"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ({"model": "other"}, "'other' gives no predicted masks"),
        ({"set": "external"}, "no case is in the set 'external'"),
        ({"set": "cv"}, "no mask of the set defines the measure"),
    ],
)
def test_what_can_not_be_assessed(claim, said):
    rows = [an_empty_mask(case, reference=0) for case in "ab"] + [a_mask(case) for case in "cdefgh"]
    own = assessed(masks(*rows), value=0.8, **claim)
    assert own.status == "not assessable"
    assert said in own.reason


def test_a_claim_without_a_set_or_model_is_about_all_that_need_a_mask():
    own = assessed(value=0.85, set=None, model=None)
    assert (own.cases, own.predictor, own.status) == (6, "unet", "reproduced")
    several = masks(*SOUND.all, a_mask("a", predictor="other"))
    assert "names no predictor" in assessed(several, value=0.85, model=None).reason


def test_structures_alone_and_together():
    rows = [a_mask(case, dice, name) for name, dice in (("organ", 0.9), ("lesion", 0.7)) for case in CASES]
    assert assessed(masks(*rows), value=0.7, structure="lesion").status == "reproduced"
    own = assessed(masks(*rows), value=0.8)
    assert (own.status, own.structures) == ("reproduced", ("organ", "lesion"))


def test_sensitivity_is_of_masks_only_where_masks_are_meant():
    assert assessed(value=0.8, metric="sensitivity").status == "not assessable"  # these made masks give none
    with pytest.raises(NotApplicable, match="no claim about predicted masks"):
        assessed(value=0.8, metric="sensitivity", model="signature", task="binary")

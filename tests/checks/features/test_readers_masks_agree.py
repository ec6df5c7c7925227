import numpy as np

from radaudit.checks.features.readers_masks_agree import readers_masks_agree
from radaudit.evidence.reader_masks import ReaderMasks
from tests.made_evidence import a_cohort, told
from tests.made_masks import a_mask, no_mask

CASES = [f"c{n}" for n in range(12)]
PAIR = ("images.mask", "two")


def judged(*rows, **options):
    masks = ReaderMasks(PAIR, {PAIR: rows})
    return list(readers_masks_agree(masks, a_cohort(CASES), **options))


def drawn(mean):
    return [a_mask(case, dice=mean + 0.01 * (n % 5 - 2)) for n, case in enumerate(CASES)]


def test_readers_who_agree_have_means_with_intervals():
    findings = judged(*drawn(0.9))
    assert told(findings) == [("pass", "measured")]
    assert "mean Dice 0.898 [0.88" in findings[0].message
    assert "HD95, mm 1" in findings[0].message
    assert np.isclose(findings[0].values["dice"], np.mean([own.value("dice") for own in drawn(0.9)]))
    assert [row["case"] for row in findings[0].rows][:2] == ["c0", "c5"]
    assert findings[0].plots[0].log == "x"


def test_readers_who_disagree_and_one_who_drew_elsewhere():
    rows = [*drawn(0.4)[1:], a_mask("c0", dice=0.0, common=0)]
    findings = judged(*rows)
    assert told(findings) == [("fail", "no-overlap"), ("fail", "readers-disagree")]
    assert [row["case"] for row in findings[0].rows] == ["c0"]
    assert told(judged(*drawn(0.65))) == [("fail", "readers-disagree")]
    assert told(judged(*drawn(0.65), dice=0.6)) == [("pass", "measured")]


def test_one_case_gives_a_mean_without_a_verdict():
    assert told(judged(a_mask("c1", dice=0.3))) == [("pass", "measured")]


def test_masks_that_cannot_be_compared():
    findings = judged(no_mask("c0"))
    assert told(findings) == [("unknown", "no-pair")]
    assert "there is no file" in findings[0].message

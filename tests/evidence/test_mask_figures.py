"""Which figures a set of masks can give, by hand."""

import numpy as np
import pytest

from radaudit.evidence.mask_figures import case_values, explanations, mean_of_means
from tests.made_masks import DIAGONAL, a_mask, an_empty_mask, no_mask

SOUND = [a_mask("a", 0.9), a_mask("b", 0.8), a_mask("c", 0.6)]
FAILED = [*SOUND, an_empty_mask("d"), no_mask("e")]


def figures(rows, metric, kind):
    return {own.words: own.value for own in explanations([rows], metric) if own.kind == kind}


def test_failures_count_as_the_worst():
    assert case_values([FAILED], "dice")[0].tolist() == [0.9, 0.8, 0.6, 0.0, 0.0]
    worst = DIAGONAL["mm"]
    assert case_values([FAILED], "hd95")[0] == pytest.approx([1.0, 2.0, 4.0, worst, worst])


def test_what_is_in_neither_mask_has_no_value_and_what_was_not_read_neither():
    rows = [an_empty_mask("a", reference=0), no_mask("b", "unreadable"), no_mask("c", "no reference")]
    assert np.isnan(case_values([rows], "dice")).all()
    assert np.isnan(case_values([rows], "hd95")).all()
    in_vain = an_empty_mask("d", reference=0, predicted=9)
    assert case_values([[in_vain]], "dice").tolist() == [[0.0]]
    assert case_values([[in_vain]], "hd95").tolist() == [[DIAGONAL["mm"]]]


def test_without_failures_no_rule_about_failures_explains_anything():
    assert figures(SOUND, "dice", "cases") == {}
    assert figures(SOUND, "dice", "summary") == {
        "the median over all 3 cases": 0.8,
        "that of the voxels of all cases taken together": pytest.approx((0.9 + 0.8 + 0.6) / 3),  # masks of one size
    }


def test_what_papers_do_with_failures():
    assert figures(FAILED, "dice", "cases") == {
        "the mean over the 4 cases with a predicted mask": pytest.approx(2.3 / 4),
        "the mean over the 3 cases with a prediction that is not empty": pytest.approx(2.3 / 3),
        "the mean over all 5 cases, with empty and missing predictions counted as perfect": pytest.approx(4.3 / 5),
    }
    distances = figures(FAILED, "hd95", "cases")
    assert distances["the mean over the 3 cases with a prediction that is not empty"] == pytest.approx(7 / 3)
    assert distances["the mean over all 5 cases, with empty and missing predictions counted as 0"] == pytest.approx(
        7 / 5
    )


def test_a_structure_that_is_in_neither_mask():
    rows = [*SOUND, an_empty_mask("d", reference=0)]
    assert figures(rows, "dice", "cases") == {
        "the mean over all 4 cases, with a structure that is in neither mask counted as found": pytest.approx(3.3 / 4),
        "the mean over all 4 cases, with a structure that is in neither mask counted as 0": pytest.approx(2.3 / 4),
    }


def test_other_definitions_and_units():
    (other,) = [own for own in explanations([SOUND], "hd95") if own.kind == "definition"]
    assert other.value == pytest.approx(7 / 6)
    assert other.words.startswith("the mean over all 3 cases, taken as one 95th percentile")
    (unit,) = [own for own in explanations([SOUND], "hd95") if own.kind == "unit"]
    assert (unit.value, unit.definition.is_mistake) == (3.0, True)
    # No case has surface elements: nothing is said of them.


def test_several_structures_count_alike():
    values = np.array([[0.9, 0.7, np.nan], [0.2, 0.4, 0.6]])
    assert mean_of_means(values, np.ones((1, 3)))[0] == pytest.approx((0.8 + 0.4) / 2)
    assert mean_of_means(values, np.array([[2.0, 0.0, 1.0]]))[0] == pytest.approx((0.9 + 1.0 / 3) / 2)
    assert np.isnan(mean_of_means(values, np.array([[0.0, 0.0, 3.0]]))[0])

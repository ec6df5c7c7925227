import numpy as np
import pytest
from scipy.stats import fisher_exact

from radaudit.statistics.matched_controls import matched_controls_p


@pytest.mark.parametrize("pair", [(10, 0), (6, 1), (3, 3), (0, 4), (0, 0), (10, 10)])
def test_of_one_draw_it_is_fishers_test(pair):
    own, control = pair
    table = [[own, control], [10 - own, 10 - control]]
    assert matched_controls_p([pair], 10) == pytest.approx(fisher_exact(table, alternative="greater").pvalue)


def test_of_several_draws_it_is_what_dealing_gives():
    random = np.random.default_rng(0)
    totals, planted = (4, 7, 2), 5
    sums = sum(random.hypergeometric(planted, planted, total, 200_000) for total in totals)
    taken = [(3, 1), (5, 2), (2, 0)]
    assert matched_controls_p(taken, planted) == pytest.approx(float(np.mean(sums >= 10)), abs=0.002)


def test_no_more_can_be_taken_than_was_planted():
    with pytest.raises(ValueError, match="no more can be taken"):
        matched_controls_p([(6, 0)], 5)

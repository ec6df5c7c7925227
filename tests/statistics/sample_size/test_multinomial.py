from itertools import combinations

import pytest
from scipy.stats import chi2

from radaudit.statistics.sample_size.multinomial import greatest_r2, multinomial_development, share_of_pairs

PAIRS = list(combinations(range(5), 2))
OVARIAN = (2557, 186, 176, 467, 120)
# Of each two classes, as the authors' program prints it for the AUCs of the paper's Table 4.
OVARIAN_R2 = dict(zip(PAIRS, (0.116, 0.179, 0.497, 0.168, 0.185, 0.499, 0.372, 0.329, 0.128, 0.210), strict=True))


def test_tumours_of_the_ovary():
    """Pate et al. 2023: 17 parameters, five kinds of tumour; multsampsize, the authors' program, prints these."""
    found = multinomial_development(17, OVARIAN, OVARIAN_R2)
    assert [one.cases for one in found.criteria] == [13136, 1477, 524]
    assert (found.cases, found.binding.name) == (13136, "shrinkage")
    assert found.events == pytest.approx(449.6064, abs=1e-4)  # of the rarest class


def test_the_authors_second_example():
    pairs = share_of_pairs((50, 100, 150), 0.15)
    assert [round(own, 3) for own in pairs.values()] == [0.108, 0.101, 0.111]
    found = multinomial_development(17, (50, 100, 150), pairs)
    assert [one.cases for one in found.criteria[:2]] == [2660, 714]
    # Their program takes the interval for five classes here; the paper divides the error by the number of classes.
    assert found["overall risk"].cases == int(chi2.ppf(1 - 0.05 / 3, 1) * 0.25 / 0.05**2) + 1


def test_the_greatest_r2_of_equal_classes():
    assert greatest_r2((1, 1, 1)) == pytest.approx(1 - 1 / 9)


@pytest.mark.parametrize(
    ("counts", "pairs", "says"),
    [
        ((1, 1), {(0, 1): 0.1}, "three classes"),
        ((1, 1, 0), {}, "cases of each"),
        ((1, 1, 1), {(0, 1): 0.1}, "classes 0 and 2 is missing"),
        ((1, 1, 1), {(0, 1): 0.9}, "is not possible here"),
    ],
)
def test_what_is_not_possible_is_refused(counts, pairs, says):
    with pytest.raises(ValueError, match=says):
        multinomial_development(5, counts, pairs)

import pytest
from statsmodels.stats.proportion import proportion_confint

from radaudit.statistics.interval import Interval, alike_interval, clopper_pearson, normal_quantile, tail, wilson

# Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, methods 3 and 5.
PUBLISHED = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("successes", "total", "score", "exact"), PUBLISHED)
def test_the_published_intervals(successes, total, score, exact):
    found = wilson(successes, total)
    assert (round(found.low, 4), round(found.high, 4)) == score
    found = clopper_pearson(successes, total)
    assert (round(found.low, 4), round(found.high, 4)) == exact


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize(("function", "name"), [(wilson, "wilson"), (clopper_pearson, "beta")])
def test_statsmodels_agrees_for_every_count(function, name, level):
    for total in (1, 2, 7, 100, 5000):
        for successes in {0, 1, total // 3, total - 1, total}:
            found = function(successes, total, level)
            expected = proportion_confint(successes, total, alpha=1 - level, method=name)
            assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)
            assert found.estimate == successes / total
            assert found.contains(found.estimate)


def test_ends_are_exact_where_all_or_none_succeed():
    assert (wilson(0, 9).low, wilson(9, 9).high) == (0.0, 1.0)
    assert (clopper_pearson(0, 9).low, clopper_pearson(9, 9).high) == (0.0, 1.0)


@pytest.mark.parametrize(("successes", "total"), [(0, 0), (3, 2), (-1, 2)])
@pytest.mark.parametrize("function", [wilson, clopper_pearson])
def test_what_is_no_proportion_is_refused(function, successes, total):
    with pytest.raises(ValueError, match="proportion"):
        function(successes, total)


@pytest.mark.parametrize("level", [0, 1, 95, float("nan")])
def test_a_level_is_between_0_and_1(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        tail(level)
    with pytest.raises(ValueError, match="between 0 and 1"):
        normal_quantile(level)


def test_an_interval_contains_its_ends_and_nothing_beyond():
    interval = Interval(0.5, 0.25, 0.75, 0.95, "given")
    assert interval.contains(0.25)
    assert interval.contains(0.75)
    assert not interval.contains(0.76)
    assert not interval.contains(float("nan"))


def test_what_came_out_alike_has_an_exact_bound():
    one = alike_interval(1, (7,), 0.95)
    assert (one.low, one.high) == (pytest.approx(clopper_pearson(7, 7).low), 1)
    two = alike_interval(0, (7, 12), 0.95)
    ends = clopper_pearson(7, 7, 0.975).low, clopper_pearson(12, 12, 0.975).low
    assert (two.low, two.high) == (0, pytest.approx(1 - sum(ends) / 2))
    assert two.method == "exact bound from 7 and 12 units, because all came out alike"
    for estimate, units in ((0.5, (3,)), (1, ()), (1, (0,))):
        with pytest.raises(ValueError, match="no exact bound"):
            alike_interval(estimate, units, 0.95)

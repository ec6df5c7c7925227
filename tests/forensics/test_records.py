import numpy as np
import pytest

from radaudit.forensics.records import equal_records


def written(rows=80, twice=(), seed=1, days=True):
    """Age, follow-up that ends at 60 months, sex and event; row n is a copy of row m for each (m, n)."""
    random = np.random.default_rng(seed)
    age = np.rint(random.normal(62, 9, rows) * (365 if days else 1))
    months = np.rint(np.minimum(random.exponential(40, rows), 60) * 10) / 10
    columns = [age, months, random.integers(2, size=rows), (months < 60).astype(int)]
    for one, two in twice:
        for own in columns:
            own[two] = own[one]
    return columns[:2], columns[2:]


def test_three_patients_entered_twice():
    twice = ((0, 70), (1, 71), (2, 72))
    found = equal_records(*written(twice=twice))
    assert set(twice) <= set(found.beyond_chance(0.001))
    assert found.expected < 0.2


@pytest.mark.parametrize("seed", range(4))
def test_coincidences_of_rounded_values_are_expected(seed):
    found = equal_records(*written(seed=seed, days=False))
    assert found.beyond_chance(0.001) == ()


def test_the_expected_number_is_that_of_independent_columns():
    """Of uniform values, a pair agrees with chance 1 / 20 in each of two columns."""
    random = np.random.default_rng(2)
    numbers = [random.permutation(np.repeat(np.arange(20.0), 10)) for _ in range(2)]
    found = equal_records(numbers, [])
    pairs = 200 * 199 / 2
    assert found.expected == pytest.approx(pairs * (9 / 199) ** 2, rel=0.05)
    assert 0.01 < found.p < 0.99


def test_columns_that_tell_one_thing_count_once():
    (age, months), groups = written(days=False)
    assert equal_records([age, 2020 - age], groups) is None
    progression = np.where(np.arange(80) % 2 == 0, months, np.rint(months * 5) / 10)
    assert equal_records([months, progression], groups) is None


def test_too_little_is_written():
    (age, months), groups = written()
    assert equal_records([age], groups) is None
    assert equal_records([np.where(np.arange(80) < 70, np.nan, age), months], groups) is None

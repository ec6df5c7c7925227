import numpy as np
import pytest
from scipy.stats import linregress

from radaudit.models.single import classes_of_one, value_of_one

RNG = np.random.default_rng(1)
SIZE = RNG.normal(size=60)


def test_values_are_those_of_a_straight_line():
    target = 3 * SIZE + RNG.normal(size=60)
    line = linregress(SIZE, target)
    assert value_of_one(SIZE, target, np.array([0.0, 2.0])) == pytest.approx(
        [line.intercept, line.intercept + 2 * line.slope]
    )


def test_a_class_in_the_middle_can_be_one():
    target = np.digitize(SIZE, [-0.5, 0.5])
    found = classes_of_one(SIZE, target, np.array([-2.0, 0.0, 2.0]), 4)
    assert found.argmax(axis=1).tolist() == [0, 1, 2]
    assert found.sum(axis=1) == pytest.approx(1)
    assert not found[:, 3].any()


def test_one_class_tells_nothing():
    with pytest.raises(ValueError, match="class"):
        classes_of_one(SIZE, np.zeros(60), SIZE, 2)

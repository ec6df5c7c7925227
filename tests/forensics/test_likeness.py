import numpy as np
import pytest

from radaudit.forensics.likeness import likeness

RANDOM = np.random.default_rng(4)
ROWS = 80
AGE, SEX = RANDOM.normal(60, 9, ROWS), RANDOM.integers(2, size=ROWS).astype(float)
CLASSES = np.arange(ROWS) % 2
ONE = np.zeros(ROWS, dtype=int)


def test_copies_are_more_alike_than_strangers():
    age, sex = AGE.copy(), SEX.copy()
    age[1:6:2], sex[1:6:2] = age[0:6:2], sex[0:6:2]
    found = likeness([(0, 1), (2, 3), (4, 5)], {"age": age, "sex": sex}, ONE)
    assert found.p == pytest.approx(1 / 2000, abs=0.004)
    assert found.equal == (("age", "sex"),) * 3


def test_strangers_are_not():
    pairs = [(row, row + 40) for row in range(30)]
    found = likeness(pairs, {"age": AGE, "sex": SEX}, ONE)
    assert 0.01 < found.p < 0.99


def test_equal_numbers_in_tables_sorted_by_class_prove_nothing():
    """Ids counted anew in two sites, each sorted by class: pairs share the class, and features that go with it."""
    order = np.argsort(np.tile(CLASSES[:40], 2).reshape(2, 40), axis=1, kind="stable")
    classes = np.concatenate([np.tile(CLASSES[:40], 1)[own] for own in order])
    features = RANDOM.normal(size=(ROWS, 5)) + 3 * classes[:, None]
    pairs = [(row, row + 40) for row in range(40)]
    site = np.repeat([0, 1], 40)
    assert likeness(pairs, {"features": features}, ONE).p < 0.01
    assert likeness(pairs, {"features": features}, 2 * site + classes).p > 0.01


def test_nothing_known_says_nothing():
    assert likeness([(0, 1)], {"age": np.full(ROWS, np.nan), "one": np.ones(ROWS)}, ONE) is None
    assert likeness([], {"age": AGE}, ONE) is None

import numpy as np
import pytest

from radaudit.forensics.disguised import disguised, named_like

EVENTS = (np.arange(40) % 2).astype(float)
VALUES = np.random.default_rng(0).normal(size=(40, 5))


def kinds(column, targets=EVENTS[:, None], is_class=True):
    values = VALUES.copy()
    values[:, 2] = column
    return [(own.column, own.kind) for own in disguised(values, targets, is_class)]


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (VALUES[:, 0], []),
        (EVENTS, [(2, "function")]),
        (7.0 - 2 * EVENTS, [(2, "function")]),
        (np.where(EVENTS == 1, np.nan, 3.0), []),
        (10 * EVENTS + VALUES[:, 0], [(2, "separates")]),
        (np.where(np.arange(40) == 0, 1 - EVENTS, EVENTS), []),
    ],
)
def test_classes(column, wanted):
    assert kinds(column) == wanted


def test_the_outcome_on_another_scale():
    days = np.random.default_rng(1).exponential(size=40)
    assert kinds(-30 * days + 5, days[:, None], is_class=False) == [(2, "copy")]
    assert kinds(days**2, days[:, None], is_class=False) == []


def test_the_chance_of_a_separation():
    from math import comb

    [found] = disguised(np.column_stack([10 * EVENTS + VALUES[:, 0], VALUES[:, 1]]), EVENTS[:, None], True)
    assert found.p == pytest.approx(2 * 2 / comb(40, 20))


def test_names():
    assert named_like(["a", "Label", "os_days", "Outcome"], "os_days") == [1, 2, 3]

import numpy as np
import pytest

from radaudit.models.ledger import tracked as module
from radaudit.models.ledger.tracked import Info, Tracked

ONE, TWO = frozenset([2]), frozenset([4])


@pytest.fixture
def tracked():
    return Tracked()


def test_marks_are_those_of_the_object_and_not_of_its_equals(tracked):
    one, other = np.arange(3.0), np.arange(3.0)
    tracked.add(one, ONE)
    assert tracked.marks(one) == tracked.marks(one[:2]) == ONE
    assert tracked.marks(other) == frozenset()


@pytest.mark.parametrize("value", ["a", 3, True, None, np.True_, np, b"x"])
def test_what_is_shared_by_all_carries_nothing(tracked, value):
    tracked.add(value, ONE)
    assert tracked.marks(value) == frozenset()


def test_a_container_has_the_marks_of_what_it_holds_and_its_own(tracked):
    number, kept = np.float64(0.25), ["f1"]
    tracked.add(number, ONE)
    tracked.add(kept, TWO)
    assert tracked.marks({"a": [number]}) == ONE
    assert tracked.marks((kept, number)) == ONE | TWO
    assert tracked.marks({"a": number}.get) == ONE
    assert tracked.marks(slice(None, number)) == ONE


def test_what_the_study_forgets_is_forgotten(tracked):
    value = np.arange(3.0)
    tracked.put(value, Info(marks=ONE))
    del value
    assert tracked._known == {}


def test_numbers_are_not_kept_for_ever(tracked, monkeypatch):
    monkeypatch.setattr(module, "MOST_NUMBERS", 2)
    numbers = [np.float64(k) for k in range(3)]
    for number in numbers:
        tracked.add(number, ONE)
    assert [bool(tracked.marks(number)) for number in numbers] == [False, True, True]

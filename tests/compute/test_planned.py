"""A `Compute` that runs nothing: what it notes, and what becomes of those who look into a promise."""

import copy
import json

import pytest

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.compute.planned import Foresight, NotYet, Promise
from radaudit.compute.store import Store
from tests.compute.toys import Fails, Square

LOOKS = {
    "item": lambda result: result["square"],
    "get": lambda result: result.get("square", 0),
    "in": lambda result: "square" in result,
    "truth": bool,
    "length": len,
    "loop": list,
    "spread": lambda result: {**result},
    "join": lambda result: {"a": 1} | result,
    "joined": lambda result: result | {"a": 1},
    "update": lambda result: {"a": 1}.update(result),
    "dict": dict,
    "items": lambda result: result.items(),
    "equal": lambda result: result == {},
    "JSON": json.dumps,
    "copy": copy.copy,
    "attribute": lambda result: result.names,
}


@pytest.mark.parametrize("look", LOOKS)
def test_whoever_looks_into_a_promise_learns_that_it_is_not_there(look):
    with pytest.raises(NotYet):
        LOOKS[look](Promise())


def test_a_promise_may_be_passed_on():
    assert not isinstance(Promise(), Failure)
    assert isinstance(Promise(), dict)
    assert "to come" in repr([Promise()])


def test_what_is_stored_is_given_and_the_rest_is_noted_and_not_run(tmp_path):
    store = Store(tmp_path)
    known = Compute(store).map("", [Square(1), Fails("input")])
    foresight = Foresight(store)
    foresight.asker = "somebody"
    first, second, third = foresight.map("Squares", [Square(1), Square(2), Square(2)])
    assert first == known[0]
    assert isinstance(second, Promise)
    assert isinstance(third, Promise)
    assert foresight.map("Failures", [Fails("input")]) == [known[1]]
    assert [(ask.asker, ask.title, ask.found, ask.to_do) for ask in foresight.asked] == [
        ("somebody", "Squares", (Square(1),), (Square(2),)),
        ("somebody", "Failures", (Fails("input"),), ()),
    ]
    assert store.get(Square(2)) is None


def test_what_two_ask_for_is_counted_once(tmp_path):
    foresight = Foresight(Store(tmp_path))
    foresight.map("", [Square(2)])
    foresight.map("", [Square(2), Square(3)])
    assert [(ask.found, ask.to_do) for ask in foresight.asked] == [((), (Square(2),)), ((), (Square(3),))]


def test_what_the_asker_makes_of_results_is_made_of_those_that_are_there(tmp_path):
    store = Store(tmp_path)
    Compute(store).map("", [Square(3)])
    nine, later = Foresight(store).map("", [Square(3), Square(4)], lambda result: result["square"])
    assert nine == 9
    assert isinstance(later, Promise)

"""A plan as plain values: its sums, and what is not known."""

import json

from radaudit.planning.cost import Estimate
from radaudit.planning.foresee import Answer, Prospect
from radaudit.planning.plan import Kind, Plan

TIMED = Kind("Extract", 5, 2, 3, 2, Estimate(2.0, 1.0, 4.0), 300)
DONE = Kind("Inspect", 5, 5, 0)
UNTIMED = Kind("Refit", 1, 0, 1)


def planned(*kinds):
    checks = (Prospect("a/b", Answer.NOW), Prospect("a/c", Answer.AFTER), Prospect("a/d", Answer.NOW))
    return Plan("T", "t", 1, 0.1, kinds, (), checks, ())


def test_sums_are_over_what_is_left():
    plan = planned(TIMED, TIMED, DONE)
    assert (plan.to_do, plan.estimate, plan.bytes) == (6, Estimate(4.0, 2.0, 8.0), 600)
    assert planned(DONE).estimate == Estimate(0.0, 0.0, 0.0)


def test_one_unknown_makes_the_sum_unknown():
    plan = planned(TIMED, UNTIMED)
    assert (plan.to_do, plan.estimate, plan.bytes) == (4, None, None)


def test_checks_by_answer():
    assert planned().of(Answer.NOW) == ("a/b", "a/d")


def test_json_holds_all_of_it():
    read = json.loads(planned(TIMED, DONE).to_json())
    assert read["total"] == {"to_do": 3, "estimate": {"expected": 2.0, "low": 1.0, "high": 4.0}, "bytes": 300}
    assert read["kinds"][0]["estimate"]["high"] == 4.0
    assert read["checks"][1]["answer"] == "after the jobs"

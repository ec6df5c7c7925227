"""Every kind of rule, one option at a time."""

import pytest

from radaudit.checklists.judge import Known, judge
from radaudit.checklists.pointers import Statement
from radaudit.core.finding import Tier

SHOWN = {"check": "model/shown", "outcome": "pass", "code": "good-*"}
REFUTED = {"check": "model/refuted", "outcome": "fail"}


@pytest.fixture
def judged(tiny):
    """Judge an option with these rules by these results."""

    def run(rules, results=(), pointer="", lenient=False, **item):
        options = [
            {"key": "no", "label": "no", "points": 0},
            {"key": "yes", "label": "yes", "points": 1, "hand_in": "Hand in more."} | rules,
        ]
        made = tiny({"options": options} | item).items[0]
        said = Statement(pointer, "It was done." if pointer else "")
        return judge(made, made.options[1], Known({r.check: r for r in results}, lenient=lenient), said)

    return run


def test_a_named_outcome_with_a_fitting_code_supports(judged, result):
    found = judged({"supported_by": [SHOWN]}, [result("model/shown", ("pass", ""), ("pass", "good-enough"))])
    assert (found.basis, found.evidence) == ("supported", ("model/shown says good-enough.",))
    assert found.checks == ("model/shown",)


@pytest.mark.parametrize(
    "findings",
    [
        [("pass", "bad")],
        [("unknown", "good-1")],
        [("pass", "good-1"), ("unknown", "")],
        [("pass", "good-1"), ("error", "")],
        [("not_applicable", "")],
        [("fail", "good-1")],
    ],
)
def test_what_does_not_fit_or_is_not_known_supports_nothing_and_is_told(judged, result, findings):
    found = judged({"supported_by": [SHOWN]}, [result("model/shown", *findings)])
    assert found.basis == "unknown"
    assert not found.counts
    assert found.evidence[0].startswith("model/shown says")
    assert found.evidence[-1] == "Hand in more."


def test_a_check_that_never_ran_leaves_it_unknown(judged):
    found = judged({"supported_by": [SHOWN]})
    assert (found.basis, found.evidence, found.checks) == ("unknown", ("Hand in more.",), ())


def test_contradiction_wins_over_support_and_over_a_pointer(judged, result):
    rules = {"supported_by": [SHOWN], "contradicted_by": [REFUTED], "human": True}
    found = judged(rules, [result("model/shown", ("pass", "good-1")), result("model/refuted", ("fail", "x"))], "p. 3")
    assert (found.basis, found.evidence) == ("contradicted", ("model/refuted says x.",))


def test_an_item_wide_clause_contradicts_each_option(judged, result):
    found = judged({}, [result("model/refuted", ("fail", "x"))], contradicted_by=[REFUTED])
    assert found.basis == "contradicted"


@pytest.mark.parametrize("outcome", ["unknown", "error"])
def test_a_contradiction_that_is_not_known_is_none_but_leaves_the_claim_open(judged, result, outcome):
    rules = {"supported_by": [SHOWN], "contradicted_by": [REFUTED]}
    found = judged(rules, [result("model/shown", ("pass", "good-1")), result("model/refuted", (outcome, ""))])
    assert (found.basis, found.open) == ("supported", ("model/refuted",))
    assert found.evidence[-1] == "Could still be contradicted: not cleared by model/refuted."


@pytest.mark.parametrize("outcome", ["pass", "not_applicable"])
def test_a_contradiction_that_did_not_come_leaves_nothing_open(judged, result, outcome):
    found = judged({"human": True, "contradicted_by": [REFUTED]}, [result("model/refuted", (outcome, ""))], "p. 3")
    assert (found.basis, found.open) == ("declared", ())


def test_the_word_of_people_counts_with_a_pointer_only(judged):
    assert judged({"human": True}, pointer="Results, p. 7").basis == "declared"
    assert judged({"human": True}, pointer="Results, p. 7").evidence[0] == "The authors point to: Results, p. 7"
    without = judged({"human": True})
    assert without.basis == "unknown"
    assert "A pointer" in without.evidence[0]


def test_a_pointer_alone_settles_nothing_that_files_can_settle(judged):
    assert judged({"supported_by": [SHOWN]}, pointer="p. 3").basis == "unknown"


def test_agreeing_evidence_is_told_beside_a_declared_claim(judged, result):
    found = judged({"human": True, "contradicted_by": [REFUTED]}, [result("model/refuted", ("pass", "fine"))], "p. 3")
    assert found.evidence == ("The authors point to: p. 3", "They state: It was done.", "model/refuted says fine.")


def test_hints_neither_give_nor_take_points(judged, result):
    shown = result("model/shown", ("pass", "good-1"), tier=Tier.HEURISTIC)
    refuted = result("model/refuted", ("fail", "x"), tier=Tier.HEURISTIC)
    assert judged({"supported_by": [SHOWN]}, [shown]).basis == "unknown"
    found = judged({"human": True, "contradicted_by": [REFUTED]}, [refuted], "p. 3")
    assert found.basis == "declared"
    assert "A doubt, not a contradiction: model/refuted says x." in found.evidence


def test_a_failure_of_another_kind_is_a_doubt_and_leaves_the_claim_open(judged, result):
    rules = {"human": True, "contradicted_by": [REFUTED | {"code": "shared-*"}]}
    found = judged(rules, [result("model/refuted", ("fail", "no-id"), ("pass", "shared-nothing"))], "p. 3")
    assert (found.basis, found.open, found.checks) == ("declared", ("model/refuted",), ("model/refuted",))
    assert found.evidence[2:] == (
        "A doubt, not a contradiction: model/refuted says no-id.",
        "Could still be contradicted: not cleared by model/refuted.",
    )


def test_a_lenient_clause_counts_in_the_lenient_reading_only(judged, result):
    rules = {"supported_by": [SHOWN | {"lenient": True}]}
    shown = result("model/shown", ("pass", "good-1"))
    assert judged(rules, [shown]).basis == "unknown"
    assert judged(rules, [shown], lenient=True).basis == "supported"

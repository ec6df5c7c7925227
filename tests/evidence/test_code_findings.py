import pytest

from radaudit.codebase.kinds import STEPS, TESTS
from radaudit.core.errors import Unavailable
from radaudit.evidence.code_findings import conflict_findings, remark_findings
from tests.made_code import BUILDS, CLEAN, leaky, some_code
from tests.made_evidence import told

SCALED = leaky("X = (X - X.mean()) / X.std()")


def remarked(code):
    told_of = lambda found: f"{len(found)} of them."  # noqa: E731
    return list(remark_findings(code, "unsafe-load", told_of, column="call", clean="None", benign="ours"))


def test_conflicts_of_the_kinds_asked_for_alone():
    code = some_code(SCALED)
    assert told(conflict_findings(code, STEPS, "against")) == [("fail", "scaling")]
    assert told(conflict_findings(code, TESTS, "with")) == []


def test_nothing_found_where_nothing_is_evaluated_is_no_answer():
    with pytest.raises(Unavailable, match="evaluates nothing"):
        list(conflict_findings(some_code(BUILDS), STEPS, "against"))


def test_remarks_or_that_there_is_none():
    [found] = remarked(some_code(CLEAN + "import pickle\npickle.load(f)\n"))
    assert (found.message, found.rows[0]["call"], found.values["lines"]) == ("1 of them.", "pickle.load", 1)
    [clean] = remarked(some_code(CLEAN))
    assert clean.message == "None in 1 file."

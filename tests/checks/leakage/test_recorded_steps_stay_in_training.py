import numpy as np
import pytest

from radaudit.checks.leakage.recorded_steps_stay_in_training import recorded_steps_stay_in_training
from radaudit.codebase.source import Source, parsed
from radaudit.core.finding import Severity, Tier
from radaudit.evidence.recordings import Recording
from radaudit.models.ledger.fields import Line
from radaudit.models.ledger.judge import Conflict
from tests.made_evidence import only, told

TEXT = "a = 1\nX = choose(X, y)\nprint(score(b, p))\n"
SOURCES = {"run.py": Source("run.py", TEXT, parsed(TEXT))}
CASES = tuple(f"c{number:02}" for number in range(20))


def conflict(kind="selection", sure=True, rows=range(16, 20)):
    lines = (Line("run.py", 2), None, Line("run.py", 3))
    return Conflict(kind, *lines, "ttest_ind", np.array(rows, dtype=np.int64), 5, sure)


def findings(*conflicts, **given):
    given = {"evaluations": 3, "cases": CASES, "sources": SOURCES} | given
    return list(recorded_steps_stay_in_training((Recording("m", conflicts=conflicts, **given),)))


def test_steps_in_training():
    finding = only(findings(), "pass")
    assert finding.values == {"evaluations": 3}
    assert finding.tier == Tier.HEURISTIC  # a test shows that there are mistakes, never that there are none


def test_lines_and_cases_are_named():
    finding = only(findings(conflict()))
    assert (finding.code, finding.severity, finding.tier) == ("selection", Severity.CRITICAL, Tier.PROVED)
    assert "4 of 5 rows evaluated in run.py:3 were seen by ttest_ind in run.py:2" in finding.message
    assert finding.rows[0]["cases"] == "c16, c17, c18, c19"
    assert finding.rows[0]["code"] == "X = choose(X, y)"
    assert finding.benign


def test_rows_of_other_tables_have_no_names():
    finding = only(findings(conflict(rows=[3, 2**60 + 4])))
    assert (finding.rows[0]["cases"], finding.rows[0]["seen before"]) == ("c03", 2)


@pytest.mark.parametrize(
    ("kind", "sure", "severity", "tier"),
    [
        ("scaling", True, Severity.NOTE, Tier.PROVED),
        ("selection", False, Severity.CRITICAL, Tier.HEURISTIC),
        ("threshold-on-test", True, Severity.MAJOR, Tier.PROVED),
        ("patients-split", True, Severity.CRITICAL, Tier.PROVED),
    ],
)
def test_severity_follows_the_cost_and_tier_the_way_it_was_followed(kind, sure, severity, tier):
    finding = only(findings(conflict(kind, sure)))
    assert (finding.severity, finding.tier) == (severity, tier)


def test_one_guess_makes_a_finding_a_guess():
    assert only(findings(conflict(), conflict(sure=False))).tier == Tier.HEURISTIC


def test_a_run_that_shows_nothing_is_no_pass():
    finding = only(findings(problem="a second run, recorded, wrote other predictions"), "unknown")
    assert finding.message == "m: a second run, recorded, wrote other predictions."


def test_what_was_not_followed_is_left_open():
    assert told(findings(unplaced=2)) == [("unknown", "not-followed"), ("pass", "")]
    assert told(findings(conflict(), complete=False)) == [("fail", "selection"), ("unknown", "not-followed")]

import numpy as np

from radaudit.checks.leakage.rows_written_alike import rows_written_alike
from radaudit.core.finding import Severity, Tier
from tests.made_evidence import a_cohort, a_split, a_table, a_target, only, told

CASES = [f"c{n:02d}" for n in range(40)]
EVENTS = np.arange(40) % 2 == 0
VALUES = np.random.default_rng(0).normal(size=(40, 8))
SPLIT = a_split(train=CASES[:25], test=CASES[25:])


def judge(rows):
    values = VALUES.copy()
    values[rows] = np.round(values[rows], 4)
    table = a_table(dict(zip(CASES, values, strict=True)))
    return list(rows_written_alike(a_cohort(CASES), table, a_target(EVENTS.tolist()), SPLIT))


def test_one_way_passes():
    assert told(judge([])) == [("pass", "")]
    assert told(judge(slice(None))) == [("pass", "")]


def test_rounded_rows_that_go_with_nothing_are_a_note():
    finding = only(judge([3, 8, 14, 27]))
    assert (finding.code, finding.tier, finding.severity) == ("two-pipelines", Tier.HEURISTIC, Severity.NOTE)
    assert [row["case"] for row in finding.rows] == ["c03", "c08", "c14", "c27"]


def test_two_pipelines_by_outcome():
    finding = only(judge(EVENTS))
    assert (finding.code, finding.tier, finding.severity) == ("two-pipelines-by-outcome", Tier.TESTED, Severity.MAJOR)
    assert finding.values["p_outcome"] <= 0.001


def test_two_pipelines_by_set():
    finding = only(judge(slice(25, None)))
    assert (finding.code, finding.severity) == ("two-pipelines", None)
    assert "goes with the set" in finding.message

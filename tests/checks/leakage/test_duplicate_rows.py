import numpy as np
import pytest

from radaudit.checks.leakage.duplicate_rows import duplicate_rows
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from tests.made_evidence import a_cohort, a_split, a_table, only, told

CASES = [f"c{n}" for n in range(12)]
COHORT = a_cohort(CASES, [f"p{n}" for n in range(12)])
SPLIT = a_split(train=CASES[:6], test=CASES[6:])
VALUES = np.random.default_rng(2).normal(size=(12, 8))


def judge(values, split=SPLIT, **options):
    return list(duplicate_rows(COHORT, split, a_table(dict(zip(CASES, values, strict=True))), **options))


def copied(values, source, target):
    changed = np.array(values)
    changed[target] = changed[source]
    return changed


def test_different_rows_pass():
    assert only(judge(VALUES), "pass").message == "No row is repeated among 12 cases."


def test_a_row_in_both_sets():
    finding = only(judge(copied(VALUES, 1, 8)))
    assert (finding.code, finding.tier, finding.severity) == ("shared-row", Tier.PROVED, None)
    assert finding.message == "1 pair of cases in different sets with the same value in every feature."
    assert finding.rows == (
        {
            "case": "c1",
            "set": "train",
            "other case": "c8",
            "other set": "test",
            "patient": "p1",
            "other patient": "p8",
        },
    )
    assert [place.line for place in finding.where] == [3, 10]


def test_a_row_twice_in_one_set_is_no_leak():
    assert told(judge(copied(VALUES, 1, 2))) == [("pass", "")]


def test_a_copy_in_no_set_is_no_leak():
    split = a_split(train=CASES[:6], test=CASES[6:8], none=CASES[8:])
    assert told(judge(copied(VALUES, 1, 8), split)) == [("pass", "")]


def test_a_row_with_a_little_noise_is_a_hint():
    values = copied(VALUES, 1, 8)
    values[8] += 1e-3
    finding = only(judge(values))
    assert (finding.code, finding.tier, finding.severity) == ("similar-row", Tier.HEURISTIC, Severity.MAJOR)
    assert finding.rows[0]["distance"] < 0.01
    assert told(judge(values, closeness=1e-6)) == [("pass", "")]


def test_a_proved_pair_is_not_hinted_at_again():
    values = copied(copied(VALUES, 1, 8), 2, 9)
    values[9] += 1e-3
    assert told(judge(values)) == [("fail", "shared-row"), ("fail", "similar-row")]


@pytest.mark.parametrize("rows", [[1, 8], [0, 1, 2, 6, 7, 8], list(range(12))])
def test_rows_without_values_are_never_alike(rows):
    values = VALUES.copy()
    values[rows] = np.nan
    assert told(judge(values)) == [("pass", "")]


def test_rows_that_share_few_known_values_are_not_alike():
    values = copied(VALUES, 1, 8)
    values[8, :5] = np.nan
    assert told(judge(values)) == [("pass", "")]


def test_one_set_is_not_enough():
    with pytest.raises(Unavailable, match="All cases are in one set"):
        judge(VALUES, a_split(train=CASES))

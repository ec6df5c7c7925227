from dataclasses import replace

import pytest

from radaudit.checks.leakage.split_is_by_time import split_is_by_time
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Severity
from tests.made_evidence import a_cohort, a_split, an_acquisition, only
from tests.made_patients import declared

CASES = [f"c{n}" for n in range(20)]
SPLIT = a_split(train=CASES[:12], test=CASES[12:])
IN_ORDER = [f"2020-01-{n + 1:02d}" for n in range(20)]


def judge(dates, acquisition=None, split=SPLIT, kind="temporal"):
    cohort = replace(a_cohort(CASES), dates=tuple(dates))
    return list(split_is_by_time(declared(kind=kind), cohort, split, acquisition))


def test_a_split_by_time():
    assert only(judge(IN_ORDER), "pass").values == {"rank_biserial": 1.0, "cases": 20, "out_of_order": 0}


def test_a_split_at_random():
    dates = IN_ORDER[::2] + IN_ORDER[1::2]
    finding = only(judge(dates))
    assert (finding.code, finding.severity) == ("not-by-time", None)
    from scipy.stats import mannwhitneyu

    u = mannwhitneyu(range(5, 20, 2), [*range(0, 20, 2), 1, 3]).statistic
    assert finding.values["rank_biserial"] == pytest.approx(2 * u / 96 - 1)


def test_one_case_on_the_wrong_side_is_minor_and_named():
    finding = only(judge([IN_ORDER[19], *IN_ORDER[1:]]))
    assert finding.severity == Severity.MINOR
    assert finding.rows == ({"case": "c0", "set": "train", "order": 19},)


def test_the_same_day_in_both_sets_is_no_split_by_time():
    assert only(judge([*IN_ORDER[:12], IN_ORDER[11], *IN_ORDER[13:]])).values["out_of_order"] == 1


def test_the_order_of_headers_serves_where_the_table_is_silent():
    assert only(judge([None] * 20, an_acquisition(order=range(20))), "pass").values["cases"] == 20


def test_what_cant_be_asked():
    with pytest.raises(NotApplicable, match="no split by time"):
        judge(IN_ORDER, kind="random")
    with pytest.raises(Unavailable, match="no dates of both sets") as missing:
        judge(["03/04/2020"] * 20)
    assert "cohort.date" in missing.value.add

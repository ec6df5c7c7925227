import numpy as np
import pytest

from radaudit.checks.leakage.rows_are_measured import rows_are_measured
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from tests.made_evidence import a_cohort, a_split, only, told
from tests.made_lesions import examined, lesions, tables

OWN = lesions()
DONORS = np.flatnonzero((OWN.event == 1) & OWN.train)


def judge(extra, test=(), patients=None):
    values = np.vstack([OWN.values, extra])
    more = np.ones(len(extra), dtype=int)
    table = examined(OWN, values, groupings={"event": np.append(OWN.event, more)})
    held = [case for row, case in enumerate(table.cases) if row in test or (row < 90 and not OWN.train[row])]
    split = a_split(test=held, train=[case for case in table.cases if case not in held])
    return list(rows_are_measured(a_cohort(table.cases, patients), (table,), split))


MADE = tables().between(OWN.values, DONORS, 5, np.random.default_rng(2))


def test_measured_rows_pass():
    assert told(judge(OWN.values[:0])) == [("pass", "")]
    assert told(judge(OWN.values[DONORS[:2]])) == [("pass", "")]


def test_synthetic_rows_in_the_test_set():
    finding = only(judge(MADE, test={92}))
    assert (finding.code, finding.tier, finding.severity) == ("synthetic-rows", Tier.PROVED, None)
    assert [row["case"] for row in finding.rows] == ["c90", "c91", "c92", "c93", "c94"]
    assert finding.rows[2]["set"] == "test"


def test_among_the_training_rows_they_are_a_note():
    assert only(judge(MADE)).severity == Severity.NOTE


def test_rows_halfway_may_be_means():
    halfway = (OWN.values[DONORS[:3]] + OWN.values[DONORS[3:6]]) / 2
    finding = only(judge(halfway, test={90, 91, 92}))
    assert (finding.code, finding.severity) == ("rows-are-means", Severity.MINOR)


def test_copies_of_one_class():
    finding = only(judge(OWN.values[DONORS[:9]]))
    assert (finding.code, finding.tier) == ("copied-rows", Tier.TESTED)
    assert len(finding.rows) == 9
    patients = [f"p{row % 90}" if row < 90 else f"p{DONORS[row - 90]}" for row in range(99)]
    assert told(judge(OWN.values[DONORS[:9]], patients=patients)) == [("pass", "")]


def test_too_few_columns():
    table = examined(OWN, OWN.values[:, :5], OWN.names[:5])
    with pytest.raises(Unavailable):
        list(rows_are_measured(a_cohort(table.cases), (table,), None))

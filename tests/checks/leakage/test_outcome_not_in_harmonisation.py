import numpy as np
import pytest

from radaudit.checks.leakage.outcome_not_in_harmonisation import outcome_not_in_harmonisation
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from tests.made_evidence import only, told
from tests.made_lesions import a_study, examined, harmonised, history, lesions, scaled

OWN = lesions()


def judge(values, study=None, **changes):
    table = examined(OWN, values, **changes)
    return list(outcome_not_in_harmonisation(study or a_study(), (table,), (history(table),)))


@pytest.mark.parametrize("values", [OWN.values, scaled(OWN.values), harmonised(OWN), harmonised(OWN, OWN.age)])
def test_honest_tables_pass(values):
    assert told(judge(values)) == [("pass", "")]


def test_the_outcome_was_preserved():
    finding = only(judge(scaled(harmonised(OWN, OWN.event))))
    assert (finding.code, finding.tier, finding.severity) == ("outcome-preserved", Tier.PROVED, None)
    assert "consistent with harmonisation by 'site' that preserved 'event'" in finding.message
    assert finding.benign
    row = finding.rows[0]
    assert row["given what was preserved"] < row["rounding leaves"] < row["left within site"]


def test_each_class_by_itself():
    values = np.where(OWN.event[:, None] == 1, 1.1 * OWN.values + 1, OWN.values) * 1.5
    assert told(judge(values)) == [("fail", "classes-apart")]


def test_a_variable_that_is_not_in_the_cohort_table():
    hidden = OWN.event + 0.4 * np.random.default_rng(0).normal(size=90)
    finding = only(judge(harmonised(OWN, hidden)))
    assert (finding.code, finding.tier, finding.severity) == ("goes-with-outcome", Tier.TESTED, Severity.MAJOR)


def test_a_rival_in_the_cohort_table_leaves_it_open():
    covariates = {"event": OWN.event[:, None].astype(float), "grade": 3.0 - 2 * OWN.event[:, None]}
    assert told(judge(harmonised(OWN, OWN.event), covariates=covariates)) == [("unknown", "outcome-or-another")]


def test_another_transformation_leaves_it_open():
    logs = np.sign(OWN.values) * np.log1p(np.abs(OWN.values))
    assert told(judge(scaled(logs))) == [("unknown", "not-told")]


def test_what_the_authors_say_counts_even_without_the_columns():
    study = a_study(harmonisation={"method": "combat", "batch": "site", "covariates": ["event"]})
    assert told(judge(OWN.values[:, :3], study, names=("a", "b", "c"))) == [("fail", "outcome-declared")]


def test_without_the_columns():
    with pytest.raises(Unavailable, match="Range, Minimum and Maximum"):
        judge(OWN.values[:, :3], names=("a", "b", "c"))

import numpy as np
import pytest

from radaudit.checks.leakage.outcome_not_in_harmonisation import outcome_not_in_harmonisation
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from tests.made_evidence import only, told
from tests.made_harmonised import made, output, printed, raw, recomputed
from tests.made_lesions import a_study, examined, harmonised, history, lesions, scaled

OWN = lesions()


def judge(values, study=None, again=None, **changes):
    table = examined(OWN, values, **changes)
    return list(outcome_not_in_harmonisation(study or a_study(), (table,), (history(table),), again))


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


def test_harmonising_again_goes_before_the_equations():
    finding = only(judge(OWN.values, again=recomputed(made(grade=True)), which="harmonised"))
    assert (finding.code, finding.tier, finding.severity) == ("outcome-preserved", Tier.PROVED, None)
    assert "comes out of the raw one by ComBat by 'site', preserving 'grade'" in finding.message
    after = harmonised(OWN, OWN.event)
    assert told(judge(after, again=recomputed(made(old=True)), which="harmonised")) == [("pass", "")]
    # of the raw table nothing is told by it
    assert told(judge(after, again=recomputed(made(old=True)))) == [("fail", "outcome-preserved"), ("pass", "")]


def test_columns_beside_themselves_tell_without_any_program():
    values = output("inmoose_grade")
    finding = only(judge(OWN.values[:, :3], again=recomputed(values), names=("a", "b", "c"), which="harmonised"))
    assert "Within each 'site' the harmonised columns are the raw ones, shifted and scaled, given" in finding.message
    assert (finding.code, finding.tier) == ("outcome-preserved", Tier.PROVED)
    assert recomputed(raw() ** 3).used_outcome[0] is None


def test_of_coarse_print_the_finding_is_tested():
    after, half = printed(output("inmoose_grade"), 4)
    assert recomputed(after, half=half).used_outcome == (True, Tier.TESTED)

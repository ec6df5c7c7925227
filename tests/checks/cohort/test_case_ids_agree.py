from radaudit.checks.cohort.case_ids_agree import case_ids_agree
from radaudit.core.finding import Severity
from tests.made_evidence import a_cohort, a_table, only, told

ROWS = {"1": [1.0, 2.0], "2": [3.0, 4.0], "3": [5.0, 6.0]}


def test_the_same_ids_pass():
    finding = only(case_ids_agree(a_cohort("123"), a_table(ROWS)), "pass")
    assert finding.message == "All 3 cases are in both tables."
    assert finding.values == {"cases": 3}


def test_a_case_without_a_row():
    finding = only(case_ids_agree(a_cohort("12345"), a_table(ROWS, cohort="12345")))
    assert finding.code == "case-without-features"
    assert finding.message == "2 of 5 cases of the cohort have no row in features.csv."
    assert finding.rows == ({"case": "4"}, {"case": "5"})
    assert [place.line for place in finding.where] == [5, 6]


def test_a_row_without_a_case():
    finding = only(case_ids_agree(a_cohort("12"), a_table(ROWS, cohort="12")))
    assert finding.code == "case-not-in-cohort"
    assert finding.message == "1 rows of features.csv belong to no case of cohort.csv."
    assert finding.rows == ({"id in the feature table": "3"},)


def test_ids_in_another_spelling():
    cases = ("01", "02", "3")
    table = a_table({"01": [1, 2], "02": [3, 4], "3": [5, 6]}, ids={"01": "1", "02": "2"})
    finding = only(case_ids_agree(a_cohort(cases), table))
    assert (finding.code, finding.severity) == ("different-spelling", Severity.MINOR)
    assert finding.message == "2 ids had to be matched by a rule: leading zeros ignored."
    assert finding.rows[0] == {"id in the cohort": "01", "id in the feature table": "1"}


def test_everything_at_once():
    table = a_table({"01": [1, 2], "99": [3, 4]}, cohort=("01", "7"), ids={"01": "1"})
    codes = [code for _, code in told(case_ids_agree(a_cohort(("01", "7")), table))]
    assert codes == ["case-without-features", "case-not-in-cohort", "different-spelling"]

import pytest

from radaudit.checks.privacy.no_identifiers_in_tables import no_identifiers_in_tables
from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Outcome, Severity, Tier
from radaudit.evidence.personal_tables import PersonalColumn, PersonalTables
from radaudit.study.personal_columns import Personal


def judged(*holding):
    columns = [PersonalColumn("t.csv", f"c{number}", own) for number, own in enumerate(holding)]
    return list(no_identifiers_in_tables(PersonalTables(tuple(columns), ("t.csv",), 9)))


def test_no_column():
    [own] = judged()
    assert (own.outcome, own.values["columns"]) == (Outcome.PASS, 9)


def test_looks_are_heuristic_and_check_digits_are_tested():
    [looks] = judged(Personal("names", "person", 9, 10))
    [counted] = judged(Personal("names", "person", 9, 10), Personal("NHS numbers", "person", 10, 10, 1e-8))
    assert (looks.tier, counted.tier) == (Tier.HEURISTIC, Tier.TESTED)
    assert [row["looks like"] for row in counted.rows] == ["names", "NHS numbers"]


def test_details_weigh_less_and_dates_are_not_known():
    detail, untold = judged(Personal("ages above 89", "detail", 1, 10), Personal("full dates", "untold", 9, 10))
    assert (detail.code, detail.severity) == ("detail-in-table", Severity.MINOR)
    assert untold.outcome is Outcome.UNKNOWN


def test_no_table():
    with pytest.raises(NotApplicable):
        list(no_identifiers_in_tables(PersonalTables((), (), 0)))

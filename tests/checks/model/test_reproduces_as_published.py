import pytest

from radaudit.checks.model.reproduces_as_published import reproduces_as_published
from radaudit.core.errors import Unavailable
from radaudit.environment.installed import Comparison, PackageHere
from tests.made_evidence import a_claim, only

SAME = PackageHere("scikit-learn", "==1.9.1", (), "1.9.1", "", True, imported=True)
OTHER = PackageHere("scikit-learn", "==0.24.2", (), "1.9.1", "", False, imported=True)
UNSAID = PackageHere("scikit-learn", "", (), "1.9.1", imported=True)
IDLE = PackageHere("jupyter", "==1.0", (), "2.0", "", False)


def judged(*rows, statuses=("reproduced", "within tolerance"), way="estimator"):
    claims = tuple(a_claim(status, id=str(n), way=way) for n, status in enumerate(statuses))
    return list(reproduces_as_published(claims, Comparison(rows) if rows else None))


def test_both_verdicts_hold():
    finding = only(judged(SAME, IDLE), "pass")
    assert finding.message.startswith("2 of 2 claims that were re-run reproduce today, and as published")
    assert finding.rows[0] == {
        "package": "scikit-learn",
        "stated": "==1.9.1",
        "installed here": "1.9.1",
        "satisfies": "yes",
        "used by the code": "imported",
    }
    assert [row["used by the code"] for row in finding.rows] == ["imported", ""]


def test_other_versions_leave_only_today():
    finding = only(judged(OTHER), "unknown")
    assert finding.code == "other-versions"
    assert finding.message == (
        "Claims were re-run with scikit-learn 1.9.1; the study states 0.24.2. 2 of 2 claims that were re-run reproduce "
        "today: what reproduces here reproduces today, not as published."
    )
    several = only(judged(OTHER, PackageHere("xgboost", "==1.3", (), "", "", False, imported=True)), "unknown")
    assert "with scikit-learn 1.9.1, no xgboost; the study states scikit-learn 0.24.2, xgboost 1.3." in several.message


def test_a_claim_that_does_not_come_out_in_the_stated_versions():
    finding = only(judged(SAME, statuses=["reproduced", "not reproduced"]))
    assert (finding.code, finding.values["reproduced today"]) == ("not-as-published", 1)
    assert len(finding.where) == 1


@pytest.mark.parametrize("rows", [(), (UNSAID,), (SAME, UNSAID), (IDLE,)])
def test_without_versions_as_published_is_not_known(rows):
    assert "as published can't be told" in only(judged(*rows), "unknown").message


def test_claims_that_nobody_re_ran_say_nothing_of_an_environment():
    for options in ({"way": "predictions"}, {"statuses": ["not assessable"]}):
        with pytest.raises(Unavailable, match="No claim was re-run"):
            judged(SAME, **options)

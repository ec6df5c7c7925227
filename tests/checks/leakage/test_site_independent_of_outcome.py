import numpy as np
import pytest

from radaudit.checks.leakage.site_independent_of_outcome import site_independent_of_outcome
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Severity
from tests.made_evidence import a_cohort, a_target, only

CASES = [f"c{n:03d}" for n in range(120)]


def judge(events, sites, patients=None, **options):
    return list(site_independent_of_outcome(a_cohort(CASES, patients, sites), a_target(events), **options))


def by_share(**shares):
    """Forty patients of each site, so many of them with the event."""
    sites = [site for site in shares for _ in range(40)]
    return [n < count for count in shares.values() for n in range(40)], sites


def test_equal_shares_pass():
    assert only(judge(*by_share(A=16, B=17, C=15)), "pass").values["cramers_v"] < 0.1


def test_other_shares():
    finding = only(judge(*by_share(A=4, B=14, C=28)))
    assert (finding.code, finding.severity) == ("outcome-by-site", None)
    from scipy.stats import chi2_contingency

    chi = chi2_contingency(np.array([[4, 14, 28], [36, 26, 12]])).statistic
    assert finding.values["cramers_v"] == pytest.approx(np.sqrt(chi / 120))
    assert 0.6 < finding.values["auc_of_site"] < 0.8


def test_a_weaker_association_is_minor():
    assert only(judge(*by_share(A=10, B=18, C=23), alpha=0.02)).severity == Severity.MINOR


def test_what_cant_be_asked():
    with pytest.raises(NotApplicable, match="one site"):
        judge([True, False] * 60, ["A"] * 120)
    with pytest.raises(Unavailable, match="no sites"):
        judge([True, False] * 60, None)
    with pytest.raises(Unavailable, match="ten patients"):
        judge([True, False] * 60, ["A", "B"] * 60, [f"p{n % 4}" for n in range(120)])

from dataclasses import replace

import pytest

from radaudit.checks.leakage.external_set_is_from_elsewhere import external_set_is_from_elsewhere
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Severity, Tier
from tests.made_evidence import a_cohort, a_split, an_acquisition, only, told

CASES = [f"c{n}" for n in range(6)]
SPLIT = a_split(train=CASES[:3], external=CASES[3:])


def judge(sites=None, scanners=None, devices=None, split=SPLIT):
    cohort = replace(a_cohort(CASES, sites=sites), scanners=tuple(scanners or [None] * 6))
    acquisition = an_acquisition(identities={"device": devices}) if devices else None
    return list(external_set_is_from_elsewhere(cohort, split, acquisition))


def test_another_site_passes():
    assert only(judge("AABCCC"), "pass").values == {"cases": 3, "sites": 1}


def test_the_same_site():
    finding = only(judge("AABBCC"))
    assert (finding.code, finding.tier, finding.severity) == ("site-in-both-sets", Tier.PROVED, None)
    assert finding.rows == ({"site": "B", "external cases": 1, "training cases": 1},)
    assert finding.message.startswith("1 case of 3")


def test_the_same_machine_under_another_site_is_a_hint():
    found = judge("AABCCC", ["S1"] * 6, [1, 1, 2, 2, 3, 3])
    assert told(found) == [("fail", "scanner-in-both-sets"), ("fail", "device-in-both-sets")]
    assert {own.tier for own in found} == {Tier.HEURISTIC}
    assert {own.severity for own in found} == {Severity.MINOR}


def test_what_cant_be_asked():
    with pytest.raises(NotApplicable, match="external"):
        judge("AABBCC", split=a_split(train=CASES[:3], test=CASES[3:]))
    with pytest.raises(Unavailable, match="No site and no scanner"):
        judge()
    with pytest.raises(Unavailable, match="sites are not known"):
        judge(scanners=["S1", "S1", "S1", "S2", "S2", "S2"])
    with pytest.raises(Unavailable, match="training set"):
        judge("AABBCC", split=a_split(none=CASES[:3], external=CASES[3:]))

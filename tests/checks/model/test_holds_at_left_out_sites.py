from dataclasses import replace

import pytest

from radaudit.checks.model.holds_at_left_out_sites import holds_at_left_out_sites
from radaudit.core.finding import Location, Severity
from radaudit.evidence.leading import leading_gauge
from radaudit.evidence.left_out import Elsewhere, LeftOut, LeftOutSites
from radaudit.evidence.site_figures import summary
from radaudit.statistics.interval import Interval
from tests.evidence.test_site_figures import a_site
from tests.made_evidence import only

AUC = leading_gauge("binary")
ALIKE = (0.74, 0.76, 0.75)


def an_interval(estimate, half=0.08):
    return Interval(estimate, estimate - half, estimate + half, 0.95, "made")


def tried(aucs=ALIKE, gap=None, half=0.08, way="none", events=20, **changes):
    sites = tuple(a_site(name, auc, events, events) for name, auc in zip("ABC", aucs, strict=True))
    left = LeftOut(way, "", sites, summary(AUC, sites), an_interval(sum(aucs) / 3, half))
    beside = () if gap is None else (Elsewhere("claim auc", an_interval(0.9), gap, Location("radaudit.yaml", 9)),)
    return LeftOutSites("m", AUC, "", (left,), beside, **changes)


def judge(*found, **options):
    return list(holds_at_left_out_sites(found, **options))


def test_a_claim_that_left_out_sites_do_not_show():
    finding = only(judge(tried((0.55, 0.5, 0.6), gap=an_interval(0.35))))
    assert (finding.code, finding.severity, finding.where[0].line) == ("worse-at-left-out-sites", Severity.MAJOR, 9)
    assert "claim auc comes out at 0.90" in finding.message
    assert len(finding.benign) == 3
    assert [row["left out"] for row in finding.rows] == ["A", "B", "C"]


@pytest.mark.parametrize("gap", [an_interval(0.04, 0.01), an_interval(0.2, 0.3), an_interval(-0.1)])
def test_a_gap_that_is_small_or_chance_is_none(gap):
    assert only(judge(tried(gap=gap)), "pass")


def test_sites_that_differ():
    finding = only(judge(tried((0.95, 0.6, 0.75), events=60)))
    assert (finding.code, finding.severity) == ("sites-differ", Severity.MINOR)
    assert finding.values["i2"] > 0.5


def test_what_holds_is_shown_with_what_a_new_site_may_show():
    finding = only(judge(tried()), "pass")
    assert finding.message.startswith("m, each site left out in turn: AUC 0.75 [0.67, 0.83] on average (A 0.74, B 0.76")
    assert finding.values["new_site_low"] < finding.values["summary_low"]
    assert finding.plots[0].labels == ("A", "B", "C", "sites like these, on average", "a new site")


def test_too_little_to_tell():
    assert "knowing nothing" in only(judge(tried((0.55, 0.6, 0.5), half=0.1)), "unknown").message


def test_praise_that_rests_on_a_leak_is_none():
    assert "harmonised with these sites in it" in only(judge(tried(way="given")), "unknown").message
    assert "chosen" in only(judge(tried(early="the features were chosen on all rows")), "unknown").message


def test_a_plain_model_speaks_of_the_table_only():
    finding = only(judge(tried(gap=an_interval(0.3), plain=True)))
    assert finding.severity == Severity.MINOR


def test_what_was_not_run_is_unknown():
    assert only(judge(LeftOutSites("m", AUC, "it broke")), "unknown")
    ways = (*tried().ways, LeftOut("leave", "it broke"))
    assert only(judge(replace(tried(), ways=ways)), "pass").rows[-1]["left out"] == "not run: it broke"

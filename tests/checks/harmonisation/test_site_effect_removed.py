import numpy as np
import pytest

from radaudit.checks.harmonisation.site_effect_removed import site_effect_removed
from radaudit.core.finding import Tier
from radaudit.evidence.forensics import ALL
from radaudit.evidence.site_effects import HELD_OUT, TRAIN, SiteEffect, SiteEffects, SiteTable
from radaudit.statistics.group_differences import GroupDifferences
from radaudit.statistics.group_prediction import GroupPrediction
from tests.made_evidence import only, told
from tests.made_sites import COMBAT, SITE, examined, features, study

HARMONISED = study(harmonisation=COMBAT)


def an_effect(accuracy=0.35, p=0.4, levels=0.5, spreads=0.5, share=0.0):
    prediction = GroupPrediction(accuracy, 0.33, p, 90, 3)
    differences = GroupDifferences(*np.array([[levels, 0.6], [spreads, 0.6], [share, 0.3]]))
    return SiteEffect(differences, prediction, prediction, {"A": 30, "B": 30, "C": 30})


TOLD = {"accuracy": 0.8, "p": 0.001, "levels": 1e-6, "share": 0.3}


def a_table(state, unseen=(), **effects):
    names = {"everyone": ALL, "train": TRAIN, "held": HELD_OUT}
    own = examined(features(), "harmonised" if state == "harmonised" else "reported")
    made = {names[name]: an_effect(**changes) for name, changes in effects.items()}
    return SiteTable(own, state, made, np.zeros((90, 2)), (0.5, 0.2), SITE, unseen)


def judge(*tables, own=HARMONISED, **options):
    return list(site_effect_removed(own, SiteEffects("site", ("A", "B", "C"), (), tables), **options))


def test_a_site_that_is_gone():
    raw, after = a_table("raw", train=TOLD, held=TOLD), a_table("harmonised", train={}, held={})
    finding = only(judge(raw, after), "pass")
    assert "(before: 0.80" in finding.message
    assert len(finding.rows) == 4
    assert [plot.title for plot in finding.plots] == ["Raw features by site", "Harmonised features by site"]
    assert [series.label for series in finding.plots[0].series] == ["A", "B", "C"]


def test_a_site_that_is_left_in_the_held_out_rows():
    raw, after = a_table("raw", held=TOLD | {"accuracy": 0.9}), a_table("harmonised", train={}, held=TOLD)
    finding = only(judge(raw, after))
    assert (finding.code, finding.tier) == ("site-told", Tier.TESTED)
    assert "on the held-out rows" in finding.message
    assert "1 of 2 features differ in level" in finding.message
    assert "before harmonisation 0.90" in finding.message
    assert finding.benign


def test_more_than_before():
    raw, after = a_table("raw", held={}), a_table("harmonised", train={}, held=TOLD | {"levels": 0.5})
    finding = only(judge(raw, after))
    assert finding.code == "site-told-more-than-before"
    assert "joint pattern" in finding.message


def test_both_sets_are_said_and_shown_once():
    findings = judge(a_table("harmonised", train=TOLD, held=TOLD))
    assert told(findings) == [("fail", "site-told")] * 2
    assert [bool(own.rows) for own in findings] == [True, False]


@pytest.mark.parametrize(
    "effect",
    [
        {"accuracy": 0.42, "p": 0.001},  # surely, but hardly better than chance
        {"accuracy": 0.6, "p": 0.004},  # one of three tests
        {"levels": 1e-6, "share": 0.03},  # a small share
        {"spreads": 1e-6},
    ],
)
def test_trifles_pass(effect):
    assert told(judge(a_table("harmonised", everyone=effect))) == [("pass", "")]
    assert told(judge(a_table("harmonised", everyone=effect), margin=0.05, share=0.01, alpha=0.02))


def test_raw_features_where_nothing_was_harmonised():
    plain = study()
    assert told(judge(a_table("raw", everyone=TOLD), own=plain)) == [("fail", "site-told-unharmonised")]
    assert told(judge(a_table("raw", everyone={}), own=plain)) == [("pass", "")]
    elsewhere = only(judge(a_table("raw", ("C",), everyone=TOLD), own=plain), "pass")
    assert "sites that they were not trained on: C" in elsewhere.message


@pytest.mark.parametrize("state", ["raw", "unclear"])
def test_a_harmonised_table_that_is_not_given(state):
    assert told(judge(a_table(state, everyone=TOLD))) == [("unknown", "harmonised-table-not-given")]


def test_too_few_patients():
    assert told(judge(a_table("harmonised"))) == [("unknown", "")]


def test_many_sites_share_a_mark():
    table = a_table("harmonised", everyone={})
    own = SiteTable(table.own, table.state, table.effects, table.picture, table.shares, np.arange(90) % 9)
    names = tuple("ABCDEFGHI")
    [finding] = site_effect_removed(HARMONISED, SiteEffects("site", names, (), (own,)))
    labels = [series.label for series in finding.plots[0].series]
    assert labels == ["A", "B", "C", "D", "E", "4 other sites"]
    assert sum(len(series.x) for series in finding.plots[0].series) == 90

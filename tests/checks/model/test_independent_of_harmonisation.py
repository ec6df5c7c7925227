from dataclasses import replace

import pytest

from radaudit.checks.model.independent_of_harmonisation import independent_of_harmonisation
from radaudit.core.finding import Severity
from radaudit.evidence.leading import leading_gauge
from radaudit.evidence.what_ifs import VARIANTS, Variant, WhatIf
from tests.checks.model.test_holds_at_left_out_sites import an_interval, tried
from tests.made_evidence import only


def a_variant(name, auc, less=None, apart=None, sees=None):
    return Variant(name, name, VARIANTS[name] if sees is None else sees, "", an_interval(auc), less, apart)


def on_harmonised(gap, sees=True, nearest="outcome"):
    apart = {name: 0.0 if name == nearest else 0.1 for name in ("none", "train", "all", "outcome")}
    own = [a_variant("given", 0.8, sees=sees)]
    own += [a_variant(name, 0.7, gap, far) for name, far in apart.items()]
    return WhatIf("m", "test", leading_gauge("binary"), "", tuple(own), an_interval(0.0, 0.05), 60)


def on_raw(gained):
    own = (a_variant("none", 0.8), a_variant("train", 0.7, an_interval(-gained.estimate, 0.05)))
    return WhatIf("m", "cv", leading_gauge("binary"), "", own, gained, 60)


def judge(*found, elsewhere=None, **options):
    return list(independent_of_harmonisation(found, elsewhere, **options))


def test_a_table_that_held_out_rows_had_a_part_in():
    finding = only(judge(on_harmonised(an_interval(0.1, 0.05))))
    assert (finding.code, finding.severity) == ("only-with-held-out-rows", Severity.CRITICAL)
    assert "nearest to outcome (median difference 0 standard deviations)" in finding.message
    assert [row["harmonisation"] for row in finding.rows] == ["given", "none", "train", "all", "outcome"]
    assert [series.label for series in finding.plots[0].series] == [
        "held-out rows had no part",
        "held-out rows had a part",
    ]


def test_nearness_accuses_where_the_authors_say_nothing():
    assert only(judge(on_harmonised(an_interval(0.1, 0.05), sees=False))).code == "only-with-held-out-rows"


def test_a_better_table_of_another_kind_is_no_leak():
    finding = only(judge(on_harmonised(an_interval(0.1, 0.05), sees=False, nearest="")))
    assert (finding.code, finding.severity) == ("better-than-on-training-rows", Severity.MINOR)


def test_a_leak_that_gained_nothing_is_not_this_check():
    assert only(judge(on_harmonised(an_interval(0.01, 0.05))), "pass")


@pytest.mark.parametrize(
    ("gained", "code", "severity"),
    [(0.1, "needs-harmonisation", Severity.MINOR), (-0.1, "lost-when-harmonised", Severity.MINOR)],
)
def test_a_figure_that_hangs_on_the_choice(gained, code, severity):
    finding = only(judge(on_raw(an_interval(gained, 0.05))))
    assert (finding.code, finding.severity) == (code, severity)
    assert "cross-validated" in finding.message
    assert "0.10 [0.05, 0.15]" in finding.message


@pytest.mark.parametrize(("gap", "severity"), [(0.2, Severity.MAJOR), (-0.2, Severity.MINOR)])
def test_what_is_lost_is_major_only_where_left_out_sites_show_it_too(gap, severity):
    found = judge(on_raw(an_interval(-0.1, 0.05)), elsewhere=(tried(gap=an_interval(gap)),))
    assert only(found).severity is severity


def test_a_difference_that_is_not_settled():
    assert "up to 0.30" in only(judge(on_raw(an_interval(0.0, 0.3))), "unknown").message
    assert only(judge(on_raw(an_interval(0.0, 0.3)), wide=0.5), "pass")


def test_left_out_sites_stand_beside_the_variants():
    finding = only(judge(on_raw(an_interval(0.0, 0.05)), elsewhere=(tried(),)), "pass")
    assert finding.rows[-1]["harmonisation"] == "each site left out in turn: not harmonised"
    assert finding.plots[0].series[-1].label == "at sites not learnt from"


def test_what_was_not_run_is_unknown():
    assert only(judge(WhatIf("m", "test", leading_gauge("binary"), "it broke")), "unknown")
    broken = replace(a_variant("train", 0.7), problem="too few rows", figure=None)
    found = on_raw(an_interval(0.0, 0.05))
    finding = only(judge(replace(found, variants=(found.variants[0], broken), gained=None)), "unknown")
    assert "too few rows" in finding.message

from dataclasses import replace

import pytest

from radaudit.checks.features.declared_settings_made_the_table import declared_settings_made_the_table
from radaudit.features.recovery.recovered import Change, Recovery, Tried
from radaudit.features.settings import Settings
from tests.made_evidence import only, told
from tests.made_study import CASES, with_settings

SETTINGS = Settings({"setting": {"binWidth": 10}}, "params.yaml", 1)
RECOVERED = Recovery(
    "recovered",
    (Change("binWidth", "binWidth 10", "25", "binWidth 24.9"), Change("force2D", "false", "true")),
    ("c1", "c2"),
    40,
    214,
    214,
    107,
    (("imageType", "Original"), ("binWidth", "25"), ("force2D", "true")),
    (Tried("binWidth 25", "c1", 80, 107), Tried("label 2", "c1", 0, 107, failed=True)),
    12,
    3,
)


def judge(recovery, settings=SETTINGS):
    return declared_settings_made_the_table(recovery, settings)


def test_the_declared_ones_did():
    finding = only(judge(Recovery("declared", (), CASES, 1284, 1284, 1284, 107)), "pass")
    assert finding.message == "The declared parameters give 107 features of 12 cases."


def test_but_for_single_values():
    finding = only(judge(Recovery("declared", (), CASES, 1283, 1283, 1284, 107)), "pass")
    assert "but for 1 value in single cases" in finding.message


def test_others_did():
    finding = only(judge(RECOVERED))
    assert finding.code == "settings-recovered"
    assert finding.message == (
        "The table was made with other parameters than those declared: binWidth is 25 (declared: 10; not told "
        "apart: binWidth 24.9); force2D is true (declared: false). Like this all 107 features of 2 cases come out as "
        "reported, against 40 of 214 values with the declared parameters. The search took 12 extractions and 3 "
        "readings of grey levels."
    )
    assert [place.path for place in finding.where] == ["params.yaml"]
    assert finding.rows == (
        {"tried": "binWidth 25", "case": "c1", "features that agree": "80 of 107"},
        {"tried": "label 2", "case": "c1", "features that agree": "could not be extracted"},
    )
    assert finding.values["extractions"] == 12


def test_a_count_instead_of_a_width_says_so():
    recovery = replace(RECOVERED, changes=(Change("binCount", "binWidth 10", "32"),))
    assert "binCount is 32 (declared: binWidth 10)." in only(judge(recovery)).message


def test_parameters_in_the_manifest_have_no_file():
    assert only(judge(RECOVERED, replace(SETTINGS, path=""))).where == ()


def test_a_part_of_the_table():
    finding = only(judge(replace(RECOVERED, part=4, others=False)))
    assert finding.code == "settings-mixed"
    assert finding.message.startswith(
        "4 cases of the table were made with other parameters than the rest: binWidth is 25"
    )
    assert only(judge(replace(RECOVERED, part=4, others=True))).code == "settings-recovered"


def test_without_parameters_what_gives_the_table_is_told_and_stays_unknown():
    finding = only(judge(RECOVERED, None), "unknown")
    assert finding.code == "settings-inferred"
    assert (
        "can be made with imageType Original, binWidth 25, force2D true, and pyradiomics' defaults" in finding.message
    )
    assert "all 107 features of 2 cases" in finding.message
    assert "Not told apart: binWidth 24.9." in finding.message


@pytest.mark.parametrize("settings", [SETTINGS, None])
def test_an_honest_nothing(settings):
    lost = Recovery("not-recovered", cases=("c1",), compared=107, tried=RECOVERED.tried, reason="it is not there")
    finding = only(judge(lost, settings), "unknown")
    assert finding.code == "settings-not-recovered"
    assert "no configuration in the grid matches: it is not there." in finding.message
    assert finding.benign
    assert len(finding.rows) == 2


def test_what_comes_nearest():
    lost = replace(RECOVERED, status="not-recovered", after=200, reason="it is not there")
    assert "Nearest comes binWidth 25, force2D true (200 of 214 values)." in only(judge(lost), "unknown").message


def test_a_study_whose_table_has_other_bins(make_study, pictures):
    features = pictures.features(with_settings(binWidth=10))
    made = make_study(
        images=True, features=lambda _: [{"case": c, **own} for c, own in zip(CASES, features, strict=True)]
    )
    report = made.audit(select=["features/declared-settings-made-the-table"])
    finding = only(report.results[0].findings)
    assert finding.code == "settings-recovered"
    assert "binWidth is 10 (declared: 25)" in finding.message
    assert [place.path for place in finding.where] == ["params.yaml"]


def test_without_images_it_is_not_known(make_study):
    report = make_study().audit(select=["features/declared-settings-made-the-table"])
    assert told(report.results[0].findings) == [("unknown", "unavailable")]

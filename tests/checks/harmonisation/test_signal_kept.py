import pytest

from radaudit.checks.harmonisation.signal_kept import signal_kept
from radaudit.core.finding import Severity, Tier
from radaudit.evidence.kept_signal import Compared, Kept
from radaudit.statistics.interval import Interval
from tests.made_evidence import only, told
from tests.made_sites import COMBAT, study

STUDY = study(harmonisation=COMBAT)


def around(middle, half=0.03):
    return Interval(middle, middle - half, middle + half, 0.95, "bootstrap")


def compared(within=0.0, pooled=0.0, over=0.0):
    return Compared(("f1", "f2"), 0.4, 0.4 + within, 0.5, 0.5 + pooled, around(within), around(pooled), around(over))


def judge(*kept, **options):
    return list(signal_kept(STUDY, kept, **options))


def test_signal_that_was_kept():
    finding = only(judge(Kept("event", True, 90, compared(), compared()), Kept("age", False, 90, None, None)), "pass")
    assert finding.message.startswith("The strongest features go with 'event' as before")
    assert len(finding.rows) == 2
    assert len(finding.plots[0].labels) == 6


@pytest.mark.parametrize(
    ("change", "code", "severity", "words"),
    [
        ({"within": -0.1}, "signal-lost", Severity.MINOR, "Within sites it fell from 0.40 to 0.30"),
        ({"within": 0.1}, "signal-made", Severity.MAJOR, "Within sites it rose from 0.40 to 0.50"),
        ({"over": -0.1}, "signal-masked", Severity.MINOR, "masked by the sites"),
        ({"over": 0.1}, "signal-of-sites", Severity.MINOR, "added to by the sites"),
    ],
)
def test_signal_within_sites(change, code, severity, words):
    finding = only(judge(Kept("event", True, 90, compared(**change), None)))
    assert (finding.code, finding.severity, finding.tier) == (code, severity, Tier.TESTED)
    assert words in finding.message
    assert finding.benign
    assert told(judge(Kept("event", True, 90, compared(**change), None), tolerance=0.2)) == [("pass", "")]


def test_a_covariate_that_was_made_is_no_grave_matter():
    assert only(judge(Kept("age", False, 90, compared(within=0.2), None))).severity == Severity.MINOR


def test_signal_that_lay_between_sites():
    finding = only(judge(Kept("event", True, 90, None, compared(pooled=-0.3))))
    assert finding.code == "signal-between-sites"
    assert "fell from 0.50 to 0.20; within sites it was 0.40" in finding.message


def test_several_findings_show_their_table_once():
    findings = judge(Kept("event", True, 90, compared(within=-0.1, over=-0.1), None))
    assert [own.code for own in findings] == ["signal-lost", "signal-masked"]
    assert [bool(own.rows) for own in findings] == [True, False]


def test_nothing_to_compare():
    assert told(judge(Kept("event", True, 90, None, None))) == [("unknown", "no-signal")]

import pytest

from radaudit.checks.harmonisation.sites_large_enough import sites_large_enough
from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Location, Severity
from radaudit.evidence.site_sizes import SiteSize, SiteSizes
from tests.made_evidence import only, told
from tests.made_sites import study


def judge(*sites, rows="all", **options):
    made = [SiteSize(name, sum(classes), dict(zip("01", classes, strict=True)), 0) for name, classes in sites]
    own = study(harmonisation={"method": "combat", "batch": "site"})
    own.declared = lambda *keys: Location("radaudit.yaml", 9)
    return list(sites_large_enough(own, SiteSizes("site", rows, tuple(made), False), **options))


def test_large_sites_pass():
    finding = only(judge(("A", (20, 12)), ("B", (10, 10))), "pass")
    assert finding.values["smallest"] == 20
    assert finding.rows[0] == {"site": "A", "patients": 32, "of '0'": 20, "of '1'": 12, "not learnt from": 0}


def test_small_sites():
    finding = only(judge(("A", (20, 12)), ("B", (9, 5)), rows="training"))
    assert (finding.code, finding.severity) == ("small-sites", None)
    assert finding.message == "Fewer than 20 patients in the training rows: B (14)."
    assert told(judge(("A", (20, 12)), ("B", (9, 5)), fewest=14)) == [("pass", "")]


def test_sites_of_one_or_two_are_graver():
    findings = judge(("A", (20, 12)), ("B", (1, 1)), ("C", (1, 0)))
    assert [(own.code, own.severity) for own in findings] == [("sites-of-one-or-two", Severity.MAJOR)]
    assert "B (2), C (1)" in findings[0].message


@pytest.mark.parametrize(
    ("classes", "code"), [((25, 0), "one-class-sites"), ((25, 2), "few-of-a-class"), ((25, 3), "")]
)
def test_classes_of_a_site(classes, code):
    findings = judge(("A", (20, 12)), ("B", classes))
    assert [own.code for own in findings] == [code]


def test_a_site_that_nothing_was_learnt_from_is_no_batch():
    sites = (SiteSize("A", 30, {}, 0), SiteSize("B", 25, {}, 0), SiteSize("C", 0, {}, 40))
    own = study(harmonisation={"method": "combat", "batch": "site"})
    finding = only(sites_large_enough(own, SiteSizes("site", "training", sites, False)), "pass")
    assert finding.values["smallest"] == 25


def test_one_site():
    with pytest.raises(NotApplicable, match="one site"):
        judge(("A", (20, 12)))

import pytest

from radaudit.checks.leakage.near_duplicate_images import near_duplicate_images
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from radaudit.evidence.near_duplicates import Likeness, NearDuplicates
from tests.made_evidence import a_cohort, a_picture, a_split, an_index, only, told

CASES = [f"c{number}" for number in range(14)]
COHORT = a_cohort(CASES, [f"p{number}" for number in range(14)])
SPLIT = a_split(train=CASES[:7], test=CASES[7:])
IMAGES = an_index(*[a_picture(case) for case in CASES])


def alike(one="c0", other="c9", correlation=0.95, chance=1e-4):
    return Likeness(one, other, "whole image", correlation, chance, "flip x")


def checked(*pairs, compared=CASES, unread=None, split=SPLIT, **options):
    near = NearDuplicates(tuple(pairs), tuple(compared), unread or {}, {"whole image": 0.5})
    return list(near_duplicate_images(COHORT, split, IMAGES, near, **options))


def test_a_copy_in_another_set():
    finding = only(checked(alike(), alike("c1", "c8", chance=0.9)))
    assert (finding.code, finding.tier, finding.severity) == ("near-duplicate", Tier.TESTED, Severity.CRITICAL)
    assert finding.message == "1 pair of images in different sets look like one image."
    row = finding.rows[0]
    assert (row["case"], row["other case"], row["set"], row["other set"]) == ("c0", "c9", "train", "test")
    assert (row["other patient"], row["change"], row["chance"]) == ("p9", "flip x", 1e-4)
    assert [place.path for place in finding.where] == ["images/c0.nrrd", "images/c9.nrrd"]


@pytest.mark.parametrize("pair", [alike(chance=0.2), alike(correlation=0.8), alike(chance=None)])
def test_images_that_are_no_more_alike_than_usual(pair):
    assert only(checked(pair), "pass").tier is Tier.TESTED


def test_what_can_not_be_tested_is_a_hint():
    finding = only(checked(alike(correlation=0.99, chance=None)))
    assert (finding.code, finding.tier, finding.severity) == (
        "possible-near-duplicate",
        Tier.HEURISTIC,
        Severity.MAJOR,
    )


def test_a_copy_in_the_same_set_is_no_leak():
    assert told(checked(alike("c0", "c1"))) == [("fail", "near-duplicate-within-set"), ("pass", "")]
    assert checked(alike("c0", "c1"))[0].severity is Severity.NOTE


def test_few_images_tell_nothing():
    assert told(checked(alike(chance=None), compared=CASES[:9])) == [("unknown", "too-few-images")]


def test_a_case_in_no_set_counts_nowhere():
    split = a_split(train=CASES[1:7], test=CASES[7:], none=["c0"])
    assert told(checked(alike(), split=split)) == [("pass", "")]


def test_options():
    assert told(checked(alike(), alpha=1e-5)) == [("pass", "")]
    assert told(checked(alike(), correlation=0.96)) == [("pass", "")]
    assert told(checked(alike(chance=1.0), surely=0.9)) == [("fail", "possible-near-duplicate")]


def test_what_could_not_be_read_is_said():
    assert told(checked(compared=CASES[1:], unread={"c0": "gone"})) == [("unknown", "not-compared"), ("pass", "")]
    with pytest.raises(Unavailable, match="Fewer than two images"):
        checked(compared=["c0"])

import pytest

from radaudit.forensics.spelling import joined

OTHERS = [f"P{n:03d}" for n in range(1, 41)]


def found(*ids):
    return [
        (own.spelling, [tuple(ids[n] for n in group) for group in own.groups], own.plausible) for own in joined(ids)
    ]


@pytest.mark.parametrize("variant", ["p-7", "P7", "p_007", "P 07", "P.007"])
def test_spelling(variant):
    assert found(*OTHERS, variant) == [(True, [("P007", variant)], True)]


@pytest.mark.parametrize(
    "end", ["_L", "-right", "-lesion2", " nodule 1", "T1", "_visit_2", "-baseline", "b", "-2", "_2_L"]
)
def test_sides_lesions_and_visits(end):
    assert found(*OTHERS, f"P012{end}") == [(False, [("P012", f"P012{end}")], True)]


def test_a_site_in_front():
    assert found(*OTHERS, "HN-CHUM-001", "CHUM-001") == [(False, [("HN-CHUM-001", "CHUM-001")], True)]


@pytest.mark.parametrize(
    "ids",
    [
        OTHERS,
        ["TCGA-02-0006", "TCGA-06-0006", "TCGA-02-0011"],
        [f"{site}-{n:03d}" for site in "AB" for n in range(9)],
        ["1.2.840.1.1.1.1.17", "1.2.840.1.1.1.1.18"],
        [f"{site}{n:03d}" for site, count in (("", 30), ("B-", 9), ("C-", 12)) for n in range(count)],
        ["P1-12", "P11-2"],
        ["control", "patient"],
    ],
)
def test_strangers_are_not_joined(ids):
    assert found(*ids) == []


def test_a_way_of_numbering_is_told_from_a_finding():
    restart = found(*[f"{n:03d}" for n in range(30)], *[f"B-{n:03d}" for n in range(30)])
    assert [(own[0], own[2]) for own in restart] == [(False, False)]
    years = found(*[f"{year}-{n:02d}" for year in (2020, 2021) for n in range(12)])
    assert [own[2] for own in years] == [False]

from dataclasses import replace

import pytest

from radaudit.checks.leakage.collections_are_apart import collections_are_apart
from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Tier
from tests.made_evidence import a_cohort, a_split, only


def judge(train, test, sources=None):
    cases = [*train, *test]
    cohort = replace(a_cohort(cases), columns={"source": tuple(sources)} if sources else {})
    return list(collections_are_apart(cohort, a_split(train=train, external=test)))


LIDC = [f"LIDC-IDRI-{n:04d}" for n in range(4)]
KITS = [f"KiTS-{n:05d}" for n in range(4)]


def test_collections_that_share_patients_by_ids():
    finding = only(judge([f"BraTS2021_{n:05d}" for n in range(4)], [f"UPENN-GBM-{n:05d}_11" for n in range(4)]))
    assert (finding.code, finding.tier) == ("collections-overlap", Tier.HEURISTIC)
    assert finding.rows[0]["source"].startswith("https://")
    assert "map of the ids" in finding.message


def test_collections_that_share_patients_by_name():
    finding = only(judge(LIDC, list("abcd"), [None] * 4 + ["LUNA16"] * 4))
    assert (finding.rows[0]["collection"], finding.rows[0]["other"]) == ("LUNA16", "LIDC-IDRI")


def test_others_pass():
    assert "C4KC-KiTS, LIDC-IDRI" in only(judge(LIDC, KITS), "pass").message
    only(judge(LIDC[:2] * 1 + ["x", "y"], KITS), "pass")


def test_a_split_of_one_collection_passes():
    only(judge(LIDC, [f"LIDC-IDRI-{n:04d}" for n in range(10, 14)]), "pass")


def test_no_public_collection():
    with pytest.raises(NotApplicable):
        judge(list("abcd"), list("efgh"))

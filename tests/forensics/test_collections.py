import re

import pytest

from radaudit.forensics.collections import COLLECTIONS, OVERLAPS, of_ids, of_name, overlapping


@pytest.mark.parametrize(
    ("ids", "name"),
    [
        ([f"LIDC-IDRI-{n:04d}" for n in range(3)], "LIDC-IDRI"),
        ([f"brats2021_{n:05d}" for n in range(3)], "BraTS 2021"),
        ([f"UCSF-PDGM-{n:04d}" for n in range(3)], "UCSF-PDGM"),
        (["UPENN-GBM-00001_11", "UPENN-GBM-00002_11", "UPENN-GBM-00003_21"], "UPENN-GBM"),
        ([f"KiTS-{n:05d}" for n in range(3)], "C4KC-KiTS"),
    ],
)
def test_ids(ids, name):
    assert name in of_ids(ids)
    assert of_ids(ids[:2]) == {}


def test_ordinary_ids_are_of_no_collection():
    assert of_ids([f"{start}{n:03d}" for start in ("P", "case_", "Patient-", "sub-", "") for n in range(50)]) == {}


@pytest.mark.parametrize(("text", "name"), [("LUNA16", "LUNA16"), ("tcga_gbm", "TCGA-GBM"), ("LiTS17", "LiTS")])
def test_names(text, name):
    assert of_name(text) == name
    assert of_name(f"not {text}") is None


def test_every_overlap_is_of_known_collections_and_has_an_address():
    for own in OVERLAPS:
        assert {own.one, own.two} <= set(COLLECTIONS)
        assert re.fullmatch(r"https://\S+", own.source)
        assert overlapping([own.two], [own.one]) == overlapping([own.one], [own.two]) != ()


def test_a_collection_does_not_overlap_with_itself():
    assert all(overlapping([name], [name]) == () for name in COLLECTIONS)

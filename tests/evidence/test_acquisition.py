"""What is known of how cases were imaged, and what must not get out of headers."""

import json
from dataclasses import asdict

import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.acquisition import PROPERTIES, acquisition
from tests.made_evidence import a_cohort, a_picture, a_split, an_index

HEADER = {
    "modality": "CT",
    "manufacturer": "Maker  Ltd",
    "kernel": "B30f",
    "kvp": 120.0,
    "slice_thickness": 2.50001,
    "study_date": "2019-02-03",
    "patient": "aaaaaaaaaaaa",
    "study": "bbbbbbbbbbbb",
    "series": "cccccccccccc",
    "device": "ffffffffffff",
}


def pictures(*headers, spacing=(0.7, 0.7, 2.5)):
    grid = {"spacing": list(spacing)}
    return an_index(*(a_picture(f"c{n}", image=grid, header=own) for n, own in enumerate(headers)))


def collected(*headers, sites=None, spacing=(0.7, 0.7, 2.5)):
    return acquisition(
        a_cohort([f"c{n}" for n in range(len(headers))], sites=sites), pictures(*headers, spacing=spacing)
    )


def test_headers_and_grids():
    found = collected(HEADER, HEADER | {"manufacturer": "MAKER Ltd", "kernel": "B70f", "study_date": "2018-01-01"}, {})
    assert found.values["manufacturer"] == ("MAKER LTD", "MAKER LTD", None)
    assert found.values["slice_thickness"] == (2.5, 2.5, None)
    assert found.values["in_plane"] == (0.7, 0.7, 0.7)
    assert found.values["order"] == (2, 1, None)
    assert found.headers == (True, True, False)
    known = {"modality", "manufacturer", "kernel", "kvp", "slice_thickness", "in_plane", "between", "order"}
    assert {own.name for own in found.known} == known


def test_identifiers_are_numbered_and_neither_they_nor_their_digests_kept():
    other = HEADER | {"series": "dddddddddddd"}
    found = collected(HEADER, {}, other, HEADER | {"study": "eeeeeeeeeeee"})
    assert found.identities == {
        "person": (1, None, 1, 1),
        "examination": (1, None, 1, 2),
        "series": (1, None, 2, 1),
        "device": (1, None, 1, 1),
    }
    text = json.dumps(asdict(found))
    assert not any(secret in text for secret in ("aaaa", "bbbb", "cccc", "dddd", "eeee", "ffff", "2019"))


def test_the_table_by_set_and_site():
    found = collected(HEADER, HEADER | {"kernel": "B70f", "kvp": 100.0}, HEADER, {}, sites=["x", "x", "x", "y"])
    first, second = found.table(a_split(train=["c0", "c1", "c2"], test=["c3"]))[::-1]
    assert (first["set"], first["site"], first["cases"]) == ("train", "x", 3)
    assert (first["kernel"], first["tube voltage, kV"]) == ("B30F 2, B70F 1", "100 to 120 (median 120)")
    assert (second["kernel"], second["slice spacing, mm"]) == ("", "2.5")
    assert "order of the examinations" not in first
    assert "set" not in found.table(None)[0]


def test_many_values_are_cut():
    kernel = next(own for own in PROPERTIES if own.name == "kernel")
    assert kernel.told([f"k{n}" for n in range(9)]).endswith("k5 1 and 3 more")
    assert kernel.told([]) == ""


def test_a_flat_image_and_an_image_that_could_not_be_read():
    assert collected({}, spacing=(0.5, 0.5)).values["between"] == (None,)
    found = acquisition(a_cohort(["c0"]), an_index(a_picture("c0", problem="gone")))
    assert found.known == ()


def test_neither_images_nor_scanners():
    with pytest.raises(Unavailable, match=r"names no scanners.*cohort\.scanner"):
        acquisition(a_cohort(["c0"]), None)

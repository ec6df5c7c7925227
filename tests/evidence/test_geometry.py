"""Only masks off their image's grid are tried, and the regime that made the reported table is found."""

import pytest

from radaudit.core.errors import Unavailable
from tests.made_study import CASES, draw, with_settings, write_volume


def shifted(made, case, mm):
    write_volume(made.root / f"masks/{case}.nrrd", draw(CASES.index(case))[1], mm)


@pytest.fixture
def look(make_study):
    def look(shifts, **options):
        made = make_study(images=True, **options)
        for case, mm in shifts.items():
            shifted(made, case, mm)
        bench = made.bench()
        return bench.get("geometry"), bench.get("compute")

    return look


def test_masks_on_their_images_are_not_extracted_again(look):
    geometry, compute = look({})
    assert (geometry.cases, geometry.identical, geometry.resampled) == ((), 12, False)
    assert compute.done["Triad"] == compute.found["Triad"] == 0


def test_shifts_and_the_table_that_was_made_before_them(look):
    geometry, _ = look({"c02": 0.75, "c05": 2.0, "c07": 1e-4}, parameters=with_settings(geometryTolerance=1.0))
    assert geometry.identical == 9
    assert [(own.case, own.kind(1e-3)) for own in geometry.cases] == [
        ("c02", "subvoxel-shift"),
        ("c05", "shifted-mask"),
        ("c07", "header-rounding"),
    ]
    near, far, rounded = geometry.cases
    assert (near.declared, far.declared) == ("tolerance", "strict")
    assert (near.table, far.table) == (("tolerance",), ("tolerance",))
    assert rounded.table == ("correctMask", "tolerance")
    assert max(far.apart.values()) > max(near.apart.values()) > 0
    assert rounded.is_settled(1e-9)


def test_a_table_of_another_study_is_of_no_regime(look):
    def other(rows):
        for row in rows:
            row["original_firstorder_Mean"] = 5.0

    assert look({"c02": 3.0}, features=other)[0].cases[0].table == ()
    assert look({"c02": 3.0}, features=lambda rows: rows[5:])[0].cases[0].table is None


def test_a_mask_of_another_size_under_mask_correction(make_study):
    made = make_study(images=True, parameters=with_settings(correctMask=True))
    write_volume(made.root / "masks/c03.nrrd", draw(2)[1][:-1])
    [own] = made.evidence("geometry").cases
    assert (own.kind(1e-3), own.offset_mm, own.declared, own.table) == (
        "other-size",
        None,
        "correctMask",
        ("correctMask",),
    )


def test_no_parameters_and_no_table(look):
    geometry, _ = look({"c02": 3.0}, manifest=lambda said: said.pop("features"))
    [own] = geometry.cases
    assert (own.declared, own.table) == ("strict", None)
    assert own.apart


def test_a_case_that_cannot_be_tried(make_study):
    made = make_study(images=True)
    write_volume(made.root / "masks/c02.nrrd", 0 * draw(1)[1], 3.0)
    geometry = made.evidence("geometry")
    assert geometry.unread == {"c02": "the mask is empty: no voxel is marked"}
    assert geometry.identical == 11


def test_no_masks(look):
    with pytest.raises(Unavailable, match="no masks"):
        look({}, manifest=lambda said: said["images"].pop("mask"))

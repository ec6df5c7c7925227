import pytest

from radaudit.checks.features.answer_independent_of_geometry_settings import (
    answer_independent_of_geometry_settings as judge,
)
from radaudit.core.errors import Unavailable
from radaudit.evidence.geometry import Answer, Geometry, OffGrid
from tests.made_evidence import AGREEING, a_picture, an_index, only, told

IMAGES = an_index(a_picture("a"), a_picture("b"))


def answer(mean=10.0, **features):
    names = {"original_firstorder_Mean": mean, "original_shape_VoxelVolume": 8.0} | features
    return Answer("", names, 8, (1.0, 2.0, 3.0))


REFUSED = Answer("Image/Mask geometry mismatch")


def off(case="a", voxels=0.5, strict=REFUSED, by_place=None, by_index=None, extra=None, **changes):
    answers = {"strict": strict, "correctMask": by_place or answer(), "tolerance": by_index or answer()} | (extra or {})
    mm = None if voxels is None else 2 * voxels
    fields = {"mismatch": AGREEING, "spacing": (2.0, 2.0, 2.0), "offset_mm": mm, "offset_voxels": voxels}
    return OffGrid(case, answers=answers, **(fields | changes))


def found(*cases, resampled=False, identical=3, unread=None):
    return list(judge(Geometry(cases, identical, unread or {}, resampled), IMAGES))


def test_masks_on_their_images_need_no_triad():
    finding = only(found(), "pass")
    assert finding.message == (
        "All 3 masks that could be read lie on the grid of their image: no geometry setting plays a part."
    )


def test_a_rounded_header_makes_no_difference():
    finding = only(found(off(voxels=1e-4)), "pass")
    assert finding.code == "header-rounding"
    assert finding.message.startswith("1 mask off the image's grid by the rounding of a header, but every setting")


@pytest.mark.parametrize(
    ("voxels", "mismatch", "code", "severity"),
    [
        (1e-4, {}, "header-rounding", "minor"),
        (0.5, {}, "subvoxel-shift", "minor"),
        (5.0, {"origin": 10.0}, "shifted-mask", None),
        (5.0, {"spacing": 0.5, "origin": 1.0}, "other-spacing", None),
        (5.0, {"spacing": 0.5, "direction": 0.2}, "other-orientation", None),
    ],
)
def test_kinds_are_told_apart(voxels, mismatch, code, severity):
    finding = only(found(off(voxels=voxels, mismatch=AGREEING | mismatch, by_place=answer(12.5))))
    assert (finding.code, finding.severity) == (code, severity)
    assert "features differ by up to 0.2 (median of a class, relative)" in finding.message
    row = finding.rows[0]
    assert row["offset (voxels)"] == voxels
    assert row["strict"] == "refused: Image/Mask geometry mismatch"
    assert row["correctMask"] == "8 voxels around (1.00, 2.00, 3.00) mm, mean 12.5"
    assert row["firstorder differs by"] == pytest.approx(0.2)


def test_the_regime_that_made_the_table_is_named_also_where_it_hardly_matters():
    own = off(voxels=1e-4, table=("tolerance",), declared="tolerance")
    assert "(voxels taken index by index), as the study's parameters say." in only(found(own), "pass").message


def test_a_shift_that_nearest_neighbour_rounds_away():
    assert told(found(off("a", 0.3), off("b", 0.4))) == [("pass", "subvoxel-shift")]
    both = found(off("a", 0.3), off("b", 0.6, by_place=answer(11)))
    assert told(both) == [("fail", "subvoxel-shift"), ("pass", "subvoxel-shift")]


def test_options_say_what_is_rounding_and_what_is_the_same():
    geometry = Geometry((off(voxels=0.01, by_place=answer(10.1)),), 0, {}, False)
    assert told(judge(geometry, IMAGES)) == [("fail", "subvoxel-shift")]
    assert told(judge(geometry, IMAGES, rounding=0.05, same=0.05)) == [("pass", "header-rounding")]


def test_an_roi_out_of_the_image():
    finding = only(found(off(voxels=50, by_place=Answer("Bounding box of ROI is larger than image space"))))
    assert finding.code == "shifted-mask"
    assert finding.message.endswith("index by index there is an answer, by place there is none.")


class TestOtherSize:
    SIZE = Answer("Image/Mask size mismatch")

    def other(self, **changes):
        return off(voxels=None, by_index=self.SIZE, **({"strict": self.SIZE} | changes))

    def test_only_mask_correction_gives_an_answer(self):
        finding = only(found(self.other()))
        assert (finding.code, finding.severity) == ("other-size", "minor")
        assert "correctMask alone gives an answer, no geometryTolerance does" in finding.message

    def test_nothing_gives_one(self):
        finding = only(found(self.other(by_place=self.SIZE)))
        assert finding.severity is None
        assert "no geometry setting gives an answer" in finding.message

    def test_resampled_no_setting_matters(self):
        assert told(found(off(voxels=None, strict=answer()), resampled=True)) == [("pass", "other-size")]
        assert told(found(self.other(), resampled=True)) == [("fail", "other-size")]


class TestReportedTable:
    def shifted(self, table, declared="strict", extra=None):
        return off(voxels=5, by_place=answer(13), table=table, declared=declared, extra=extra)

    @pytest.mark.parametrize(
        ("table", "declared", "said"),
        [
            (("correctMask",), "strict", "those of correctMask: true, which is not what the study's parameters say."),
            (("correctMask",), "correctMask", "those of correctMask: true, as the study's parameters say."),
            (("tolerance",), "strict", "a large geometryTolerance (voxels taken index by index), which is not what"),
        ],
    )
    def test_the_regime_that_made_it_is_named(self, table, declared, said):
        finding = only(found(self.shifted(table, declared)))
        assert f" The reported values of 1 case are {said}" in finding.message or said in finding.message
        assert finding.rows[0]["reported table"] == table[0]

    @pytest.mark.parametrize("table", [(), None, ("correctMask", "tolerance")])
    def test_none_is_named_where_none_or_several_give_it(self, table):
        finding = only(found(self.shifted(table)))
        assert "reported values" not in finding.message
        assert (
            finding.rows[0].get("reported table")
            == {(): "none of them", None: None, ("correctMask", "tolerance"): "correctMask or tolerance"}[table]
        )

    def test_resampled(self):
        extra = {"by index": answer(17)}
        by_place = self.shifted(("strict", "correctMask", "tolerance"), extra=extra)
        assert (
            "where its header puts it, as pyradiomics resamples, as the study's"
            in only(found(by_place, resampled=True)).message
        )
        by_index = only(found(self.shifted(("by index",), extra=extra), resampled=True))
        assert (
            "under its image's header (voxels taken index by index), which no setting makes pyradiomics do"
            in by_index.message
        )
        assert "the mask's header decides which voxels are taken" in by_index.message


def test_nothing_that_could_be_extracted():
    with pytest.raises(Unavailable, match=r"could be extracted \(the mask is empty\)"):
        found(identical=0, unread={"a": "the mask is empty"})

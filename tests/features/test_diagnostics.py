"""Names of pyradiomics' notes, as it writes them and as studies change them."""

import pytest
import radiomics.generalinfo
import SimpleITK as sitk

from radaudit.features.diagnostics import NoteName, by_series, of_one_series, parse_note

HASH = "diagnostics_Image-original_Hash"


@pytest.mark.parametrize(
    ("column", "parts"),
    [
        (HASH, ("", HASH, "")),
        (f"CT_{HASH}", ("CT", HASH, "")),
        (f"{HASH}_PET", ("", HASH, "PET")),
        (f"{HASH}.1", ("", HASH, "1")),
        ("T2.diagnostics_Image.original_Hash", ("T2", HASH, "")),
        (
            "diagnostics_Mask-interpolated_CenterOfMassIndex",
            ("", "diagnostics_Mask-interpolated_CenterOfMassIndex", ""),
        ),
        ("general_info_BoundingBox", ("", "general_info_BoundingBox", "")),
        ("PET_general_info_ImageHash_x", ("PET", "general_info_ImageHash", "x")),
        ("diagnostics_Something_New", ("", "diagnostics_Something_New", "")),
    ],
)
def test_a_note_in_its_parts(column, parts):
    assert parse_note(column) == NoteName(*parts)


@pytest.mark.parametrize("column", ["", "age", "original_glcm_Id", "CT_original_firstorder_Mean", "xdiagnostics"])
def test_what_is_no_note(column):
    assert parse_note(column) is None


def test_every_note_that_pyradiomics_writes_is_known():
    image = sitk.GetImageFromArray([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
    mask = sitk.Cast(image > 2, sitk.sitkUInt8)
    info = radiomics.generalinfo.GeneralInfo()
    info.addStaticElements()
    info.addGeneralSettings({})
    info.addEnabledImageTypes({})
    for stage in ("original", "interpolated"):
        info.addImageElements(image, stage)
    for stage in ("original", "corrected", "interpolated", "resegmented"):
        info.addMaskElements(image, mask, 1, stage)
    for name in info.getGeneralInfo():
        assert parse_note(f"CT_{name}_1") == NoteName("CT", name, "1")


def test_a_joined_table_has_its_notes_by_series():
    noted = {f"CT_{HASH}": ["a"], f"{HASH}_PET": ["b"], "general_info_Version": [None], "age": ["7"]}
    assert by_series(noted) == {"CT": {HASH: ["a"]}, "PET": {HASH: ["b"]}}
    assert of_one_series(noted) == {}
    assert of_one_series({f"CT_{HASH}": ["a"]}) == {HASH: ["a"]}
    assert of_one_series({f"CT_{HASH}": ["a"], HASH: ["b"]}) == {HASH: ["b"]}

import numpy as np
import pytest

from radaudit.checks.features.diagnostics_are_consistent import diagnostics_are_consistent
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from radaudit.features.settings import Settings
from tests.made_evidence import a_cohort, a_table, only, told

CASES = [f"c{n:02d}" for n in range(10)]
NAMES = ["original_shape_VoxelVolume", "original_glcm_Contrast"]
NOTED = {
    "diagnostics_Versions_PyRadiomics": ["v3.0.1"] * 10,
    "diagnostics_Configuration_Settings": ["{'binWidth': 25}"] * 10,
    "diagnostics_Configuration_EnabledImageTypes": ["{'Original': {}}"] * 10,
    "diagnostics_Image-original_Hash": [f"{n:040x}" for n in range(10)],
    "diagnostics_Image-original_Spacing": ["(0.5, 0.5, 2.0)"] * 10,
    "diagnostics_Mask-original_Hash": [f"{n + 50:040x}" for n in range(10)],
    "diagnostics_Mask-original_Spacing": ["(0.5, 0.5, 2.0)"] * 10,
    "diagnostics_Mask-original_BoundingBox": [f"({n}, 1, 2, 9, 9, 9)" for n in range(10)],
    "diagnostics_Mask-original_VoxelNum": [str(100 + 10 * n) for n in range(10)],
    "diagnostics_Mask-original_VolumeNum": ["1"] * 10,
}
SHORT = {
    "image": "diagnostics_Image-original_Hash",
    "mask": "diagnostics_Mask-original_Hash",
    "box": "diagnostics_Mask-original_BoundingBox",
    "voxels": "diagnostics_Mask-original_VoxelNum",
    "settings": "diagnostics_Configuration_Settings",
    "version": "diagnostics_Versions_PyRadiomics",
    "types": "diagnostics_Configuration_EnabledImageTypes",
}


def judged(change=None, patients=CASES, settings=None, values=None, noted=NOTED):
    own = {name: list(column) for name, column in noted.items()}
    for short, cells in (change or {}).items():
        for row, text in cells.items():
            own[SHORT[short]][row] = text
    numbers = [[0.5 * (100 + 10 * n), 1.25 + n / 7] for n in range(10)] if values is None else values
    table = a_table(dict(zip(CASES, numbers, strict=True)), NAMES, diagnostics=own)
    return list(diagnostics_are_consistent(table, a_cohort(CASES, patients), settings))


def copied(row, *columns):
    return {name: {row: NOTED[SHORT[name]][0]} for name in columns}


def test_consistent_diagnostics():
    assert only(judged(), "pass").message.startswith("The diagnostics of all 10 cases are consistent")


def test_missing_digests_are_nobodys_equal():
    assert told(judged({"image": {2: None, 3: None, 4: "nan", 5: "nan"}})) == [("pass", "")]


def test_one_scan_of_two_patients():
    finding = only(judged(copied(4, "image")))
    assert (finding.code, finding.tier, finding.severity) == ("same-scan", Tier.PROVED, None)
    assert [row["case"] for row in finding.rows] == ["c00", "c04"]
    assert finding.benign


def test_two_lesions_of_one_patient_are_no_fault():
    assert told(judged(copied(4, "image"), patients=["p", *CASES[1:4], "p", *CASES[5:]])) == [("pass", "")]


def test_one_scan_of_patients_that_nobody_names():
    assert only(judged(copied(4, "image"), patients=[None] * 10)).severity is Severity.MINOR


@pytest.mark.parametrize(("contrast", "codes"), [(1.25, []), (1.3, ["same-roi-other-values"])])
def test_one_roi_under_two_ids(contrast, codes):
    values = [[0.5 * (100 + 10 * n), 1.25 + n / 7] for n in range(10)]
    values[4] = [50.0, contrast]
    findings = judged(copied(4, "image", "mask", "box", "voxels"), values=values)
    assert [finding.code for finding in findings] == ["same-roi", *codes]


def test_one_mask_on_two_images():
    finding = only(judged(copied(4, "mask")))
    assert (finding.code, finding.tier, finding.severity) == ("same-mask", Tier.HEURISTIC, Severity.MINOR)


def test_mixed_extractions():
    findings = judged({"settings": {3: "{'binWidth': 10}"}, "version": {3: "v3.1.0"}, "types": {3: "{'LoG': {}}"}})
    assert [(own.code, own.severity) for own in findings] == [
        ("mixed-settings", None),
        ("mixed-image-types", Severity.MINOR),
        ("mixed-versions", Severity.NOTE),
    ]
    assert findings[0].rows == (
        {"setting": "binWidth", "value": "25", "cases": 9},
        {"setting": "binWidth", "value": "10", "cases": 1},
    )


def joined(change):
    """A table of two extractions, CT and PET, the second with these changes; each has its volume and contrast."""
    own = {f"CT_{name}": list(column) for name, column in NOTED.items()}
    own |= {f"{name}_PET": [f"{text}" for text in column] for name, column in NOTED.items()}
    own["diagnostics_Image-original_Hash_PET"] = [f"{n + 200:040x}" for n in range(10)]
    for short, cells in change.items():
        for row, text in cells.items():
            own[f"{SHORT[short]}_PET"][row] = text
    volumes = [0.5 * (100 + 10 * n) for n in range(10)]
    numbers = {case: [v, v / 7, v, v / 3] for case, v in zip(CASES, volumes, strict=True)}
    names = [f"CT_{NAMES[0]}", f"CT_{NAMES[1]}", f"{NAMES[0]}_PET", f"{NAMES[1]}_PET"]
    table = a_table(numbers, names, diagnostics=own)
    return list(diagnostics_are_consistent(table, a_cohort(CASES, CASES), None))


def test_a_joined_table_is_read_by_extraction():
    assert told(joined({})) == [("pass", "")]
    scan = only(joined({"image": {4: f"{200:040x}"}}))
    assert (scan.code, scan.message[:5]) == ("same-scan", "PET: ")
    assert [row["case"] for row in scan.rows] == ["c00", "c04"]
    assert only(joined({"settings": {3: "{'binWidth': 5}"}})).message.startswith("PET: The cases were not extracted")
    assert only(joined({"voxels": {2: "99"}})).code == "volume-contradicts-voxels"


def test_releases_that_give_other_numbers():
    assert only(judged({"version": {3: "v2.0.0"}})).severity is Severity.MAJOR


def test_other_settings_than_declared():
    finding = only(judged(settings=Settings({"setting": {"binWidth": 10}}, "params.yaml", 1)))
    assert finding.code == "settings-differ"
    assert "binWidth was 25 when the table was made, but is declared as 10" in finding.message
    assert told(judged(settings=Settings({"setting": {"binWidth": 25}}, "params.yaml", 1))) == [("pass", "")]


def test_a_volume_that_is_not_its_voxels():
    values = [[0.5 * (100 + 10 * n), 1.25 + n / 7] for n in range(10)]
    values[6][0] = 81.0
    finding = only(judged(values=values))
    assert finding.code == "volume-contradicts-voxels"
    assert finding.rows == ({"case": "c06", "mm3": 81.0, "by voxels, mm3": 80.0},)


def test_volumes_in_another_unit_contradict_nothing():
    values = [[0.0005 * (100 + 10 * n), 1.25 + n / 7] for n in range(10)]
    assert told(judged(values=values)) == [("pass", "")]


def test_a_roi_unlike_all_others():
    values = [[0.5 * (100 + 10 * n), 1.25 + n / 7] for n in range(10)]
    values[6][0] = 5e6
    finding = only(judged({"voxels": {6: "10000000"}}, values=values))
    assert (finding.code, finding.tier, finding.severity) == ("unlike-others", Tier.HEURISTIC, Severity.MINOR)
    assert finding.rows[0]["case"] == "c06"


def test_versions_alone_are_not_enough():
    noted = {"diagnostics_Versions_PyRadiomics": ["v3.0.1"] * 10}
    (finding,) = judged(noted=noted)
    assert (finding.outcome, finding.code) == ("unknown", "diagnostics-incomplete")
    assert "no digests and no settings and no voxel counts" in finding.message


@pytest.mark.parametrize("noted", [{}, {"diagnostics_Versions_PyRadiomics": [None] * 10}])
def test_without_diagnostics_it_is_not_known(noted):
    with pytest.raises(Unavailable, match="no diagnostics") as told_what:
        judged(noted=noted)
    assert "Keep the diagnostics" in told_what.value.add


def test_standardised_volumes_contradict_nothing():
    values = np.column_stack([np.linspace(-1.5, 1.5, 10), np.linspace(1, 2, 10)])
    assert told(judged(values=values)) == [("pass", "")]

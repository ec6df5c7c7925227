"""Extraction is plain pyradiomics, with its silent traps closed."""

import struct

import numpy as np
import pytest
import SimpleITK
from radiomics.featureextractor import RadiomicsFeatureExtractor

from radaudit.compute.digest import FileRef
from radaudit.core.errors import JobFailed
from radaudit.features.radiomics import Extract, invalid
from radaudit.features.settings import DEFAULTS

FEW = {"firstorder": ["Mean", "Entropy"], "glcm": ["Contrast", "JointEntropy"], "shape": ["MeshVolume"]}
GEOMETRY = {"spacing": (1.0, 1.0, 2.0), "origin": (0.0, 0.0, 0.0)}


@pytest.fixture
def pair(tmp_path):
    """Writes an image and a mask; gives what a job takes of them."""

    def pair(voxels, marks, image=GEOMETRY, mask=GEOMETRY):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        refs = []
        for name, array, geometry in (("image.nrrd", voxels, image), ("mask.nrrd", marks, mask)):
            made = SimpleITK.GetImageFromArray(array)
            made.SetSpacing(geometry["spacing"])
            made.SetOrigin(geometry["origin"])
            SimpleITK.WriteImage(made, str(folder / name))
            refs.append(FileRef.of(folder / name))
        return tuple(refs)

    return pair


@pytest.fixture
def voxels():
    """Smoothed noise of shape (8, 16, 16), int16."""
    noise = np.random.default_rng(7).normal(100, 60, (10, 18, 18))
    return sum(noise[z : z + 8, y : y + 16, x : x + 16] for z in range(3) for y in range(3) for x in range(3)).astype(
        "int16"
    )


@pytest.fixture
def marks(voxels):
    marks = np.zeros(voxels.shape, np.uint8)
    marks[2:6, 4:11, 5:13] = 1
    marks[2, 4, 5] = 0
    return marks


def extract(refs, label=1, **parameters):
    return Extract("case 1", *refs, label, {"featureClass": FEW, **parameters}).run()


def refusal(refs, label=1, **parameters):
    with pytest.raises(JobFailed) as caught:
        extract(refs, label, **parameters)
    return str(caught.value)


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"setting": {"binWidth": 10}},
        {"setting": {"binCount": 16}},
        {"setting": {"binWidth": 10, "binCount": 16}},
        {"setting": {"resampledPixelSpacing": [1.5, 1.5, 1.5], "interpolator": "sitkLinear"}},
        {"setting": {"normalize": True, "normalizeScale": 100, "force2D": True}},
        {"imageType": {"Original": {}, "Wavelet": {}, "LoG": {"sigma": [2.0]}}, "setting": {"preCrop": True}},
        {
            "featureClass": {
                "shape": [],
                "firstorder": [],
                "glcm": [],
                "glrlm": [],
                "glszm": [],
                "gldm": [],
                "ngtdm": [],
            }
        },
    ],
)
def test_features_are_those_of_pyradiomics_bit_for_bit(pair, voxels, marks, parameters):
    refs = pair(voxels, marks)
    parameters = {"featureClass": FEW, **parameters}
    found = Extract("case 1", *refs, 1, parameters).run()["features"]
    image, mask = (SimpleITK.ReadImage(str(ref.path)) for ref in refs)
    direct = RadiomicsFeatureExtractor(dict(parameters)).execute(image, mask, label=1)
    wanted = {name: float(value) for name, value in direct.items() if not name.startswith("diagnostics_")}
    assert list(found) == list(wanted)
    assert {name: struct.pack("d", value) for name, value in found.items()} == {
        name: struct.pack("d", value) for name, value in wanted.items()
    }


def test_bin_count_wins_over_bin_width_as_in_pyradiomics(pair, voxels, marks):
    refs = pair(voxels, marks)
    both = extract(refs, setting={"binWidth": 10, "binCount": 16})
    assert both["features"] == extract(refs, setting={"binCount": 16})["features"]
    assert both["features"] != extract(refs, setting={"binWidth": 10})["features"]
    assert any("Fixed bin Count enabled" in warning for warning in both["warnings"])


def test_two_runs_give_the_same_and_leave_the_parameters_alone(pair, voxels, marks):
    parameters = {"setting": {"binWidth": 10}, "imageType": {"LoG": {"sigma": [2.0]}}, "featureClass": {"glcm": None}}
    job = Extract("case 1", *pair(voxels, marks), 1, parameters)
    assert job.run() == job.run()
    assert parameters == {
        "setting": {"binWidth": 10},
        "imageType": {"LoG": {"sigma": [2.0]}},
        "featureClass": {"glcm": None},
    }


def test_another_label(pair, voxels, marks):
    refs = pair(voxels, marks * 3)
    assert extract(refs, label=3)["features"] == extract(pair(voxels, marks))["features"]


def test_an_extraction_without_remarks_has_no_warnings(pair, voxels, marks, capfd):
    assert extract(pair(voxels, marks))["warnings"] == []
    assert capfd.readouterr() == ("", "")


def test_a_filter_that_is_skipped_is_told(pair, voxels, marks):
    found = extract(pair(voxels, marks), imageType={"Original": {}, "LoG": {"sigma": [500.0]}})
    assert not any(name.startswith("log-sigma") for name in found["features"])
    assert len(found["warnings"]) == 1
    assert "sigma" in found["warnings"][0]


@pytest.mark.parametrize(
    ("change", "label", "said"),
    [
        ({"fill": 0}, 1, "the mask is empty: no voxel is marked"),
        ({"fill": 2}, 1, "the label 1 is not in the mask; its labels are 2"),
        ({"fill": 0, "one": (4, 4, 4)}, 1, "the ROI is a single voxel: texture and shape are not defined"),
    ],
)
def test_masks_without_an_roi(pair, voxels, marks, change, label, said):
    marks[:] = change["fill"]
    if "one" in change:
        marks[change["one"]] = 1
    assert refusal(pair(voxels, marks), label) == said


def test_a_line_is_refused_with_pyradiomics_own_words(pair, voxels, marks):
    marks[:] = 0
    marks[4, 4, 2:9] = 1
    said = refusal(pair(voxels, marks))
    assert said == ("pyradiomics refuses it: mask has too few dimensions (number of dimensions 1, minimum required 2)")


def test_a_flat_roi_still_extracts(pair, voxels, marks):
    marks[:3], marks[4:] = 0, 0
    features = extract(pair(np.full_like(voxels, 50), marks))["features"]
    assert features["original_firstorder_Mean"] == 50
    assert features["original_glcm_Contrast"] == 0


@pytest.mark.parametrize("resampled", [None, [1.5, 1.5, 1.5]])
@pytest.mark.parametrize(("apart", "said"), [((-5.0, 0.0, 0.0), "5 mm"), ((0.0, 0.0, -0.01), "0.01 mm")])
def test_a_mask_that_lies_elsewhere_is_refused_also_where_pyradiomics_does_not_look(
    pair, voxels, marks, resampled, apart, said
):
    refs = pair(voxels, marks, mask={"spacing": (1.0, 1.0, 2.0), "origin": apart})
    setting = {"resampledPixelSpacing": resampled} if resampled else {}
    message = refusal(refs, setting=setting)
    assert message.startswith(f"image and mask do not lie in the same place: origin differs by {said} (tolerance ")
    if resampled:  # pyradiomics alone takes other voxels, and says nothing
        image, mask = (SimpleITK.ReadImage(str(ref.path)) for ref in refs)
        parameters = {"featureClass": FEW, "setting": setting}
        alone = RadiomicsFeatureExtractor(parameters).execute(image, mask)
        right = extract(pair(voxels, marks), setting=setting)["features"]
        assert float(alone["original_firstorder_Mean"]) != right["original_firstorder_Mean"]


def test_other_spacing_and_other_size_are_refused(pair, voxels, marks):
    spacing = refusal(pair(voxels, marks, mask={"spacing": (1.0, 1.0, 2.5), "origin": (0.0, 0.0, 0.0)}))
    assert spacing.startswith("image and mask do not lie in the same place: spacing differs by 0.5 mm")
    size = refusal(pair(voxels, marks[:, :, :15]))
    assert size == "image and mask differ in size: (16, 16, 8) and (15, 16, 8) voxels"


def test_the_studys_own_tolerance_is_respected(pair, voxels, marks):
    refs = pair(voxels, marks, mask={"spacing": (1.0, 1.0, 2.0), "origin": (5.0, 0.0, 0.0)})
    same_place = pair(voxels, marks)
    moved = extract(refs, setting={"geometryTolerance": 100})["features"]
    assert moved == extract(same_place)["features"]  # voxel by voxel, as pyradiomics does then


def test_a_large_tolerance_does_not_stay_in_force_for_the_next_job(pair, voxels, marks):
    refs = pair(voxels, marks, mask={"spacing": (1.0, 1.0, 2.0), "origin": (5.0, 0.0, 0.0)})
    extract(refs, setting={"geometryTolerance": 100})
    assert SimpleITK.ProcessObject.GetGlobalDefaultCoordinateTolerance() == 1e-6
    assert "origin differs by 5 mm" in refusal(refs)
    assert extract(refs, setting={"geometryTolerance": 100})["features"]
    assert "origin differs by 5 mm" in refusal(refs, setting={"geometryTolerance": 0.01})


def test_tolerance_counts_in_the_first_spacing_as_in_itk(pair, voxels, marks):
    wide = {"spacing": (4.0, 0.5, 0.5), "origin": (0.0, 0.0, 0.0)}
    assert extract(pair(voxels, marks, wide, {**wide, "origin": (0.0, 3.5e-6, 0.0)}))["features"]
    assert "origin differs" in refusal(pair(voxels, marks, wide, {**wide, "origin": (0.0, 4.5e-6, 0.0)}))


def test_rounding_of_a_header_does_no_harm_where_the_mask_is_resampled(pair, voxels, marks):
    rounded = {"spacing": (1.0, 1.0, 2.0), "origin": (0.0, 6e-5, 0.0)}
    setting = {"resampledPixelSpacing": [1.5, 1.5, 1.5]}
    assert extract(pair(voxels, marks, mask=rounded), setting=setting)["features"]
    assert "origin differs" in refusal(pair(voxels, marks, mask=rounded))


def test_a_mask_that_the_study_lets_pyradiomics_correct(pair, voxels, marks):
    refs = pair(voxels, marks, mask={"spacing": (1.0, 1.0, 2.0), "origin": (1.0, 0.0, 0.0)})
    found = extract(refs, setting={"correctMask": True})
    assert found["features"] != extract(pair(voxels, marks))["features"]
    assert "Image/Mask geometry mismatch, attempting to correct Mask" in found["warnings"]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_not_finite_in_the_roi_is_refused(pair, voxels, marks, value):
    image = voxels.astype("float32")
    image[3, 6, 7] = value
    assert refusal(pair(image, marks)) == (
        "1 of the ROI's 223 voxels hold no finite number (NaN or infinity): "
        "mend the image, or leave them out of the mask"
    )
    image[3, 6, 7], image[0, 0, 0] = 5, value
    assert np.isfinite(list(extract(pair(image, marks))["features"].values())).all()


def test_what_pyradiomics_refuses_names_no_machine(pair, voxels, marks):
    said = refusal(pair(voxels, marks), setting={"resampledPixelSpacing": [1.0, 1.0]})
    assert said.startswith("pyradiomics refuses it: ")
    assert "0x" not in said
    assert "/" not in said
    assert "\n" not in said


def test_valid_parameters():
    assert invalid({}) == []
    assert invalid({"setting": {"binWidth": 25, "label": 1}, "featureClass": FEW, "imageType": {"LoG": {}}}) == []


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"setting": {"binwidth": 5}}, "Key 'binwidth' was not defined. Path: '/setting'"),
        ({"settings": {}}, "Key 'settings' was not defined. Path: ''"),
        ({"setting": {"binWidth": "wide"}}, "Value 'wide' is not of type 'float'. Path: '/setting/binWidth'"),
        ({"setting": 5}, "Value '5' is not a dict. Value path: '/setting'"),
        ({"setting": {"interpolator": "cubic"}}, 'Interpolator value "cubic" not valid'),
        ({"featureClass": {"glmc": []}}, "Feature Class glmc is not recognized. Available feature classes are ["),
        ({"imageType": {"Wavelets": {}}}, "Image Type Wavelets is not recognized. Available image types are ["),
        (
            {"featureClass": {"glcm": ["Kontrast", "Energie", "Contrast"]}},
            "Feature Class glcm contains unrecognized features: 'Energie', 'Kontrast'",
        ),
    ],
)
def test_a_typo_in_the_parameters_is_told_in_the_same_words_every_time(parameters, said):
    (problem,) = invalid(parameters)
    assert problem.startswith(said)


def test_several_typos_are_told_at_once_and_the_parameters_stay_as_they_are():
    parameters = {"setting": {"binwidth": 5, "force2D": "yes"}, "other": 1}
    assert len(invalid(parameters)) == 3
    assert parameters == {"setting": {"binwidth": 5, "force2D": "yes"}, "other": 1}


def test_the_defaults_that_are_named_are_those_of_pyradiomics():
    own = RadiomicsFeatureExtractor().settings
    for name, value in DEFAULTS.items():
        if name in own:
            assert own[name] == value, name

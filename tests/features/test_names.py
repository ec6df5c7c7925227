"""Feature names as pyradiomics writes them, and as studies change them."""

import pytest

from radaudit.features.names import FeatureName, parse_name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("original_glcm_Contrast", ("", "original", "glcm", "Contrast")),
        ("original_shape2D_Perimeter", ("", "original", "shape2D", "Perimeter")),
        ("wavelet-LLH_firstorder_10Percentile", ("", "wavelet-LLH", "firstorder", "10Percentile")),
        ("wavelet2-HL_ngtdm_Busyness", ("", "wavelet2-HL", "ngtdm", "Busyness")),
        ("log-sigma-2-0-mm-3D_glcm_Imc1", ("", "log-sigma-2-0-mm-3D", "glcm", "Imc1")),
        ("log-sigma-0-5-mm-3D_gldm_DependenceEntropy", ("", "log-sigma-0-5-mm-3D", "gldm", "DependenceEntropy")),
        ("squareroot_glrlm_RunEntropy", ("", "squareroot", "glrlm", "RunEntropy")),
        ("square_glszm_ZoneEntropy", ("", "square", "glszm", "ZoneEntropy")),
        ("lbp-2D_firstorder_Mean", ("", "lbp-2D", "firstorder", "Mean")),
        ("lbp-3D-m1_firstorder_Mean", ("", "lbp-3D-m1", "firstorder", "Mean")),
        ("lbp-3D-k_firstorder_Mean", ("", "lbp-3D-k", "firstorder", "Mean")),
        ("wavelet.LLH_glcm_Id", ("", "wavelet-LLH", "glcm", "Id")),
        ("log.sigma.1.5.mm.3D_glcm_Id", ("", "log-sigma-1-5-mm-3D", "glcm", "Id")),
        ("T2_original_glcm_Contrast", ("T2", "original", "glcm", "Contrast")),
        ("GTV-1-original_shape_MeshVolume", ("GTV-1", "original", "shape", "MeshVolume")),
        ("Portal_vein.wavelet-HHH_glcm_Id", ("Portal_vein", "wavelet-HHH", "glcm", "Id")),
        ("original_glcm_Contrast.1", ("", "original", "glcm", "Contrast", "1")),
        ("original_glcm_Contrast_t1c", ("", "original", "glcm", "Contrast", "t1c")),
    ],
)
def test_a_name_in_its_parts(name, parts):
    assert parse_name(name) == FeatureName(*parts)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Age",
        "ID",
        "Id",
        "diagnostics_Image-original_Mean",
        "diagnostics_Mask-interpolated_VolumeNum",
        "original_shape_",
        "original_foo_Bar",
        "originalglcm_Contrast",
        "aboriginal_glcm_Contrast",
        "T2_Mean",
        "AUC.CSH_HHL",
        "original_glcm_Contrast\n",
    ],
)
def test_what_is_no_name_of_pyradiomics(name):
    assert parse_name(name) is None


def test_the_plain_name_leaves_out_what_a_study_added():
    assert parse_name("CT_wavelet.LLH_glcm_Id.1").plain == "wavelet-LLH_glcm_Id"


@pytest.mark.parametrize(
    ("name", "texture"),
    [
        ("original_glcm_Contrast", True),
        ("original_firstorder_Entropy", True),
        ("original_firstorder_Uniformity", True),
        ("original_firstorder_Mean", False),
        ("original_shape_MeshVolume", False),
        ("original_shape2D_Perimeter", False),
    ],
)
def test_texture_is_what_depends_on_grey_levels_in_bins(name, texture):
    assert parse_name(name).is_texture is texture


def test_every_name_that_pyradiomics_writes_is_known():
    from radiomics import getFeatureClasses

    for kind, feature_class in getFeatureClasses().items():
        for feature in feature_class.getFeatureNames():
            assert parse_name(f"wavelet-LLH_{kind}_{feature}") == FeatureName("", "wavelet-LLH", kind, feature)

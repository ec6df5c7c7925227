from radaudit.features.names import parse_name
from radaudit.features.recovery.columns import image_types, plain_names, two_dimensional, with_columns


def parsed(*names):
    return [parse_name(name) for name in names]


WAVELET, LOG = "wavelet-LLH_glcm_Contrast", "log-sigma-0-5-mm-3D_firstorder_Mean"


def test_image_types_and_filter_sizes():
    names = parsed("original_shape_Sphericity", WAVELET, LOG, "log-sigma-3-0-mm-3D_glcm_Contrast")
    assert image_types(names) == {"Original": {}, "Wavelet": {}, "LoG": {"sigma": [0.5, 3.0]}}
    assert image_types(parsed("wavelet2-HHH_glcm_Contrast")) == {"Wavelet": {"level": 2}}
    assert image_types(parsed("lbp-3D-m1_glcm_Contrast", "squareroot_glcm_Contrast", "square_glcm_Contrast")) == {
        "Square": {},
        "SquareRoot": {},
        "LBP3D": {},
    }
    kinds = ("lbp-2D", "lbp-3D-k", "lbp-3D-m1", "lbp-3D-m2", "lbp-3D-m3")
    three = parsed(*(f"{image}_glcm_Contrast" for image in kinds))
    assert image_types(three) == {"LBP2D": {}, "LBP3D": {"lbp3DLevels": 3}}
    assert image_types(three[:-1]) == {"LBP2D": {}, "LBP3D": {}}


def test_a_prefix_is_passed_over_unless_two_columns_mean_one_feature():
    found = plain_names(["T2_original_glcm_Contrast", "age", "wavelet.LLH_glcm_Contrast"])
    assert [name.plain for name in found.values()] == ["original_glcm_Contrast", WAVELET]
    assert plain_names(["T1_original_glcm_Contrast", "T2_original_glcm_Contrast"]) == {}
    assert list(plain_names(["original_glcm_Contrast", "T2_original_glcm_Contrast"])) == ["original_glcm_Contrast"]


def test_what_only_slices_have():
    assert two_dimensional(parsed("original_shape2D_Sphericity"))
    assert two_dimensional(parsed("wavelet-LH_glcm_Contrast"))
    assert not two_dimensional(parsed(WAVELET, LOG))


def test_declared_types_are_kept_and_completed():
    declared = {
        "imageType": {"Original": None, "LoG": {"sigma": [2.0, 3.0], "binWidth": 5}, "Square": {}},
        "featureClass": {"glcm": ["Contrast"], "shape": None},
    }
    images, classes, changes = with_columns(declared, parsed("original_glcm_Contrast", "log-sigma-2-0-mm-3D_glcm_Idm"))
    assert images == {"Original": {}, "LoG": {"sigma": [2.0, 3.0], "binWidth": 5}}
    assert classes == {"glcm": ("Contrast",)}
    assert changes == {}
    images, classes, changes = with_columns(declared, parsed(LOG, WAVELET))
    assert images == {"Wavelet": {}, "LoG": {"sigma": [0.5], "binWidth": 5}}
    assert classes == {"firstorder": (), "glcm": ("Contrast",)}
    assert changes == {
        "imageType Wavelet": (None, "enabled"),
        "LoG.sigma": ([2.0, 3.0], [0.5]),
        "featureClass firstorder": (None, "enabled"),
    }


def test_without_parameters_the_columns_say_it_all():
    assert with_columns({}, parsed(LOG)) == ({"LoG": {"sigma": [0.5]}}, {"firstorder": ()}, {})

from radaudit.features.recovery.configuration import Configuration, shown, told

START = Configuration({"Original": {}, "Wavelet": {"binWidth": 10}}, {"glcm": ()}, {"binWidth": 25}, 1)


def test_a_value_is_the_given_one_the_image_types_own_or_the_default():
    assert (START.value("binWidth"), START.value("Wavelet.binWidth"), START.value("Original.binWidth")) == (25, 10, 25)
    assert (START.value("label"), START.value("interpolator"), START.value("gldm_a")) == (1, "sitkBSpline", 0)
    assert START.value("Wavelet.wavelet") == "coif1"


def test_changes_leave_the_start_alone():
    after = START.changed({"binWidth": None, "binCount": 32, "Wavelet.wavelet": "haar", "label": 2})
    assert after.setting == {"binCount": 32}
    assert after.images["Wavelet"] == {"binWidth": 10, "wavelet": "haar"}
    assert after.label == 2
    assert START.setting == {"binWidth": 25}
    assert START.images["Wavelet"] == {"binWidth": 10}
    assert after.key != START.key
    assert START.changed({"binWidth": 10}).changed({"binWidth": 25}).key == START.key


def test_parameters_of_a_part():
    assert START.parameters(["Wavelet"], ["glcm", "firstorder"]) == {
        "imageType": {"Wavelet": {"binWidth": 10}},
        "featureClass": {"firstorder": [], "glcm": []},
        "setting": {"binWidth": 25},
    }
    assert START.parameters([], ["shape"])["imageType"] == {"Original": {}}


def test_words():
    assert told({"normalize": True, "resampledPixelSpacing": [1, 1.5, 0]}) == (
        "normalize true, resampledPixelSpacing [1, 1.5, 0]"
    )
    assert shown(None) == "none"
    assert shown(0.1 + 0.2) == "0.3"

import pytest

from radaudit.features.recovery.configuration import Configuration
from radaudit.features.recovery.recorded import recorded

SETTING = {"binWidth": 10, "resampledPixelSpacing": [1, 1]}
START = Configuration({"Original": {}, "Wavelet": {}}, {"glcm": ()}, SETTING, 1)


def of(settings, images="{}"):
    columns = {"diagnostics_Configuration_Settings": settings, "diagnostics_Configuration_EnabledImageTypes": [images]}
    return recorded(columns, START)


def test_what_is_recorded_otherwise_and_what_is_not_recorded_was_the_default():
    assert of(["{'binWidth': 5, 'force2D': True, 'label': 2, 'somethingElse': 3}"]) == {
        "binWidth": 5,
        "resampledPixelSpacing": None,
        "force2D": True,
        "label": 2,
    }


def test_the_same_is_no_difference():
    assert of(["{'binWidth': 10, 'resampledPixelSpacing': (1, 1)}"]) == {}


def test_what_most_cases_say():
    few, many = (str(SETTING | {"binWidth": width}) for width in (3, 4))
    assert of([None, few, many, many]) == {"binWidth": 4}


def test_settings_of_image_types():
    images = "{'Original': {}, 'Wavelet': {'wavelet': 'haar', 'strange': 1}, 'LoG': {'sigma': [1]}}"
    assert of(["{'binWidth': 10, 'resampledPixelSpacing': [1, 1]}"], images) == {"Wavelet.wavelet": "haar"}


@pytest.mark.parametrize("text", ["", "nonsense(", "[1, 2]", "__import__('os').system('true')", "{'a': 1"])
def test_what_is_no_dictionary_says_nothing(text):
    assert of([text]) == {}
    assert recorded({}, START) == {}

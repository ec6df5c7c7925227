"""Mistakes in a pyradiomics parameter file: each is told, at its place, with what to do."""

import pytest
import yaml

from radaudit.features.parameter_file import Complaint, complaints

MISTAKES = [
    (
        "imageType: {Orignal: {}}",
        "imageType.Orignal",
        "'Orignal' is no image type of pyradiomics; did you mean 'Original'?",
    ),
    ("imageType: {Wavelet: {binWidth: x}}", "imageType.Wavelet.binWidth", "must be a number (it is 'x')"),
    ("imageType: {LoG: {sigma: 3}}", "imageType.LoG.sigma", "must be a list, such as [3] (it is 3)"),
    (
        "imageType: {LoG: {sigma: [1, 0]}}",
        "imageType.LoG.sigma.1",
        "each value of 'imageType.LoG.sigma' must be more than 0",
    ),
    (
        "imageType: {LoG: {sigmaa: [1]}}",
        "imageType.LoG.sigmaa",
        "unknown key 'imageType.LoG.sigmaa'; did you mean 'sigma'?",
    ),
    ("imageType: {LoG: 3}", "imageType.LoG", "must hold keys and values, or be left out (it is 3)"),
    (
        "imageType: {Wavelet: {wavelet: coif99}}",
        "imageType.Wavelet.wavelet",
        "no wavelet of PyWavelets; did you mean 'coif9'?",
    ),
    ("imageType: {Wavelet: {wavelet: 5}}", "imageType.Wavelet.wavelet", "must be the name of a wavelet, such as coif1"),
    ("imageType: [Original]", "imageType", "must hold keys and values, or be left out (it is ['Original'])"),
    (
        "featureClass: {glcmm: []}",
        "featureClass.glcmm",
        "'glcmm' is no feature class of pyradiomics; did you mean 'glcm'?",
    ),
    (
        "featureClass: {glcm: [Contrast, Kontrast]}",
        "featureClass.glcm.1",
        "'Kontrast' is no feature of the class glcm;",
    ),
    ("featureClass: {glcm: [[1]]}", "featureClass.glcm.0", "[1] is no feature of the class glcm;"),
    ("featureClass: {shape: Volume}", "featureClass.shape", "must be a list, such as ['Volume']"),
    ("setting: {binwidth: 5}", "setting.binwidth", "unknown key 'setting.binwidth'; did you mean 'binWidth'?"),
    ("setting: {binWidth: -1}", "setting.binWidth", "must be more than 0 (it is -1)"),
    ("setting: {padDistance: -1}", "setting.padDistance", "must be at least 0 (it is -1)"),
    ("setting: {force2Ddimension: 3}", "setting.force2Ddimension", "must be at most 2 (it is 3)"),
    ("setting: {binCount: 3.5}", "setting.binCount", "must be a whole number (it is 3.5)"),
    ("setting: {force2D: 5}", "setting.force2D", "must be true or false (it is 5)"),
    ("setting: {interpolator: cubic}", "setting.interpolator", "such as sitkBSpline or sitkLinear"),
    ("setting: {interpolator: 99}", "setting.interpolator", "or its number from 1 to 10 (it is 99)"),
    ("setting: {weightingNorm: big}", "setting.weightingNorm", "must be euclidean, manhattan, infinity, no_weighting"),
    (
        "setting: {resegmentMode: x}",
        "setting.resegmentMode",
        "must be one of 'absolute', 'relative', 'sigma' (it is 'x')",
    ),
    ("setting:", "setting", "must hold keys and values, or be left out (it is nothing)"),
    ("voxelSetting: {kernelradius: 1}", "voxelSetting.kernelradius", "did you mean 'kernelRadius'?"),
    ("settings: {binWidth: 5}", "settings", "unknown key 'settings'; did you mean 'setting'?"),
    ("1: 2", "1", "unknown key '1'; known are imageType, featureClass, setting, voxelSetting"),
    ("[1]", "", "should hold the sections imageType, featureClass, setting"),
]


@pytest.mark.parametrize(("text", "keys", "said"), MISTAKES, ids=[text for text, *_ in MISTAKES])
def test_a_mistake_is_told_at_its_place(text, keys, said):
    (found,) = complaints(yaml.safe_load(text))
    assert ".".join(map(str, found.keys)) == keys
    assert said in found.sentence
    assert "ath: '" not in found.sentence


def test_all_mistakes_are_told_though_the_schema_stops_at_some():
    found = complaints(
        {
            "imageType": {"Wavelets": {}, "LoG": {"sigma": ["a"]}},
            "featureClass": {"glmc": None, "shape": None},
            "setting": {"interpolator": "cubic", "label": 1, "binWidth": "wide"},
        }
    )
    assert [own.keys for own in found] == [
        ("imageType", "Wavelets"),
        ("imageType", "LoG", "sigma", 0),
        ("featureClass", "glmc"),
        ("setting", "interpolator"),
        ("setting", "binWidth"),
    ]
    assert all(isinstance(own, Complaint) for own in found)


@pytest.mark.parametrize("parameters", [{}, {"setting": {"binWidth": 5}, "imageType": {"LoG": {"sigma": [1.0]}}}])
def test_right_parameters_have_no_complaint(parameters):
    assert complaints(parameters) == []

"""Words of parameter files against the release notes, and against the installed schema."""

import yaml

from radaudit.features.radiomics import invalid
from radaudit.features.versions.parameters import CLASSES_SINCE, DROPPED, IMAGES_SINCE, SINCE, newest_key, old_words

OLD = {
    "inputImage": {"Original": {}},
    "setting": {"binWidth": 25, "verbose": True, "enableCExtensions": True},
    "featureClass": {"shape": ["Volume", "Roundness", "Flatness"], "glcm": ["Homogeneity1", "SumVariance", "Id"]},
}


def schema():
    import radiomics

    with open(radiomics.getParameterValidationFiles()[0], encoding="utf-8") as file:
        return yaml.safe_load(file)["mapping"]


def test_dated_keys_are_todays_and_dropped_ones_are_not():
    known = {*schema(), *schema()["setting"]["mapping"]}
    assert set(SINCE) <= known
    assert not set(DROPPED) & known
    classes = {kind: [] for kind in CLASSES_SINCE}
    assert invalid({"featureClass": classes, "imageType": {kind: {} for kind in IMAGES_SINCE}}) == []


def test_words_of_older_releases():
    found = {own.keys: own.sentence for own in old_words(OLD)}
    assert found["inputImage",] == "'inputImage' is a key of pyradiomics before 1.3.0; it is called imageType since"
    assert found["setting", "verbose"].startswith("'verbose' is a key of pyradiomics before 1.1.1")
    sentences = [own.sentence for own in old_words(OLD)]
    assert "'Volume' is called VoxelVolume since pyradiomics 2.1.0" in sentences
    assert "'Homogeneity1' is given no value since pyradiomics 2.0.0: it equals glcm_Id" in sentences
    assert len(sentences) == 7
    assert invalid(OLD) != []


def test_todays_words_are_left_in_peace():
    assert old_words({"setting": {"binWidth": 5}, "featureClass": {"glcm": None, "shape": ["MeshVolume"]}}) == []
    assert old_words({"setting": None, "featureClass": ["glcm"]}) == []


def test_the_newest_key():
    assert newest_key({"setting": {"binWidth": 5, "preCrop": True, "resegmentShape": True}}) == (
        "resegmentShape",
        (2, 1, 0),
    )
    assert newest_key({"imageType": {"LBP2D": {}}, "featureClass": {"shape2D": []}}) == ("shape2D", (2, 2, 0))
    assert newest_key({"imageType": {"LoG": {"binCount": 8}}}) == ("binCount", (2, 0, 0))
    assert newest_key({"setting": {"binWidth": 5}}) is None

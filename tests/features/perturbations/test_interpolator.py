from radaudit.features.perturbations.interpolator import interpolator


def test_another_interpolator_and_nothing_else():
    given = {"imageType": {"Original": {}}, "setting": {"interpolator": "sitkBSpline", "binWidth": 5}}
    changed = interpolator(given, (1, 1, 1), "sitkLinear")
    assert changed == {**given, "setting": {"interpolator": "sitkLinear", "binWidth": 5}}
    assert given["setting"]["interpolator"] == "sitkBSpline"

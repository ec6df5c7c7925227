from radaudit.checks.features.parameters_complete import parameters_complete
from radaudit.core.finding import Severity
from radaudit.features.settings import Settings
from tests.made_evidence import only, told
from tests.made_study import PARAMETERS

WHOLE = PARAMETERS["setting"]


def settings(label_given=True, path="params.yaml", **given):
    return Settings({"setting": given}, path, 1, label_given)


def test_whole_parameters():
    assert only(parameters_complete(settings(**WHOLE)), "pass").values == {"settings": 5}


def test_a_bin_count_stands_for_a_bin_width():
    given = {name: value for name, value in WHOLE.items() if name != "binWidth"} | {"binCount": 32}
    assert told(parameters_complete(settings(**given))) == [("pass", "")]


def test_both_ways_of_binning():
    finding = only(parameters_complete(settings(**WHOLE, binCount=32)))
    assert finding.code == "bin-width-and-count"
    assert "binWidth (25) and binCount (32)" in finding.message
    assert [place.path for place in finding.where] == ["params.yaml"]


def test_a_tolerance_that_lets_everything_pass():
    finding = only(parameters_complete(settings(**WHOLE, geometryTolerance=5)))
    assert (finding.code, finding.severity) == ("large-tolerance", Severity.MINOR)
    assert told(parameters_complete(settings(**WHOLE, geometryTolerance=5), tolerance=10)) == [("pass", "")]


def test_what_is_left_to_defaults():
    finding = only(parameters_complete(settings(label_given=False, path="", interpolator="sitkBSpline")))
    assert (finding.code, finding.severity, finding.where) == ("not-given", Severity.NOTE, ())
    assert finding.message.startswith("4 settings left to pyradiomics' defaults")
    assert finding.rows == (
        {"setting": "binWidth", "default": "25"},
        {"setting": "resampledPixelSpacing", "default": "None"},
        {"setting": "normalize", "default": "False"},
        {"setting": "label", "default": "1"},
    )


def test_a_label_in_the_manifest_is_given():
    given = {name: value for name, value in WHOLE.items() if name != "label"}
    assert told(parameters_complete(settings(**given, label_given=True))) == [("pass", "")]


def test_without_parameters_it_is_not_known(make_study):
    made = make_study(manifest=lambda said: said["features"].pop("settings"))
    report = made.audit(select=["features/parameters-complete"])
    assert told(report.results[0].findings) == [("unknown", "unavailable")]

import pytest

from radaudit.features.names import parse_name
from radaudit.features.recovery.configuration import Configuration
from radaudit.features.recovery.trials import Case, Trials

NAMES = [parse_name(f"original_{name}") for name in ("shape_Sphericity", "glcm_Contrast", "firstorder_Mean")]
START = Configuration({"Original": {}}, {"glcm": (), "firstorder": (), "shape": ()}, {"binWidth": 25}, 1)
REPORTED = {"original_shape_Sphericity": 0.5, "original_glcm_Contrast": 10.0, "original_firstorder_Mean": 100.0}


class Bench:
    """Trials of a made extractor: contrast is the bin width, the rest is as reported."""

    def __init__(self, most=10, **case):
        self.asked = []
        cases = [Case("c", REPORTED, dict.fromkeys(REPORTED, 0.0), **case)]
        self.trials = Trials(cases, self.extract, lambda wanted: [], lambda case: [], 1e-9, most)

    def extract(self, wanted):
        self.asked.append([(sorted(one.parameters["featureClass"]), one.parameters["setting"]) for one in wanted])
        return [self.features(one) for one in wanted]

    def features(self, one):
        width = one.parameters["setting"].get("binWidth", 25)
        found = REPORTED | {"original_glcm_Contrast": float(width)}
        kinds = one.parameters["featureClass"]
        return None if width < 0 else {n: v for n, v in found.items() if n.split("_")[1] in kinds}

    def score(self, width, names=NAMES):
        return self.trials.scores([(START.changed({"binWidth": width}), f"binWidth {width}")], names, "c")[0]


def test_only_what_is_asked_for_is_extracted_and_only_once():
    bench = Bench()
    assert bench.score(25, NAMES[:2]).deviating == {"original_glcm_Contrast"}
    assert bench.score(25).agreeing == {"original_shape_Sphericity", "original_firstorder_Mean"}
    assert bench.score(25).full is False
    assert bench.score(10).full
    assert [kinds for [(kinds, _)] in bench.asked] == [
        ["glcm", "shape"],
        ["firstorder"],
        ["firstorder", "glcm", "shape"],
    ]
    assert bench.trials.extractions == 3
    assert [(one.changes, one.agreeing, one.compared) for one in bench.trials.tried] == [
        ("binWidth 25", 1, 2),
        ("binWidth 25", 2, 3),
        ("binWidth 10", 3, 3),
    ]


def test_what_the_declared_parameters_gave_is_not_extracted_again():
    bench = Bench(declared=REPORTED | {"original_glcm_Contrast": 25.0})
    bench.trials.know(START, NAMES)
    assert bench.score(25).deviating == {"original_glcm_Contrast"}
    assert bench.asked == []


def test_variants_are_made_at_once_and_no_more_than_are_left():
    bench = Bench(most=3)
    wanted = [(START.changed({"binWidth": width}), str(width)) for width in (1, 2, 10, 20, 30)]
    scores = bench.trials.scores(wanted, NAMES, "c")
    assert [len(made) for made in bench.asked] == [3]
    assert [score and score.full for score in scores] == [False, False, True, None, None]
    assert bench.trials.left == 0


def test_a_configuration_that_can_not_be_extracted():
    score = Bench().score(-1)
    assert score.failed
    assert not score.full


@pytest.mark.parametrize("size", [0.01, 1e-9])
def test_a_spacing_that_would_blow_the_image_up_is_not_tried(size):
    bench = Bench(spacing=(1.0, 1.0, 2.0))
    fine = START.changed({"resampledPixelSpacing": [1, 1, size]})
    assert bench.trials.scores([(fine, "")], NAMES, "c")[0].failed
    assert bench.asked == []
    assert bench.trials.scores([(START.changed({"resampledPixelSpacing": [1, 1, 0]}), "")], NAMES, "c")[0]
    assert len(bench.asked) == 1


def test_a_rounded_number_agrees_within_its_rounding():
    case = Case("c", {"a": 10.12}, {"a": 0.005})
    assert case.interval("a", 1e-9) == pytest.approx((10.115, 10.125), abs=1e-6)
    assert case.interval("b", 1e-9) is None

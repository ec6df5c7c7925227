from types import SimpleNamespace

import numpy as np
import pytest

from radaudit.checks.deep.looks_at_the_lesion import looks_at_the_lesion
from radaudit.deep.comparison import compare_deep
from radaudit.evidence.deep_controls import LESION, REST, DeepControls
from radaudit.evidence.leading import leading_gauge
from radaudit.evidence.texture import Kept, Texture
from radaudit.statistics.interval import Interval
from tests.made_deep import drawn
from tests.made_evidence import only

PLAIN = drawn()


def controls(without, alone):
    """Features with noise of these sizes added."""
    noise = np.random.default_rng(4).normal(size=PLAIN.shape)
    cases = tuple(map(str, range(len(PLAIN))))
    tables = {LESION: PLAIN + without * noise, REST: PLAIN + alone * noise}
    return DeepControls(
        cases, {way: compare_deep(cases, PLAIN, own, np.zeros(own.shape)) for way, own in tables.items()}, tables
    )


def predicted(low, high, figure=(0.7, 0.95), problem=""):
    own = SimpleNamespace(name="net")
    if problem:
        return Texture(own, "test", problem)
    lost = Interval((low + high) / 2, low, high, 0.95, "bootstrap")
    kept = (Kept(LESION, 0.6, lost), Kept(REST, 0.8, lost))
    estimate = Interval(sum(figure) / 2, *figure, 0.95, "bootstrap")
    return Texture(own, "test", "", leading_gauge("binary"), estimate, 0.5, 40, kept)


def judge(without=2.0, alone=0.1, texture=None, **options):
    return list(looks_at_the_lesion(controls(without, alone), (texture,) if texture else None, **options))


def test_features_that_change_without_the_lesion():
    finding = only(judge(), "pass")
    assert finding.values["without_lesion"] < 0.5 < finding.values["lesion_alone"]


def test_features_that_stay_without_the_lesion():
    finding = only(judge(0.01, 2.0))
    assert finding.code == "features-unmoved"
    assert finding.benign
    only(judge(0.3, 2.0, unmoved=0.99), "pass")


@pytest.mark.parametrize(
    ("texture", "outcome", "code"),
    [
        (predicted(0.1, 0.4), "pass", ""),
        (predicted(-0.05, 0.01), "fail", "lesion-not-needed"),
        (predicted(-0.05, 0.2), "unknown", ""),
        (predicted(0.1, 0.4, figure=(0.4, 0.7)), "unknown", ""),
        (predicted(0, 0, problem="too few cases"), "unknown", ""),
    ],
)
def test_predictions_without_the_lesion(texture, outcome, code):
    _, found = judge(texture=texture)
    assert (found.outcome, found.code) == (outcome, code)

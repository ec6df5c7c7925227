import numpy as np
import pytest

from radaudit.checks.leakage.sets_drawn_as_declared import sets_drawn_as_declared
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Severity, Tier
from tests.made_patients import declared, some_patients

RANDOM = np.random.default_rng(8)
ROWS = 90
IDS = [f"c{n}" for n in range(ROWS)]
HELD = RANDOM.permutation(np.arange(ROWS) < 30)
AGE, SEX, EVENT = RANDOM.normal(60, 9, ROWS), RANDOM.integers(2, size=ROWS), RANDOM.integers(2, size=ROWS)
FEATURES = RANDOM.normal(size=(ROWS, 12))


def judge(age=AGE, features=FEATURES, held=HELD, **split):
    people = some_patients(
        IDS, np.where(held, "test", "train").tolist(), {"age": age}, {"sex": SEX, "event": EVENT}, "event", features
    )
    return list(sets_drawn_as_declared(declared(**split), people))


@pytest.mark.parametrize("kind", ["random", "stratified", None])
def test_a_random_draw_passes(kind):
    [finding] = judge(kind=kind)
    assert finding.outcome == "pass"
    assert {"p_more", "p_less", "p_of_features"} <= set(finding.values)


@pytest.mark.parametrize(
    ("kind", "tier", "severity"), [("random", Tier.TESTED, None), (None, Tier.HEURISTIC, Severity.MINOR)]
)
def test_older_patients_in_the_test_set(kind, tier, severity):
    [finding] = judge(age=AGE + 12 * HELD, kind=kind)
    assert (finding.code, finding.tier, finding.severity) == ("sets-too-different", tier, severity)
    differences = {row["variable"]: row["difference, in SD of draws"] for row in finding.rows}
    assert differences["age"] > 3.5 > differences["sex"]


def test_features_of_another_scanner():
    [finding] = judge(features=FEATURES + 1.5 * HELD[:, None], kind="random")
    assert finding.code == "features-tell-the-set"
    assert finding.values["auc"] > 0.8


def test_a_split_that_was_picked():
    drawn = [RANDOM.permutation(HELD) for _ in range(4000)]
    columns = np.column_stack([np.argsort(np.argsort(AGE)), SEX, EVENT])
    columns = columns / columns.std(axis=0)
    best = min(drawn, key=lambda own: ((columns[own].mean(axis=0) - columns[~own].mean(axis=0)) ** 2).sum())
    [finding] = judge(held=best, features=FEATURES[:, :0], kind="random")
    assert (finding.code, finding.severity) == ("sets-too-alike", Severity.MINOR)


def test_what_cant_be_asked():
    with pytest.raises(NotApplicable, match="time or site"):
        judge(kind="temporal")
    with pytest.raises(Unavailable, match="Fewer than 10"):
        judge(held=np.arange(ROWS) < 5)
    people = some_patients(IDS, np.where(HELD, "test", "train").tolist())
    with pytest.raises(Unavailable, match="Nothing is written"):
        list(sets_drawn_as_declared(declared(kind="random"), people))

from types import SimpleNamespace

import pytest

from radaudit.checks.code.steps_as_declared import steps_as_declared
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Location
from tests.made_code import BUILDS, leaky, some_code
from tests.made_evidence import only

SCALED = some_code(leaky("X = (X - X.mean()) / X.std()"))


def study(**fitted_on):
    models = [SimpleNamespace(name="m", fitted_on=fitted_on)]
    declared = lambda *keys: Location("radaudit.yaml", 3, "/".join(map(str, keys)))  # noqa: E731
    return SimpleNamespace(manifest=SimpleNamespace(models=models), declared=declared)


def test_a_step_that_is_declared_otherwise():
    finding = only(steps_as_declared(study(scaling="train", selection="train"), SCALED))
    assert finding.code == "declared-otherwise"
    assert [place.path for place in finding.where] == ["radaudit.yaml", "a.py", "a.py"]
    assert finding.rows[0]["step"] == "scaling"


def test_a_step_as_it_is_declared():
    finding = only(steps_as_declared(study(scaling="all"), SCALED), "pass")
    assert finding.rows[0]["the code shows"] == "all"
    assert only(steps_as_declared(study(scaling="train"), some_code()), "pass")


def test_nothing_to_compare():
    with pytest.raises(NotApplicable):
        list(steps_as_declared(study(), SCALED))
    with pytest.raises(Unavailable, match="evaluates nothing"):
        list(steps_as_declared(study(scaling="train"), some_code(BUILDS)))

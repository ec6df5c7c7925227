import pytest

from radaudit.checks.model.features_reduced import features_reduced
from radaudit.core.errors import NotApplicable
from radaudit.evidence.reruns import Rerun
from tests.made_evidence import only, told

OFFERED = ("f1", "f2", "f3")


def model(name="m", **fields):
    return {name: Rerun(name, **({"offered": OFFERED, "steps": ("Scaler", "Lasso")} | fields))}


def test_a_model_on_fewer_features():
    finding = only(features_reduced(model(used=("f2",))), "pass")
    assert finding.message == "m (Scaler > Lasso) depends on 1 of 3 columns."
    assert (finding.code, finding.rows) == ("reduced", ({"feature": "f2"},))


def test_a_model_on_all_features():
    finding = only(features_reduced(model(used=OFFERED)))
    assert (finding.code, finding.message) == ("not-reduced", "m depends on all 3 columns it was offered.")


def test_a_model_that_does_not_tell():
    assert "does not tell on which of 3 columns" in only(features_reduced(model(used=None)), "unknown").message


def test_each_model_has_its_answer():
    models = model("a", used=("f1",)) | model("b", used=OFFERED) | {"c": Rerun("c", "it is broken")}
    assert told(features_reduced(models)) == [("pass", "reduced"), ("fail", "not-reduced"), ("unknown", "")]


def test_clinical_models_are_not_asked():
    with pytest.raises(NotApplicable):
        list(features_reduced(model(offered=("age",), clinical=("age",), used=("age",))))

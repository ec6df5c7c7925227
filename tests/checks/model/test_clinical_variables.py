from radaudit.checks.model.clinical_variables import clinical_variables
from radaudit.evidence.reruns import Rerun
from tests.made_evidence import only


def model(**fields):
    return {"m": Rerun("m", **({"offered": ("f1", "age", "sex")} | fields))}


def test_clinical_variables_joined():
    finding = only(clinical_variables(model(clinical=("age", "sex"), used=("f1", "age"))), "pass")
    assert finding.message == "m was offered 2 clinical variables (age, sex); it depends on 1."
    unclear = only(clinical_variables(model(clinical=("age",), used=None)), "pass")
    assert unclear.message.endswith("it depends on an unknown number.")


def test_no_model_was_offered_one():
    finding = only(clinical_variables(model()))
    assert (finding.code, finding.message) == ("none", "No model was offered a clinical variable.")


def test_a_model_that_could_not_be_run_tells_nothing():
    finding = only(clinical_variables(model() | {"n": Rerun("n", "it is broken")}), "unknown")
    assert finding.message == "n could not be re-run: it is broken."

import numpy as np
import pytest

from radaudit.checks.leakage.table_is_as_declared import table_is_as_declared
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity
from tests.made_evidence import only, told
from tests.made_harmonised import made, raw, recomputed
from tests.made_lesions import a_study, examined, harmonised, history, lesions, scaled

OWN = lesions()
RAW, Z, FLAT = OWN.values, scaled(OWN.values), harmonised(OWN)
BY_SITE = {"harmonisation": {"method": "combat", "batch": "site"}}


def judge(values, study, again=None, **changes):
    table = examined(OWN, values, **changes)
    return list(table_is_as_declared(study, (table,), (history(table),), again))


def a_scaled(**parts):
    return a_study(features={"table": "features.csv", "normalised": "zscore"}, **parts)


@pytest.mark.parametrize(
    ("values", "study", "wanted"),
    [
        (RAW, a_study(), ("pass", "")),
        (Z, a_scaled(), ("pass", "")),
        (Z, a_study(), ("fail", "scaled")),
        (RAW, a_scaled(), ("fail", "not-scaled")),
        (FLAT, a_study(**BY_SITE), ("pass", "")),
        (FLAT, a_study(), ("fail", "harmonised")),
        (RAW, a_study(**BY_SITE), ("fail", "not-harmonised")),
        (FLAT, a_study(harmonisation={"method": "combat", "batch": "scanner"}), ("fail", "other-batch")),
        (harmonised(OWN, OWN.age), a_study(**BY_SITE), ("fail", "other-covariates")),
    ],
)
def test_what_is_declared_and_what_is_seen(values, study, wanted):
    assert told(judge(values, study)) == [wanted]


def test_a_table_that_was_scaled_for_publication_is_a_note():
    assert only(judge(Z, a_study())).severity == Severity.NOTE


def test_training_and_test_rows_harmonised_apart():
    values = FLAT.copy()
    for part in (OWN.train, ~OWN.train):
        for site in range(3):
            own = part & (OWN.site == site)
            values[own] = scaled(OWN.values[own])
    both = OWN.site + 3 * ~OWN.train
    groupings = {"site": OWN.site, "set": np.where(OWN.train, 0, 1), "site within set": both}
    assert told(judge(values, a_study(**BY_SITE), groupings=groupings)) == [("fail", "sets-apart")]


def test_rows_that_break_alone():
    values = Z.copy()
    values[[4, 9], OWN.names.index("original_glcm_Contrast")] = 0.1
    finding = only(judge(values, a_scaled()))
    assert (finding.code, finding.severity) == ("odd-rows", Severity.MINOR)
    assert [row["case"] for row in finding.rows] == ["c04", "c09"]


def test_what_cant_be_told():
    logs = scaled(np.sign(RAW) * np.log1p(np.abs(RAW)))
    assert told(judge(logs, a_scaled())) == [("unknown", "not-told")]
    with pytest.raises(Unavailable):
        judge(RAW[:, :2], a_study(), names=("a", "b"))


def test_a_table_that_is_harmonised_again_is_judged_there():
    study = a_study(harmonisation={"method": "combat", "batch": "site", "table": "features.csv"})
    values = harmonised(OWN, OWN.event)
    assert told(judge(values, study, which="harmonised")) == [("fail", "other-covariates")]
    assert told(judge(values, study, recomputed(made(grade=True)), which="harmonised")) == [("pass", "")]
    assert told(judge(values, study, recomputed(raw() ** 3), which="harmonised")) == [("fail", "other-covariates")]

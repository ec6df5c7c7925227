import numpy as np
import pytest

from radaudit.checks.harmonisation.table_reproduces import table_reproduces
from radaudit.core.finding import Severity, Tier
from radaudit.forensics.recomputed.recipe import Recipe
from radaudit.harmonisation.implementations.all import IMPLEMENTATIONS
from tests.made_evidence import only, told
from tests.made_harmonised import TRAIN, made, output, raw, recomputed, train
from tests.made_lesions import a_study

INFO = {"method": "combat", "batch": "site", "fitted_on": "train"}


def judge(after, *, declared=None, half=None, **info):
    study = a_study(harmonisation=INFO | info)
    return list(table_reproduces(study, recomputed(after, declared, half=half)))


@pytest.mark.parametrize(
    ("after", "info"),
    [
        (made(train()), {}),
        (made(train(), old=True), {"covariates": ["age"]}),
        (made(), {"fitted_on": "all"}),
        (made(train()) * 2 + 3, {"batch": "vendor"}),  # another name of the site
    ],
)
def test_tables_that_are_as_declared(after, info):
    declared = Recipe({"all": "all rows", "train": TRAIN}[(INFO | info)["fitted_on"]], "site")
    finding = only(judge(after, declared=declared, **info), "pass")
    assert "to the last printed digit (as neuroHarmonize, neuroCombat or sva compute it)" in finding.message
    assert finding.rows[0]["columns that agree"] == 1.0


@pytest.mark.parametrize(
    ("after", "code", "severity", "words"),
    [
        (made(), "other-rows", Severity.MINOR, "fitted on all rows, gives the harmonised table"),
        (made(train(), grade=True), "other-covariates", Severity.MAJOR, "preserving 'grade', fitted on the training"),
        (raw(), "not-harmonised", None, "holds the raw values"),
        (raw() * 5 + 2, "not-harmonised", None, "the raw one with each column shifted and scaled"),
    ],
)
def test_tables_that_were_made_in_another_way(after, code, severity, words):
    finding = only(judge(after))
    assert (finding.code, finding.severity, finding.tier) == (code, severity, Tier.PROVED)
    assert words in finding.message
    assert finding.benign


def test_another_batch():
    finding = only(judge(made(train()), batch="scanner"))
    assert (finding.code, finding.severity) == ("other-batch", Severity.MAJOR)
    assert finding.message.endswith("; the study declares 'scanner' as the batch.")


def test_covariates_are_proved_where_no_program_gives_the_table():
    if IMPLEMENTATIONS["inmoose"].installed:
        pytest.skip("the program is there, and gives the table")
    finding = only(judge(output("inmoose_grade")))
    assert (finding.code, finding.tier) == ("other-covariates", Tier.PROVED)
    assert "given 'grade'; the study declares that it preserved nothing" in finding.message


def test_what_nothing_gives_is_unknown_and_shows_the_closest():
    finding = only(judge(raw() ** 3), "unknown")
    assert finding.code == "not-reproduced"
    assert "The closest is ComBat" in finding.message
    assert "Say which program" in finding.values["add"]
    assert told(judge(made(train()) + 0.01 * np.sin(raw() * 7)))[0] == ("unknown", "not-reproduced")


def test_a_program_that_is_near_is_a_tested_finding():
    finding = only(judge(made() + 1e-5 * np.sin(raw() * 7)))
    assert (finding.code, finding.tier) == ("other-rows", Tier.TESTED)
    assert "SD, by a program that is near" in finding.message


def test_what_can_not_be_told_apart_is_no_failure():
    coarse = np.round(made() / 2) * 2
    finding = only(judge(coarse, half=np.full(coarse.shape, 1.0)), "pass")
    assert " or ComBat by 'site', fitted on all rows" in finding.message

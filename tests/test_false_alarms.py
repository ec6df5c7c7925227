"""Honest analyses of simulated studies: how often is one accused of something it did not do?"""

import numpy as np
import pytest

from radaudit.checks.model.better_than_chance import better_than_chance
from radaudit.checks.model.claims_hold_without_leaks import claims_hold_without_leaks
from radaudit.checks.model.holds_for_other_seeds import holds_for_other_seeds
from radaudit.core.finding import Outcome, Severity, Tier
from radaudit.evidence import waterfalls as falls
from radaudit.evidence.auditor import Auditor, Effort
from radaudit.evidence.chance import chance
from radaudit.evidence.other_seeds import other_seeds
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_setups import a_setup, claimed, run_here

STUDIES = 200


class Map:
    map = None


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_here)
    monkeypatch.setattr(falls, "RESAMPLES", 200)


def audited(seed: int, declared: dict) -> list:
    """Findings about a study with a real effect, cross-validated or split, patients with one or two cases."""
    rng = np.random.default_rng(seed)
    cases = int(rng.integers(50, 90))
    labels = rng.permutation(np.arange(cases) % 2)
    table = rng.normal(size=(cases, 30))
    table[:, :3] += rng.uniform(0.6, 1.2) * labels[:, None]
    split = seed % 2
    sets = np.where(np.arange(cases) < 0.6 * cases, "train", "test").tolist() if split else ()
    setups = a_setup(table, labels, sets, folds=0 if split else 5, fitted_on=declared)
    group = a_set(name="test" if split else "cv", auc="0.80")
    auditor = Auditor(seed=seed, effort=Effort(permutations=20))
    found = falls.waterfalls(claimed(setups, group, seed=seed), None, None, None, None, auditor, Map)
    findings = list(claims_hold_without_leaks(found, None))
    own = found[0].rerun.estimate
    group = a_set(name=group.set, auc=f"{own:.2f}")
    findings += better_than_chance(chance(claimed(setups, group, seed=seed), auditor, Map))
    return findings + list(holds_for_other_seeds(other_seeds(claimed(setups, group, seed=seed), auditor, Map)))


def accused(findings: list) -> bool:
    """Whether a finding that can fail the gate says that something was done wrong."""
    wrong = ("flattered", "nothing-left", "analysis-flatters", "only-with-own-seed")
    return any(
        f.outcome == Outcome.FAIL and f.code in wrong and f.tier > Tier.HEURISTIC and f.severity != Severity.MINOR
        for f in findings
    )


@pytest.mark.slow
def test_at_most_one_honest_study_in_twenty_is_accused():
    declared = ({}, {"scaling": "all"})
    assert sum(accused(audited(seed, declared[seed // 2 % 2])) for seed in range(STUDIES)) <= 0.05 * STUDIES


def test_a_leaky_study_is_accused():
    rng = np.random.default_rng(3)
    setups = a_setup(rng.normal(size=(60, 150)), np.arange(60) % 2, folds=5, fitted_on={"selection": "all"})
    assert accused(
        list(
            claims_hold_without_leaks(
                falls.waterfalls(claimed(setups, a_set(name="cv", auc="0.9")), None, None, None, None, Auditor(), Map),
                None,
            )
        )
    )

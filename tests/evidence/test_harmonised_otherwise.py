from radaudit.evidence.auditor import Auditor
from radaudit.evidence.harmonisable import harmonisable
from radaudit.evidence.harmonised_otherwise import harmonised_otherwise
from tests.made_left_out import a_study, at_sites, cohort_of, draw
from tests.made_setups import run_here


class Map:
    map = None


def test_both_questions_are_one_round_of_jobs(monkeypatch):
    rounds = []

    def run_all(compute_map, title, wanted, batch):
        rounds.append([len(runs) for _, runs in wanted])
        return run_here(compute_map, title, wanted, batch)

    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_all)
    setups = at_sites(*draw((0.3, 0.5, 0.7)))
    found = harmonised_otherwise(harmonisable(setups, a_study(), cohort_of(setups)), None, None, Auditor(), Map)
    assert rounds == [[4, 3]]  # ways to harmonise, and sites
    assert [len(found.what_ifs), len(found.left_out)] == [1, 1]

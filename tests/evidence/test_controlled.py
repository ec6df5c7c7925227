import numpy as np
import pytest

from radaudit.compute.digest import FileRef
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.evidence.auditor import Auditor, Effort
from radaudit.evidence.controlled import controlled
from radaudit.evidence.images import CaseImages
from radaudit.evidence.setups import Setups
from radaudit.features.settings import Settings
from tests.made_evidence import an_index
from tests.made_setups import a_setup

CASES = tuple(f"c{row:03d}" for row in range(12))
SETUPS = a_setup(np.zeros((12, 2)), np.arange(12) % 2, ["train"] * 6 + ["test"] * 6)


def picture(number):
    file = FileRef(None, f"{number:064x}")
    return CaseImages(CASES[number], "i", "m", file, file)


class Map:
    """Gives a for the case's number, and nothing for c007."""

    def __init__(self):
        self.jobs = []

    def map(self, title, jobs, keep):
        self.jobs += jobs
        return [
            Failure("no voxel") if job.case == "c007" else keep({"features": {"a": float(job.case[1:])}})
            for job in jobs
        ]


def made(setups=SETUPS, **effort):
    engine = Map()
    index = an_index(*map(picture, range(12)))
    auditor = Auditor(effort=Effort(**({"controls": ("shuffled_roi", "shuffled_full")} | effort)))
    return controlled(index, Settings({}, "", 1), setups, auditor, engine), engine


def test_held_out_cases_alone_where_no_model_is_fitted_on_controls():
    found, engine = made(controlled_training=False)
    assert (found.cases, found.of, found.training) == (CASES[6:], 6, False)
    assert found.values["shuffled_roi"][:, 0].tolist()[2:] == [8, 9, 10, 11]
    assert np.isnan(found.values["shuffled_full"][1]).all()
    assert found.failures == {(control, "c007"): "no voxel" for control in ("shuffled_roi", "shuffled_full")}
    assert found.names == ("a",)
    assert len({(job.case, job.control, job.seed) for job in engine.jobs}) == 12


def test_of_held_out_and_of_training_cases_so_many_at_most():
    found, _ = made(controlled_cases=4)
    assert (len(found.cases), found.of) == (8, 12)
    assert sum(case < "c006" for case in found.cases) == 4


def test_cases_of_folds_are_held_out_too():
    folded = a_setup(np.zeros((12, 2)), np.arange(12) % 2, ["train"] * 12, folds=3)
    assert made(folded, controlled_training=False)[0].cases == CASES


@pytest.mark.parametrize(
    ("setups", "effort", "reason"),
    [(SETUPS, {"controlled_cases": 0}, "asked for no"), (Setups({}, {"m": "it broke"}), {}, "can be run")],
)
def test_where_nothing_is_asked_or_can_be_run(setups, effort, reason):
    with pytest.raises(Unavailable, match=reason):
        made(setups, **effort)

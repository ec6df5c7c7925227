"""What becomes of results that are missing, and which cases are taken."""

from types import SimpleNamespace

import numpy as np
import pytest

from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.evidence.auditor import Auditor, Effort
from radaudit.evidence.images import CaseImages, ImageIndex
from radaudit.evidence.perturbed import perturbed
from radaudit.evidence.robustness import robustness
from radaudit.features.perturbed import ExtractPerturbed
from radaudit.features.settings import Settings

SETTINGS = Settings({"imageType": {"Original": {}}}, "", 1)


def index(count, masked=True):
    def case(number):
        file = SimpleNamespace(sha256=f"{number:08x}", path=None)
        return CaseImages(f"P{number}", "", "", file, file)

    return ImageIndex({f"P{number}": case(number) for number in range(count)}, 1, masked)


class Answering:
    """Gives a number for each job; fails where it is told to."""

    def __init__(self, *broken):
        self.broken, self.jobs = set(broken), []

    def map(self, title, jobs, keep):
        self.jobs += jobs
        for place, job in enumerate(jobs):
            number = int(job.case[1:])
            chain = job.chain.steps[1].size if isinstance(job, ExtractPerturbed) else "as it is"
            if (number, chain) in self.broken or (number, None) in self.broken:
                yield Failure("too small")
            else:
                noise = np.random.default_rng([number, place]).normal(0, 0.1)
                yield keep({"features": {"steady": number + noise, "constant": 1.0}})


def made(compute, cases=8, effort=None):
    effort = effort or Effort(perturbations=5, perturbed_cases=8)
    return perturbed(index(cases), SETTINGS, Auditor(effort=effort), compute)


def test_each_case_as_it_is_and_after_every_chain():
    found = made(Answering())
    assert found.values.shape == (8, 6, 2)
    assert found.names == ("steady", "constant")
    assert found.values[3, :, 0] == pytest.approx(3, abs=1)
    told = robustness(found)
    assert (told.cases, told.measurements) == (8, 6)
    assert told.low[0] > 0.95
    assert np.isnan(told.low[1]), "a constant feature tells nothing"


@pytest.mark.parametrize(
    ("broken", "cases", "measurements"),
    [({(2, None)}, 7, 6), ({(number, -0.2) for number in range(6)}, 8, 5), ({(2, None), (5, -0.2)}, 6, 6)],
    ids=["a case", "a chain", "one of a case"],
)
def test_what_lacks_most_is_left_out_until_all_is_there(broken, cases, measurements):
    found = made(Answering(*broken))
    told = robustness(found)
    assert (told.cases, told.measurements) == (cases, measurements)
    assert set(found.failures.values()) == {"too small"}


def test_where_next_to_nothing_is_left_the_reason_is_told():
    with pytest.raises(Unavailable, match=r"of 8 cases .* too small"):
        robustness(made(Answering(*((number, None) for number in range(7)))))


def test_of_many_cases_some_are_drawn_the_same_for_the_same_seed():
    few = Effort(perturbations=1, perturbed_cases=5)
    one, other = (made(Answering(), 40, few) for _ in range(2))
    assert one.cases == other.cases
    assert (len(one.cases), one.of) == (5, 40)
    assert one.cases == tuple(sorted(one.cases, key=lambda name: int(name[1:])))


def test_a_larger_sample_holds_the_smaller_one():
    few, more = (made(Answering(), 40, Effort(perturbations=1, perturbed_cases=n)).cases for n in (5, 9))
    assert set(few) < set(more)


@pytest.mark.parametrize(("width", "cases"), [(1.9, 10), (1e-9, 25)])
def test_cases_are_taken_until_the_intervals_are_narrow_enough(width, cases):
    effort = Effort(perturbations=5, perturbed_cases=25, perturbed_width=width)
    assert len(made(Answering(), 40, effort).cases) == cases


def test_every_case_has_noise_of_its_own():
    compute = Answering()
    made(compute)
    chains = {job.chain for job in compute.jobs if isinstance(job, ExtractPerturbed)}
    assert len(chains) == 40


@pytest.mark.parametrize(
    ("given", "effort", "said"),
    [
        (index(5), Effort(perturbations=0), "asked for no perturbations"),
        (index(5, masked=False), Effort(), "gives no masks"),
        (index(1), Effort(), "Fewer than two"),
    ],
)
def test_what_is_missing_is_named(given, effort, said):
    with pytest.raises(Unavailable, match=said):
        perturbed(given, SETTINGS, Auditor(effort=effort), Answering())

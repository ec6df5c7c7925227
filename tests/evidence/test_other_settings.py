"""Which other settings are tried: none that changes nothing."""

import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.auditor import Auditor, Effort
from radaudit.evidence.other_settings import other_settings
from radaudit.features.settings import Settings
from tests.evidence.test_perturbed import SETTINGS, index


class Numbers:
    """A number for each job."""

    def map(self, title, jobs, keep):
        for number, job in enumerate(jobs):
            yield keep({"features": {"one": number, "other": len(job.case)}})


def made(settings):
    return other_settings(index(6), settings, Auditor(), Numbers())


def test_each_case_as_it_is_and_with_every_setting():
    found = made(SETTINGS)
    assert found.values.shape == (6, 5, 2)
    assert [chain.steps[0].kind for chain in found.chains] == ["bins", "spacing", "bins", "spacing"]


def test_another_interpolator_only_where_the_study_resamples():
    resampled = Settings({"setting": {"resampledPixelSpacing": [1, 1, 1]}}, "", 1)
    assert [chain.steps[0].kind for chain in made(resampled).chains][-1] == "interpolator"


def test_none_where_the_auditor_wants_none():
    with pytest.raises(Unavailable, match="no other settings"):
        other_settings(index(6), SETTINGS, Auditor(effort=Effort(settings=0)), Numbers())

import math

import numpy as np
import pytest

from radaudit.features.recovery import solved
from radaudit.features.recovery.trials import Case

TOLERANCE = 1e-9


def a_case(values, shift=0.0, volume=2.0, decimals=None, spacing=(1.0, 1.0, 2.0), name="c"):
    """A case with what pyradiomics would compute of these grey levels."""
    values = np.asarray(values, float)
    energy = ((values + shift) ** 2).sum()
    found = {
        "Energy": energy,
        "TotalEnergy": energy * volume,
        "RootMeanSquared": math.sqrt(energy / len(values)),
        "Mean": values.mean(),
        "Variance": values.var(),
        "Range": np.ptp(values),
        "MeanAbsoluteDeviation": np.abs(values - values.mean()).mean(),
        "Minimum": values.min(),
        "Maximum": values.max(),
    }
    half = 0.0 if decimals is None else 0.5 * 10.0**-decimals
    if decimals is not None:
        found = {feature: round(float(value), decimals) for feature, value in found.items()}
    full = {f"original_firstorder_{feature}": float(value) for feature, value in found.items()}
    return Case(name, full, dict.fromkeys(full, half), spacing=spacing)


def draw(seed, middle=100.0):
    return np.random.default_rng(seed).normal(middle, 30, 300)


class TestVoxels:
    def test_two_energies_tell_the_volume(self):
        low, high = solved.voxel_volume(a_case(draw(1), volume=3.375), "original", TOLERANCE)
        assert low < 3.375 < high
        assert high - low < 1e-7

    def test_without_one_of_them_nothing_is_told(self):
        case = a_case(draw(1))
        del case.reported["original_firstorder_Energy"]
        assert solved.voxel_volume(case, "original", TOLERANCE) is None

    @pytest.mark.parametrize("size", [1, 1.5, 0.75, 0.8, 3])
    def test_cubes(self, size):
        volumes = [solved.voxel_volume(a_case(draw(n), volume=size**3), "original", TOLERANCE) for n in (1, 2)]
        assert [size] * 3 in solved.spacings(volumes, [2.0, 5.0])

    def test_slices_of_their_own_thickness(self):
        volumes = [solved.voxel_volume(a_case(draw(1), volume=v), "original", TOLERANCE) for v in (2.0, 5.0)]
        assert solved.spacings(volumes, [2.0, 5.0]) == [[1, 1, 0]]

    def test_other_voxels_in_each_case_are_no_resampling(self):
        volumes = [solved.voxel_volume(a_case(draw(1), volume=v), "original", TOLERANCE) for v in (2.0, 3.1)]
        assert solved.spacings(volumes, [2.0, 2.0]) == []


class TestArrayShift:
    @pytest.mark.parametrize("shift", [300, 1000, 2000])
    @pytest.mark.parametrize("decimals", [None, 4])
    def test_the_root_mean_square_tells_it(self, shift, decimals):
        cases = [a_case(draw(n, 10.0 * n), shift=shift, decimals=decimals) for n in (1, 2, 3)]
        assert shift in solved.array_shifts(cases, "original", TOLERANCE)

    def test_no_shift_of_negative_values(self):
        cases = [a_case(draw(n, -500 - n)) for n in (1, 2)]
        assert solved.array_shifts(cases, "original", TOLERANCE) == [0]

    def test_cases_that_disagree(self):
        cases = [a_case(draw(1), shift=300), a_case(draw(2), shift=301)]
        assert solved.array_shifts(cases, "original", TOLERANCE) == []


class TestScale:
    @pytest.mark.parametrize("factor", [100, 0.5, 255])
    @pytest.mark.parametrize("decimals", [None, 3])
    def test_one_factor(self, factor, decimals):
        values = draw(1, 3.0)
        found = a_case(values).reported
        assert solved.scale(a_case(values * factor, decimals=decimals), found, "original", TOLERANCE) == factor

    def test_none(self):
        values = draw(1)
        found = a_case(values).reported
        assert solved.scale(a_case(values), found, "original", TOLERANCE) is None
        assert solved.scale(a_case(values * 2 + 50), found, "original", TOLERANCE) is None


class TestResegmentation:
    def read(self, low, high):
        """Cases of which only grey levels in a range are left, and readings of all."""
        cases, readings = [], []
        for number in (1, 2):
            values = np.sort(draw(number))
            kept = values[(values >= low(values)) & (values <= high(values))]
            outside = values[values < kept[0]], values[values > kept[-1]]
            cases.append(a_case(kept))
            ends = {"below": outside[0][-1] if outside[0].size else None}
            ends |= {"above": outside[1][0] if outside[1].size else None}
            readings.append(ends | {"mean": values.mean(), "deviation": values.std()})
        return solved.resegmented(cases, readings, "original")

    def test_both_bounds(self):
        found = self.read(lambda _: 80, lambda _: 130)
        (changes, words) = found[0]
        low, high = changes["resegmentRange"]
        assert abs(low - 80) < 1
        assert abs(high - 130) < 1
        assert words.startswith("bounds from ")

    def test_one_bound(self):
        assert self.read(lambda _: 80, lambda _: 1e9)[0][1].startswith("any upper bound from ")
        changes, words = self.read(lambda _: -1e9, lambda _: 130)[0]
        assert words.startswith("any lower bound up to ")
        assert changes["resegmentRange"][0] < -1

    def test_standard_deviations(self):
        found = self.read(lambda v: v.mean() - 2 * v.std(), lambda v: v.mean() + 2 * v.std())
        assert ({"resegmentRange": [-2, 2], "resegmentMode": "sigma"}, "") in found

    def test_nothing_is_cut_off(self):
        assert self.read(lambda _: -1e9, lambda _: 1e9) == []

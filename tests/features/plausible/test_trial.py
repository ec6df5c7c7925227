import numpy as np
import pytest

from radaudit.features.plausible.identities import IDENTITIES
from radaudit.features.plausible.trial import trials

SETTINGS = [
    {},
    {"resampledPixelSpacing": [1.5, 1.5, 1.5]},
    {"voxelArrayShift": 1000},
    {"normalize": True, "binWidth": 0.3},
    {"resegmentRange": [40, 180]},
    {"binCount": 16, "weightingNorm": "euclidean"},
    {"force2D": True},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_every_identity_holds_in_what_pyradiomics_writes(extracted, settings):
    found = trials(*extracted(**settings))
    assert len(found) == 16
    assert [trial.identity.text for trial in found if trial.share < 1] == []


def test_every_identity_holds_behind_every_filter(filtered):
    found = trials(*filtered())
    assert {trial.group.name for trial in found} >= {"original", "wavelet-HHH", "log-sigma-2-0-mm-3D", "exponential"}
    assert [(trial.identity.text, trial.group.name) for trial in found if trial.share < 1] == []


def test_asymmetric_matrices_break_what_is_said_of_them(extracted):
    lost = [trial.identity for trial in trials(*extracted(symmetricalGLCM=False)) if not trial.kept]
    assert {identity.unless for identity in lost} == {"symmetricalGLCM: false"}


def by_hand():
    """Columns that pyradiomics gives on request only."""
    random = np.random.default_rng(1)
    deviation, perimeter, surface = random.uniform(1, 9, (3, 6))
    names = ["original_firstorder_StandardDeviation", "original_firstorder_Variance"]
    names += [f"original_shape2D_{name}" for name in ("Perimeter", "MeshSurface", "PerimeterSurfaceRatio")]
    return names, np.column_stack([deviation, deviation**2, perimeter, surface, perimeter / surface])


def columns_of_all(extracted):
    for names, values in (extracted(), by_hand()):
        for trial in trials(names, values):
            for feature in trial.identity.columns:
                yield names, values, trial.identity, trial.group.columns[feature]


def test_a_changed_cell_is_found_by_each_identity_that_it_is_in(extracted):
    tried = set()
    for names, values, identity, column in columns_of_all(extracted):
        changed = values.copy()
        changed[3, column] *= 1.003
        (trial,) = [own for own in trials(names, changed) if own.identity == identity]
        assert np.flatnonzero(trial.known & ~trial.holds).tolist() == [3], (identity.text, names[column])
        assert trial.missed[3] > 1e-9
        tried.add(identity)
    assert tried == set(IDENTITIES)


@pytest.mark.parametrize(
    "written",
    [
        lambda values: np.round(values, 4),
        lambda values: np.round(values, 2),
        lambda values: np.vectorize(lambda value: float(f"{value:.6g}"))(values),
        lambda values: np.vectorize(lambda value: float(f"{value:.3g}"))(values),
        lambda values: values.astype(np.float32).astype(float),
        lambda values: np.vstack([np.round(values[:5], 3), values[5:]]),
    ],
    ids=["4 decimals", "2 decimals", "6 digits", "3 digits", "float32", "some rows"],
)
def test_rounding_breaks_no_identity(filtered, written):
    names, values = filtered()
    for trial in trials(names, written(values)):
        assert (trial.holds == trial.known).all(), (trial.identity.text, trial.group.name)


def test_what_rounding_hides_is_not_known():
    names = ["original_firstorder_Energy", "original_firstorder_RootMeanSquared"]
    assert trials(names, np.array([[1234.5, 1.2], [999.5, 1.4]])) == ()


def test_only_linear_identities_survive_standardisation(extracted):
    names, values = extracted()
    found = trials(names, (values - values.mean(axis=0)) / values.std(axis=0))
    assert not any(trial.kept for trial in found)
    assert {trial.affine for trial in found if trial.identity.linear} == {True}
    assert {trial.affine for trial in found if not trial.identity.linear} == {None}


def test_missing_and_infinite_values_are_not_known(extracted):
    names, values = extracted()
    values[2], values[4] = np.nan, np.inf
    for trial in trials(names, values):
        assert not trial.known[[2, 4]].any()
        assert trial.share == 1


def test_names_of_other_tools_have_no_identities():
    assert trials(["Range", "Maximum", "Minimum"], np.ones((4, 3))) == ()


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_numbers_of_any_size_are_borne(extracted):
    names, values = extracted()
    values[:2], values[2], values[3], values[4] = np.inf, 1e308, -1e308, 5e-324
    assert all(trial.holds[5:].all() for trial in trials(names, values))

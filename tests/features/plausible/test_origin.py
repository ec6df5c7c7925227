import numpy as np

from radaudit.features.plausible.origin import low_kurtosis, origin_of


def test_raw_values(filtered):
    origin = origin_of(*filtered())
    assert (origin.kind, origin.broken, origin.lost) == ("raw", (), ())


def test_an_edited_cell_is_led_back_to_its_column(extracted):
    names, values = extracted()
    column = names.index("original_shape_SurfaceArea")
    values[5, column] += 3
    (row,) = origin_of(names, values).broken
    assert (row.row, row.mixed) == (5, False)
    assert len(row.broken) == 2
    assert column in row.suspects


def test_a_mean_of_rows_keeps_the_linear_identities_only(extracted):
    names, values = extracted()
    origin = origin_of(names, np.vstack([values, values[:3].mean(axis=0)]))
    (row,) = origin.broken
    assert (row.row, row.mixed) == (len(values), True)


def test_standardised_columns(extracted):
    names, values = extracted()
    origin = origin_of(names, (values - values[:8].mean(axis=0)) / values[:8].std(axis=0, ddof=1))
    assert (origin.kind, origin.broken) == ("shifted and scaled", ())


def test_a_logarithm_and_a_shift_by_site_are_neither(extracted):
    names, values = extracted()
    assert origin_of(names, np.log1p(np.abs(values))).kind == "other"
    scaled = (values - values.mean(axis=0)) / values.std(axis=0)
    scaled[:6] = 0.5 * scaled[:6] + np.random.default_rng(0).normal(size=values.shape[1])
    assert origin_of(names, scaled).kind == "other"


def test_too_few_columns():
    names = ["original_firstorder_Mean", "original_glcm_Contrast"]
    assert origin_of(names, np.ones((4, 2))).kind == "unknown"


def test_kurtosis_of_pyradiomics_is_possible_and_excess_kurtosis_is_not(filtered):
    names, values = filtered()
    assert low_kurtosis(names, values).shape == (0, len(values))
    excess = values - 3 * np.array([name.endswith("Kurtosis") for name in names])
    low = low_kurtosis(names, excess)
    assert low.any(axis=0).all()
    assert len(low) > 1


def test_a_kurtosis_that_is_wrong_by_more_than_3_has_another_cause(extracted):
    names, values = extracted()
    values[:, names.index("original_firstorder_Kurtosis")] = -20.0
    assert len(low_kurtosis(names, values)) == 0

import numpy as np
import pytest

from tests.made_study import with_settings

FILTERS = {"Original": {}, "Wavelet": {}, "LoG": {"sigma": [2.0]}, "Square": {}, "Logarithm": {}, "Exponential": {}}


@pytest.fixture(scope="session")
def extracted(pictures):
    """Names and values that pyradiomics gives for the drawn cases: ``extracted(binWidth=5)``."""
    made = {}

    def give(image_types=None, **settings):
        key = repr((image_types, sorted(settings.items())))
        if key not in made:
            rows = pictures.features(with_settings(image_types, **settings))
            made[key] = list(rows[0]), np.array([list(row.values()) for row in rows])
        names, values = made[key]
        return names, values.copy()

    return give


@pytest.fixture(scope="session")
def filtered(extracted):
    return lambda: extracted(FILTERS)

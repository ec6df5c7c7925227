"""Import names and package names."""

import pytest

from radaudit.environment.distributions import PROVIDERS, provided_by, providers


@pytest.mark.parametrize(
    ("module", "package"),
    [
        ("sklearn", "scikit-learn"),
        ("cv2", "opencv-python"),
        ("skimage", "scikit-image"),
        ("PIL", "pillow"),
        ("yaml", "pyyaml"),
        ("SimpleITK", "simpleitk"),
        ("radiomics", "pyradiomics"),
        ("my_module", "my-module"),
    ],
)
def test_the_usual_package(module, package):
    assert providers(module)[0] == package


def test_the_table_agrees_with_what_is_installed():
    """importlib knows for every installed package which modules it gives."""
    from importlib.metadata import packages_distributions

    from packaging.utils import canonicalize_name

    installed = packages_distributions()
    shared = [module for module in PROVIDERS if module in installed and module != "google"]
    assert {"sklearn", "yaml", "SimpleITK", "pywt", "radiomics", "dateutil"} <= set(shared)
    for module in shared:
        assert {canonicalize_name(name) for name in installed[module]} & set(PROVIDERS[module]), module


@pytest.mark.parametrize(
    ("module", "known", "found"),
    [
        ("cv2", {"opencv-python-headless"}, "opencv-python-headless"),
        ("sklearn", {"sklearn"}, "sklearn"),
        ("docx", {"python-docx"}, "python-docx"),
        ("my_module", {"my-module"}, "my-module"),
        ("foo", {"pyfoo"}, "pyfoo"),
        ("sklearn", {"scikit-image"}, None),
        ("numpy", {"pandas"}, None),
    ],
)
def test_which_stated_package_gives_a_module(module, known, found):
    assert provided_by(module, known) == found

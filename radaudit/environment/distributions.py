"""From the name in an ``import`` to the package that brings it: the ones that differ and are common in the field."""

from __future__ import annotations

import re
from collections.abc import Collection

from packaging.utils import canonicalize_name

# Import name: packages that give it, the usual one first.
PROVIDERS: dict[str, tuple[str, ...]] = {
    "attr": ("attrs",),
    "bs4": ("beautifulsoup4",),
    "Cython": ("cython",),
    "cv2": ("opencv-python", "opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless"),
    "dateutil": ("python-dateutil",),
    "delong": ("delong",),
    "docx": ("python-docx",),
    "dotenv": ("python-dotenv",),
    "fitz": ("pymupdf",),
    "git": ("gitpython",),
    "google": ("protobuf", "google-api-python-client"),
    "imblearn": ("imbalanced-learn",),
    "IPython": ("ipython", "jupyter", "notebook", "jupyterlab"),
    "jwt": ("pyjwt",),
    "lime": ("lime",),
    "lightning": ("lightning", "pytorch-lightning"),
    "medpy": ("medpy",),
    "mpl_toolkits": ("matplotlib",),
    "mrmr": ("mrmr-selection",),
    "neuroCombat": ("neurocombat",),
    "neuroHarmonize": ("neuroharmonize",),
    "nrrd": ("pynrrd",),
    "OpenGL": ("pyopengl",),
    "osgeo": ("gdal",),
    "PIL": ("pillow", "pillow-simd"),
    "pkg_resources": ("setuptools",),
    "pptx": ("python-pptx",),
    "psycopg2": ("psycopg2", "psycopg2-binary"),
    "pydicom_seg": ("pydicom-seg",),
    "pylab": ("matplotlib",),
    "PyQt5": ("pyqt5",),
    "pywt": ("pywavelets",),
    "radiomics": ("pyradiomics", "pyradiomics-bhklab"),
    "ReliefF": ("relieff",),
    "rpy2": ("rpy2",),
    "rt_utils": ("rt-utils",),
    "ruamel": ("ruamel-yaml",),
    "serial": ("pyserial",),
    "SimpleITK": ("simpleitk", "simpleitk-simpleelastix"),
    "skimage": ("scikit-image",),
    "sklearn": ("scikit-learn", "scikit-learn-intelex"),
    "sklearnex": ("scikit-learn-intelex",),
    "skopt": ("scikit-optimize",),
    "skrebate": ("skrebate",),
    "sksurv": ("scikit-survival",),
    "sklearn_pandas": ("sklearn-pandas",),
    "skfeature": ("skfeature-chappers",),
    "tensorflow": ("tensorflow", "tensorflow-gpu", "tensorflow-cpu", "tensorflow-macos", "tf-nightly"),
    "keras": ("keras", "tensorflow", "tensorflow-gpu"),
    "umap": ("umap-learn",),
    "usb": ("pyusb",),
    "vtk": ("vtk",),
    "win32com": ("pywin32",),
    "xgboost": ("xgboost", "xgboost-cpu"),
    "yaml": ("pyyaml",),
    "zmq": ("pyzmq",),
}
# What conda calls otherwise than PyPI; all other names are taken to be the same.
CONDA_NAMES = {
    "pytorch": "torch",
    "pytorch-cpu": "torch",
    "pytorch-gpu": "torch",
    "opencv": "opencv-python",
    "py-opencv": "opencv-python",
    "py-xgboost": "xgboost",
    "pytables": "tables",
    "matplotlib-base": "matplotlib",
    "seaborn-base": "seaborn",
    "tensorflow-base": "tensorflow",
    "msgpack-python": "msgpack",
    "ruamel_yaml": "ruamel-yaml",
    "importlib_metadata": "importlib-metadata",
    "dask-core": "dask",
    "jupyter_core": "jupyter-core",
}
# Packages that only point to another one, whatever its version.
PLACEHOLDERS = {"sklearn": "scikit-learn", "opencv": "opencv-python", "dicom": "pydicom"}


def providers(module: str) -> tuple[str, ...]:
    """Packages that may give a module, as keys; where the table has none, one of its own name."""
    return PROVIDERS.get(module, (canonicalize_name(module),))


def provided_by(module: str, known: Collection[str]) -> str | None:
    """Which of these packages gives a module; generous, so that nothing is missed for its spelling alone.

    Parameters
    ----------
    module
        The first part of what is imported.
    known
        Keys of stated packages.
    """
    named = (*providers(module), canonicalize_name(module))
    exact = next((key for key in named if key in known), None)
    if exact is not None:
        return exact
    placeholder = next((key for key, real in PLACEHOLDERS.items() if real in named and key in known), None)
    if placeholder is not None or module in PROVIDERS:
        return placeholder
    core = _core(module)
    return next((key for key in sorted(known) if _core(key) == core), None)


def _core(name: str) -> str:
    """A name without what packages add to it: python-docx, docx-py and pydocx may all be docx."""
    return re.sub(r"^(?:python|py)-?|-?(?:python|py)$|[-_.]", "", canonicalize_name(name)) or name

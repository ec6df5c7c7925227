"""What the code imports."""

import json

import pytest

from radaudit.environment.imports import code_files, local_modules, scan


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return name


def test_packages_of_others_with_their_first_place(tmp_path):
    name = write(
        tmp_path,
        "code/train.py",
        "import os, distutils\nimport numpy as np\nfrom sklearn.svm import SVC\nfrom . import near\nimport own.part\n"
        "def late():\n    import numpy.linalg\n    import lifelines\n",
    )
    write(tmp_path, "lib/own/part.py", "")
    found = scan(tmp_path, [name])
    assert {module: place.line for module, place in found.modules.items()} == {"lifelines": 8, "numpy": 2, "sklearn": 3}
    assert found.optional == frozenset()


def test_what_the_code_can_do_without(tmp_path):
    text = (
        "from typing import TYPE_CHECKING\ntry:\n    import cupy\nexcept ImportError:\n    import numpy\n"
        "import numpy\nif TYPE_CHECKING:\n    import pandas\ntry:\n    import scipy\nexcept KeyError:\n    pass\n"
        "try:\n    import radiomics\nexcept ImportError as missing:\n    raise SystemExit('install it') from missing\n"
        "try:\n    import cv2\nexcept ImportError:\n    sys.exit(1)\n"
    )
    found = scan(tmp_path, [write(tmp_path, "a.py", text)])
    assert set(found.modules) == {"cupy", "cv2", "numpy", "pandas", "radiomics", "scipy"}
    assert found.optional == {"cupy", "pandas"}


def test_notebooks_without_their_magic(tmp_path):
    cells = [
        {"cell_type": "markdown", "source": "import nothing"},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "!pip install x\n", "import pandas\n"]},
        {"cell_type": "code", "source": "%%bash\nls"},
        {"cell_type": "code", "source": "import seaborn"},
    ]
    found = scan(tmp_path, [write(tmp_path, "a.ipynb", json.dumps({"cells": cells}))])
    assert set(found.modules) == {"pandas", "seaborn"}
    assert found.unreadable == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.py", "print 'two'"), ("a.ipynb", "{"), ("a.ipynb", "[]"), ("a.py", "(" * 5000), ("a.py", "a\0b")],
)
def test_what_is_no_python_is_named(tmp_path, name, text):
    found = scan(tmp_path, [write(tmp_path, name, text)])
    assert (found.files, found.unreadable) == ((), (name,))


def test_which_files_are_the_studys_code(tmp_path):
    for name in ("a.py", "code/b.py", "code/c.ipynb", ".hidden/d.py", "env/pyvenv.cfg", "env/lib/e.py", "data/f.csv"):
        write(tmp_path, name, "")
    assert code_files(tmp_path, ()) == ("a.py", "code/b.py", "code/c.ipynb")
    assert code_files(tmp_path, ["code/**/*.py"]) == ("code/b.py",)
    assert local_modules(tmp_path) == {"a", "b", "code"}


def test_links_that_lead_out_of_the_study_are_left_alone(tmp_path):
    outside = tmp_path / "outside"
    study = tmp_path / "study"
    write(outside, "x.py", "import secret")
    study.mkdir()
    (study / "link.py").symlink_to(outside / "x.py")
    assert code_files(study, ()) == ()
    assert code_files(study, ["*.py"]) == ()

"""setup.cfg and setup.py, which is never run."""

import pytest

from radaudit.core.errors import DataError
from radaudit.environment.setup_files import read_setup_cfg, read_setup_py
from radaudit.environment.stated import PythonStated, Remark, Stated


def read(tmp_path, text, reader):
    (tmp_path / "file").write_text(text)
    found = reader(tmp_path, "file")
    stated = [(own.name, str(own.specifier), own.optional) for own in found if isinstance(own, Stated)]
    return stated, [str(own.specifier) for own in found if isinstance(own, PythonStated)], found


def test_setup_cfg(tmp_path):
    text = "[options]\npython_requires = >=3.8\ninstall_requires =\n    numpy>=1.19\n    # why\n    pandas\n"
    stated, python, found = read(tmp_path, f"{text}[options.extras_require]\nplots = seaborn\n", read_setup_cfg)
    assert stated == [("numpy", ">=1.19", False), ("pandas", "", False), ("seaborn", "", True)]
    assert python == [">=3.8"]
    assert found[1].place.line == 4


def test_setup_py_is_read_and_not_run(tmp_path):
    text = (
        "import os, setuptools\nopen('ran', 'w')\nNEEDS = ['numpy==1.19', 'pandas']\n"
        "setuptools.setup(name='x', install_requires=NEEDS, python_requires='>=3.7',\n"
        "    extras_require={'plots': ['seaborn']})\n"
    )
    stated, python, _ = read(tmp_path, text, read_setup_py)
    assert stated == [("numpy", "==1.19", False), ("pandas", "", False), ("seaborn", "", True)]
    assert python == [">=3.7"]
    assert not (tmp_path / "ran").exists()


def test_what_setup_py_computes_is_said_to_be_unknown(tmp_path):
    _, _, found = read(tmp_path, "setup(install_requires=open('r.txt').read().split())", read_setup_py)
    assert [own.kind for own in found if isinstance(own, Remark)] == ["unreadable"]


@pytest.mark.parametrize(("reader", "text"), [(read_setup_py, "print 'two'"), (read_setup_cfg, "no section")])
def test_what_cannot_be_read_is_refused(tmp_path, reader, text):
    with pytest.raises(DataError, match="is no"):
        read(tmp_path, text, reader)

"""Study code that runs in the sandbox, of root and of an ordinary user."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

import radaudit

HERE = Path(__file__).parent
CODE = Path(radaudit.__file__).parents[1]
NOBODY = 65534


@dataclass
class Place:
    """A study, its scratch folder, and a home that is none of its business."""

    root: Path
    user: int
    python: str

    def run(self, code, *, arguments=(), options=None, **limits):
        """Run study code; gives `run.Ended` with the level's fields as attributes."""
        model = self.root / "study/code/model.py"
        model.write_text(textwrap.dedent(code))
        return self.run_command(["python", str(model), *map(str, arguments)], options=options, **limits)

    def run_command(self, command, *, options=None, **limits):
        order = {"command": command, "scratch": str(self.root / "scratch"), "readable": [str(self.root / "study")]}
        order |= {"limits": {"seconds": 20, "memory": 2**31, **limits}, "options": options or {}}
        done = subprocess.run(
            [self.python, str(HERE / "ordered.py"), json.dumps(order)],
            env={**os.environ, "PYTHONPATH": str(CODE), "SECRET_TOKEN": "hush", "HOME": str(self.root / "home")},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            **({"user": self.user, "group": self.user, "extra_groups": []} if self.user != os.getuid() else {}),
        )
        assert done.returncode == 0, done.stderr
        ended = json.loads(done.stdout)
        return SimpleNamespace(**ended | {"level": SimpleNamespace(**ended["level"], text=ended["text"])})


@cache
def python_for_all():
    """A Python that an ordinary user may run: this one, or the system's; empty if there is none."""
    probe = "import sys; assert sys.version_info >= (3, 11)"
    for path in (sys.executable, shutil.which("python3", path="/usr/bin")):
        as_user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        try:
            if (
                path
                and subprocess.run([path, "-c", probe], stderr=subprocess.DEVNULL, check=False, **as_user).returncode
                == 0
            ):
                return path
        except OSError:
            continue
    return ""


@pytest.fixture(params=["this user", "ordinary user"])
def place(request):
    """As the user who runs the tests; where that is root, also as one who isn't."""
    user, python = os.getuid(), sys.executable
    if request.param == "ordinary user":
        if user != 0:
            pytest.skip("the tests run as an ordinary user already")
        user, python = NOBODY, python_for_all()
        if not python:
            pytest.skip("no Python 3.11 that an ordinary user may run")
    with tempfile.TemporaryDirectory(prefix="radaudit-test-") as name:
        root = Path(name)
        for folder in ("study/code", "scratch", "home"):
            (root / folder).mkdir(parents=True)
        (root / "home/secret.txt").write_text("the key")
        for path in (root, *root.rglob("*")):
            os.chown(path, user, user if user else -1)
        yield Place(root, user, python)

"""The launcher by itself: what it does when the auditor is gone. What it does otherwise: `test_run`."""

import json
import os
import subprocess
import sys
import time

from radaudit.models.sandbox.environment import PACKAGE
from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.order import Order, to_text


def launcher(tmp_path, command, layers=("seccomp",)):
    order = Order(
        tuple(command), str(tmp_path), str(tmp_path), (), str(PACKAGE), {"PATH": os.environ["PATH"]}, Limits(20), layers
    )
    words = [sys.executable, "-m", "radaudit.models.sandbox.launch"]
    process = subprocess.Popen(
        words,
        env={"PYTHONPATH": str(PACKAGE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    process.stdin.write(to_text(order) + "\n")
    process.stdin.flush()
    return process


def test_when_the_auditor_is_gone_all_of_it_ends(tmp_path):
    process = launcher(tmp_path, ["sh", "-c", "echo $$ > pid; sleep 30"])
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.01)
    answer = json.loads(process.communicate(timeout=10)[0])  # closes its input
    assert (answer["stop"], answer["status"]) == ("auditor", None)
    assert not os.path.exists(f"/proc/{(tmp_path / 'pid').read_text().strip()}")


def test_it_tells_status_and_layers(tmp_path):
    process = launcher(tmp_path, ["sh", "-c", "exit 7"], layers=())
    answer = json.loads(process.stdout.readline())
    assert answer.pop("seconds") < 10
    none = {"bubblewrap": False, "landlock": 0, "seccomp": False, "own_user": False}
    assert answer == {"stop": "", "status": 7, "layers": none}
    process.communicate()

"""What a study's process may and may not do. The programs here stand for the study's code."""

import os
import textwrap
import time

import pytest

from radaudit.models import process
from radaudit.models.process import Limits, run_limited

PROGRAM = """
import sys
from radaudit.models.process import Limits, apply
apply(Limits({seconds}, {memory}, {file_size}))
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a program under limits; gives how it ended and what it printed."""
    (tmp_path / "scratch").mkdir()

    def run(code, seconds=20, memory=2**32, file_size=2**20, wall=None):
        head = PROGRAM.format(seconds=seconds, memory=memory, file_size=file_size)
        (tmp_path / "scratch/study_program.py").write_text(head + textwrap.dedent(code))
        ended = run_limited("study_program", "argument", tmp_path / "scratch", Limits(wall or seconds))
        return ended, (tmp_path / "scratch/output.txt").read_text(errors="replace")

    return run


def test_it_ends_by_itself(run):
    assert run("print(sys.argv[1])") == ("", "argument\n")


def test_the_auditors_environment_is_not_passed_on(run, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "hush")
    monkeypatch.setenv("PYTHONSTARTUP", "x.py")
    ended, said = run("import os; print(sorted(os.environ)); print(os.environ['HOME'] == os.getcwd())")
    assert ended == ""
    assert "hush" not in said
    assert "SECRET_TOKEN" not in said
    assert "PYTHONSTARTUP" not in said
    assert said.endswith("True\n")
    assert os.environ["SECRET_TOKEN"] == "hush"


def test_it_reads_nothing_from_the_auditors_terminal(run):
    assert run("print(repr(sys.stdin.read()))") == ("", "''\n")


def test_time_is_limited(run):
    started = time.monotonic()
    ended, _ = run("import time; time.sleep(60)", wall=1)
    assert ended == "the study's code was stopped after 1 s"
    assert time.monotonic() - started < 10


def test_cpu_time_is_limited_where_the_wall_clock_would_allow_more(run):
    ended, _ = run("while True: pass", seconds=1, wall=20)
    assert ended == "the study's code was stopped after 20 s"


def test_memory_is_limited(run):
    ended, _ = run("block = bytearray(2**30)", memory=2**29)
    assert ended == "the study's code ended with status 1: MemoryError"


def test_the_size_of_files_is_limited(run):
    ended, _ = run("open('big', 'wb').write(bytes(2**22))")
    assert "File too large" in ended


def test_output_is_a_file_like_others(run):
    ended, said = run("print('x' * 2**22)")
    assert ended != ""
    assert len(said) <= 2**20


def test_a_signal_is_named(run):
    ended, _ = run("import os; os.abort()")
    assert ended == "the study's code was stopped by SIGABRT (limit on memory or file size?)"


def test_what_it_started_ends_with_it(run, tmp_path):
    grandchild = """
        import subprocess
        code = "import os, time; open('alive', 'w').write(str(os.getpid())); time.sleep(60)"
        subprocess.Popen([sys.executable, "-c", code])
        import os, time
        while not (os.path.exists("alive") and open("alive").read()):
            time.sleep(0.01)
        """
    assert run(grandchild)[0] == ""
    pid = int((tmp_path / "scratch/alive").read_text())
    for _ in range(100):
        if not is_running(pid):
            break
        time.sleep(0.02)
    assert not is_running(pid)


def is_running(pid):
    """Whether a process of this id lives; one that ended and waits to be collected does not."""
    try:
        with open(f"/proc/{pid}/stat") as stream:
            return stream.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_last_line_it_said_is_the_reason(run):
    assert run("print('a'); sys.exit('b is missing')")[0] == "the study's code ended with status 1: b is missing"
    assert run("sys.exit(3)")[0] == "the study's code ended with status 3: no message"


def test_what_is_not_fenced_off_is_said():
    assert "not fenced off" in process.ENFORCED

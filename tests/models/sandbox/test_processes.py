import os
import subprocess
import sys

import pytest

from radaudit.models.sandbox import processes

HOLDS = "import os, sys; block = b'x' * 2**25; os.fork(); os.write(1, b'%d\\n' % os.getpid()); sys.stdin.read()"


@pytest.fixture
def pair():
    """A process that holds 32 MiB, and its child, which shares them."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        numbers = {int(process.stdout.readline()), int(process.stdout.readline())}
        yield numbers
        process.stdin.close()


@pytest.mark.parametrize("way", [processes.descendants, processes._listed_descendants])
def test_the_whole_family_is_found(pair, way):
    family = way(os.getpid())
    assert pair <= set(family)
    assert os.getpid() not in family
    assert all(family[number] > 2**24 for number in pair)


@pytest.mark.skipif(not os.path.exists("/proc/self/smaps_rollup"), reason="the kernel doesn't tell shares")
def test_what_is_shared_counts_once(pair):
    family = {number: size for number, size in processes.descendants(os.getpid()).items() if number in pair}
    assert 2**25 < processes.proportional_memory(family) < sum(family.values()) - 2**24


def test_a_process_that_ended_holds_nothing():
    assert processes.proportional_memory({2**22 + 1: 0}) == 0
    assert processes.deleted_files({2**22 + 1: 0}) == 0
    assert processes.descendants(2**22 + 1) == {}


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_deleted_files_that_are_open_count(tmp_path):
    before = processes.deleted_files({os.getpid(): 0})
    with open(tmp_path / "file", "wb") as stream, open(tmp_path / "file", "rb"):
        stream.write(b"x" * 2**20)
        stream.flush()
        os.fsync(stream.fileno())
        os.unlink(tmp_path / "file")
        assert processes.deleted_files({os.getpid(): 0}) - before == pytest.approx(2**20, abs=2**14)


def test_tasks_of_a_user_are_counted():
    own = processes.tasks_of(os.getuid())
    assert own >= 1
    assert processes.tasks_of(60999) == 0

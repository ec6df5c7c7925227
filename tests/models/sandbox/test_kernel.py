import os
import sys

import pytest

from radaudit.models.sandbox import kernel

linux = pytest.mark.skipif(sys.platform != "linux", reason="system calls of Linux")


@linux
def test_a_call_that_fails_raises_with_its_reason():
    with pytest.raises(OSError, match="chdir: No such file or directory") as fault:
        kernel.checked("chdir", b"/no/such/folder")
    assert fault.value.errno == 2


@linux
def test_orphans_are_adopted_and_rights_given_up_for_good():
    """In a process of its own: neither can be taken back."""
    child = os.fork()
    if child == 0:
        kernel.give_up_new_privileges()
        kernel.adopt_orphans()
        with open("/proc/self/status") as stream:
            done = "NoNewPrivs:\t1" in stream.read()
        if os.fork() == 0:
            os.fork()
            os._exit(0)
        os.wait()
        try:
            os.wait()  # the grandchild, which would be init's
        except ChildProcessError:
            done = False
        os._exit(0 if done else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

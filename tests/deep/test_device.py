"""Where a network runs, and settings that are put back afterwards."""

import pytest

from radaudit.core.errors import JobFailed
from radaudit.deep.device import chosen_device, described, steady

torch = pytest.importorskip("torch")


def test_there_is_always_a_cpu():
    assert chosen_device("cpu") == "cpu"
    assert chosen_device() in ("cuda", "mps", "cpu")
    assert described("cpu")["torch"] == torch.__version__


def test_a_device_that_is_not_there_is_said():
    with pytest.raises(JobFailed, match="no device 'tpu'") as fault:
        chosen_device("tpu")
    assert not fault.value.lasting


def test_settings_hold_within_and_are_put_back():
    before = torch.are_deterministic_algorithms_enabled(), torch.backends.cudnn.benchmark, torch.get_num_threads()
    torch.backends.cudnn.benchmark = True
    with steady(threads=1):
        assert torch.are_deterministic_algorithms_enabled()
        assert not torch.backends.cudnn.benchmark
        assert torch.get_num_threads() == 1
    assert torch.backends.cudnn.benchmark
    torch.backends.cudnn.benchmark = before[1]
    assert (torch.are_deterministic_algorithms_enabled(), torch.get_num_threads()) == (before[0], before[2])

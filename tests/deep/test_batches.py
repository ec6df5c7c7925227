"""Batches of one size, memory that runs out, layers that are not there: with a network made for it."""

import threading

import numpy as np
import pytest

from radaudit.core.errors import JobFailed
from radaudit.deep.batches import Input, ahead, batched, passed
from radaudit.deep.networks.network import Network

END = (("", None),)
NO_MEMORY = RuntimeError("CUDA error: out of memory")


class Summing(Network):
    """Gives each case's sum, and remembers how many came together; more than so many don't fit in its memory."""

    def __init__(self, most=100, fault=NO_MEMORY):
        self.most, self.fault, self.sizes = most, fault, []

    def layers(self, batch):
        return ()

    def several(self, batch, wanted):
        if len(batch) > self.most:
            raise self.fault
        if any(layer == "absent" for layer, _ in wanted):
            raise JobFailed("no layer absent")
        self.sizes.append(len(batch))
        return [batch.reshape(len(batch), -1).sum(axis=1, keepdims=True) + len(layer) for layer, _ in wanted]


def cases(count, shape=(1, 2, 2)):
    return [Input((place,), np.full(shape, place, np.float32), END) for place in range(count)]


def features(network, inputs, size):
    return {place: found for place, found, _ in passed(network, batched(inputs, size), size)}


def test_every_batch_has_one_size_and_the_last_is_filled_up():
    network = Summing()
    found = features(network, cases(10), 4)
    assert network.sizes == [4, 4, 4]
    assert {place: own.tolist() for place, own in found.items()} == {place: [4.0 * place] for place in range(10)}


def test_inputs_of_other_shapes_pass_on_their_own():
    network = Summing()
    mixed = [*cases(3), *[Input((3 + n,), np.ones((1, 3, 3), np.float32), END) for n in range(3)]]
    assert {own.item() for place, own in features(network, mixed, 4).items() if place > 2} == {9.0}
    assert network.sizes == [4, 4]


@pytest.mark.parametrize("fault", [NO_MEMORY, MemoryError()])
def test_memory_that_runs_out_halves_the_batch_for_good(fault):
    network = Summing(most=3, fault=fault)
    found = list(passed(network, batched(cases(12), 8), 8))
    assert network.sizes == [2] * 6
    assert [(place, own.item(), size) for place, own, size in found] == [(n, 4.0 * n, 2) for n in range(12)]


def test_one_case_that_does_not_fit_fails_for_now():
    found = features(Summing(most=0), cases(2), 2)
    assert all("more memory than the device has" in str(own) and not own.lasting for own in found.values())


def test_another_fault_is_no_lack_of_memory():
    with pytest.raises(RuntimeError, match="illegal"):
        features(Summing(0, RuntimeError("illegal instruction")), cases(2), 2)


def test_a_layer_that_is_not_there_fails_alone():
    taken = (("", None), ("absent", None), ("ab", None))
    given = [Input((0, 1, 2), np.ones((1, 2, 2), np.float32), taken)]
    found = features(Summing(), given, 4)
    assert (found[0].item(), found[2].item()) == (4.0, 6.0)
    assert str(found[1]) == "no layer absent"


def test_work_is_done_ahead_but_not_too_far():
    begun, release = [], threading.Event()

    def make(own):
        begun.append(own)
        release.wait(5)
        return own

    made = ahead(make, range(10), 2, 3)
    release.set()
    assert next(made) == 0
    assert max(begun) <= 3
    assert list(made) == list(range(1, 10))

"""Values are worked out only where somebody needs them."""

from dataclasses import replace

import numpy as np

from radaudit.deep import scene as module
from radaudit.deep.prepare import begun, followed
from radaudit.study.input_steps import Crop, Flip, Orient, Resample, Window
from tests.made_cases import OBLIQUE, case


def test_a_crop_reads_the_crop_alone(monkeypatch):
    read = []
    linear = module._READ["linear"]
    counting = {"linear": lambda *own: read.append(np.prod([len(axis) for axis in own[1]])) or linear(*own)}
    monkeypatch.setattr(module, "_READ", counting)
    scene = begun(*case(), 1)
    for step in (Orient("RAS"), Resample((0.5, 0.5, 0.5)), Window(-300, 300), Crop("centroid", (4, 4, 4))):
        scene = followed(scene, step)
    assert read == [64]
    assert scene.voxels.shape == (1, 4, 4, 4)
    assert scene.inside.all()


def test_steps_on_single_values_wait():
    scene = followed(followed(begun(*case(), 1), Window(-300, 300)), Flip("x"))
    assert scene.waiting == (Window(-300, 300),)
    assert scene.voxels.dtype == np.int16
    held = scene.realised()
    assert held.waiting == ()
    assert held.voxels.max() == 1


def test_directions_follow_the_axes():
    image, mask = case(direction=OBLIQUE)
    turned = followed(begun(image, mask, 1), Orient("LPS"))
    assert np.array_equal(turned.directions, np.eye(3))
    assert np.array_equal(turned.realised().towards, np.eye(3))
    assert turned.spacing == (2.0, 0.8, 0.9)  # z, y, x: the old x runs to the front now


def test_a_point_is_carried_along():
    image, mask = case()
    scene = replace(begun(image, mask, 1), point=(3.0, 4.0, 5.0))
    turned = followed(followed(scene, Flip("x")), Resample((0.4, 0.9, 2.0)))
    assert turned.where(turned.point) == (3.0, 4.0, 16.0)
    assert turned.realised().point == (3.0, 4.0, 16.0)

"""The rows of a waterfall hang on each other."""

import xml.etree.ElementTree as ElementTree

from reference_plots import plots

from radaudit.render.svg import draw_plot

NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_one_box_a_step_one_joint_between_rows_and_one_interval_where_there_is_one():
    root = ElementTree.fromstring(draw_plot(plots()["waterfall"], "p"))
    [step] = root.iter(f"{NAMESPACE}rect")
    joints = [line for line in root.iter(f"{NAMESPACE}line") if line.get("class") == "guide"]
    assert len(joints) == 3
    left, right = float(step.get("x")), float(step.get("x")) + float(step.get("width"))
    assert float(joints[1].get("x1")) == right or abs(float(joints[1].get("x1")) - right) < 0.2
    assert abs(float(joints[2].get("x1")) - left) < 0.2
    caps = [p for p in root.iter(f"{NAMESPACE}path") if "v6M" in p.get("d") and p.get("class") == "s2"]
    assert len(caps) == 3

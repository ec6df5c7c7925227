"""Bars of a checklist and of its parts."""

import re

from reference_scores import metrics

from radaudit.render.score_bars import domain_bars, score_bars


def widths(svg):
    return [float(width) for width in re.findall(r'class="bar" x="[\d.]+" y="2" width="([\d.]+)"', str(svg))]


def test_the_bars_of_a_percentage_are_as_wide_as_it_is():
    claimed, uncontradicted, supported, possible = score_bars(metrics())
    assert [widths(bar.svg) for bar in (claimed, uncontradicted, supported)] == [[75.0], [50.0], [25.0]]
    assert possible.figure == "25 to 50"


def test_each_part_is_drawn_on_its_own_range_and_what_does_not_count_is_left_out():
    design, sharing = domain_bars(metrics())
    assert (design.domain, design.claimed, design.supported, design.most) == ("Design", 50.0, 25.0, 75.0)
    assert (widths(design.claimed_svg), widths(design.supported_svg)) == ([66.67], [33.33])
    assert (sharing.domain, sharing.claimed, sharing.supported, sharing.most) == ("Sharing", None, 0.0, 25.0)
    assert widths(sharing.claimed_svg) == []

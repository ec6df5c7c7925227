"""Contrast of every pair of colours that the style sheets put together: WCAG 2.2 AA."""

import re
from pathlib import Path

import pytest

from radaudit.resources import shipped

FOLDER: Path = shipped("templates") / "report"
STATES = ("fail", "pass", "unknown", "error", "na", "waived")
TEXTS = ("ink", "soft", "link", *STATES)


def palette(sheet: str, start: str) -> dict[str, str]:
    block = sheet.partition(start)[2].partition("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


SCREEN, PAPER = ((FOLDER / name).read_text(encoding="utf-8") for name in ("report.css", "print.css"))
PALETTES = {
    "light": palette(SCREEN, ":root {"),
    "dark": palette(SCREEN.partition("prefers-color-scheme: dark")[2], ":root {"),
    "paper": palette(PAPER, ":root {"),
}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_the_published_formula():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", PALETTES)
def test_text_can_be_read(name):
    colours = PALETTES[name]
    pairs = [(text, ground) for text in TEXTS for ground in ("page", "paper")]
    pairs += [(text, f"{state}-tint") for state in STATES for text in (state, "ink")]
    pairs += [("paper", "fail")]
    poor = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: value for pair, value in poor.items() if value < 4.5} == {}


@pytest.mark.parametrize("name", PALETTES)
def test_lines_of_plots_can_be_seen(name):
    colours = PALETTES[name]
    assert all(contrast(colours[f"series-{i}"], colours["paper"]) >= 3 for i in range(1, 7))


def test_every_colour_is_in_every_palette_and_nowhere_else():
    assert set(PALETTES["light"]) == set(PALETTES["dark"]) == set(PALETTES["paper"])
    for sheet in (SCREEN, PAPER):
        rules = "\n".join(line for line in sheet.splitlines() if not re.match(r"\s*--", line))
        assert re.findall(r"#[0-9a-f]{3,8}\b", rules) == []

"""The HTML report: whole, safe, closed to the network, and the same every time."""

import base64
import gzip
import hashlib
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from attacks import LONG, SCRIPT, hostile_report, large_report
from page import Page
from reference import reference_report

from radaudit.core.finding import Outcome
from radaudit.core.registry import discover
from radaudit.core.report import Provenance, Report, Verdict
from radaudit.render.embedded import unpacked
from radaudit.render.html import FEWEST_ROWS, MOST_ROWS, render_html, rows_shown

EMPTY = Report(
    {}, Verdict("holds", "Nothing was asked.", {}, {}, "never", 0), (), (), Provenance("0", {}, {}, {}, {}, {})
)
REPORTS = {"reference": reference_report(), "hostile": hostile_report(), "large": large_report(4), "empty": EMPTY}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {name: render_html(report) for name, report in REPORTS.items()}


@pytest.fixture(scope="module")
def pages(texts: dict[str, str]) -> dict[str, Page]:
    return {name: Page(text) for name, text in texts.items()}


def test_it_is_found_as_a_plug_in():
    assert discover("radaudit.render", "renderer")["html"] is render_html


@pytest.mark.parametrize("name", REPORTS)
def test_every_element_is_closed_and_every_id_is_unique(pages, name):
    page = pages[name]
    assert page.faults == []
    ids = page.values("id")
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", REPORTS)
def test_every_internal_link_leads_somewhere(pages, name):
    page = pages[name]
    targets = {address[1:] for address in page.values("href") if address.startswith("#")}
    assert targets <= set(page.values("id"))


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_is_fetched(pages, name):
    page = pages[name]
    assert page.values("src") == []
    assert page.all("link") == []
    outward = [a for a in page.all("a") if not (a.get("href") or "").startswith("#")]
    assert all(a["href"].startswith("https://") and a["rel"] == "noreferrer noopener" for a in outward)
    assert {tag for tag, attributes in page.elements if "href" in attributes} == {"a"}


@pytest.mark.parametrize("name", REPORTS)
def test_no_attribute_styles_or_runs_anything(pages, name):
    names = {attribute for _, attributes in pages[name].elements for attribute in attributes}
    assert "style" not in names
    assert not [attribute for attribute in names if attribute.startswith("on")]


@pytest.mark.parametrize("name", REPORTS)
def test_the_policy_allows_the_style_and_script_that_are_there_and_no_other(pages, name):
    page = pages[name]
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data:"
    assert [rules["style-src"]] == [_source(text) for text in page.texts("style")]
    scripts = [text for text, a in zip(page.texts("script"), page.all("script"), strict=True) if "type" not in a]
    assert [rules["script-src"]] == [_source(text) for text in scripts]


@pytest.mark.parametrize("name", REPORTS)
def test_the_embedded_data_is_the_report(pages, texts, name):
    packed = next(
        text
        for text, a in zip(pages[name].texts("script"), pages[name].all("script"), strict=True)
        if a.get("id") == "radaudit-data"
    )
    assert Report.from_json(gzip.decompress(base64.b64decode(packed, validate=True))) == REPORTS[name]
    assert Report.from_json(unpacked(texts[name].encode())) == REPORTS[name]


def test_a_page_without_a_report_or_with_a_damaged_one_gives_none(texts):
    page = texts["reference"].encode()
    start = page.index(b'id="radaudit-data">') + len(b'id="radaudit-data">')
    assert unpacked(b"<html></html>") is None
    assert unpacked(page[:start] + page[start + 400 :]) is None
    assert unpacked(page[: start + 40] + b"</script>") is None


def test_text_of_the_study_stays_text(texts, pages):
    assert SCRIPT not in texts["hostile"]
    assert len(pages["hostile"].all("script")) == len(pages["empty"].all("script"))
    assert "&lt;script&gt;alert(&#39;owned&#39;)&lt;/script&gt;" in texts["hostile"]
    assert not [a for a in pages["hostile"].all("a") if "javascript:" in (a["href"] or "")]
    assert "{{ 7*7 }}" in texts["hostile"]


def test_unseen_characters_are_spelled_out(texts):
    for character in ("\x1b", "\x07", "\x9b", "\u202e", "\u2066"):
        assert character not in texts["hostile"].partition('id="radaudit-data"')[0]
    assert r"\x1b[31mred" in texts["hostile"]
    assert r"report\u202egnp.exe" in texts["hostile"]


def test_a_long_cell_is_cut_in_the_tables_and_whole_in_the_data(texts):
    assert "x" * 300 not in texts["hostile"]
    assert "(100,000 characters)" in texts["hostile"]
    assert LONG in unpacked(texts["hostile"].encode()).decode()


def test_the_same_report_gives_the_same_bytes(texts):
    assert render_html(reference_report()) == texts["reference"]
    again = Report.from_json(REPORTS["reference"].to_json())
    assert render_html(again) == texts["reference"]


def test_every_check_can_be_linked_and_failures_are_open(pages):
    details = {a["id"]: a for a in pages["reference"].all("details") if a.get("class") == "check"}
    assert len(details) == len(REPORTS["reference"].results)
    for result in REPORTS["reference"].results:
        shown = details["check-" + result.check.replace("/", "-")]
        counts = result.outcome in (Outcome.FAIL, Outcome.ERROR) and not result.waived
        assert ("open" in shown) is counts
    assert details["check-leakage-near-duplicates"]["data-outcome"] == "waived"


def test_long_tables_end_with_a_note(texts):
    card = re.search(r'id="check-features-reproduced".*?</details>', texts["reference"], re.DOTALL)[0]
    table = re.search(r"<tbody>.*?</tbody>", card, re.DOTALL)[0]
    assert table.count("<tr>") == MOST_ROWS
    assert f"The first {MOST_ROWS} of 300 rows are shown" in card


def test_numbers_keep_their_digits_in_the_title(texts):
    assert 'title="0.30517578125">0.3052<' in texts["reference"]
    assert ">17</dd>" in texts["reference"]


def test_the_reasons_of_unknowns_are_grouped_at_a_glance(texts):
    glance = texts["reference"].partition('id="findings"')[0]
    assert glance.count("The study names no estimator.") == 1
    assert "model/rerun" in glance
    assert "model/seeds" in glance


def test_lines_of_a_file_are_shown_as_ranges(texts):
    assert "<code>data/clinical.csv:18–44</code>" in texts["reference"]
    assert "<code>radaudit.yaml:55</code>" in texts["reference"]


def test_headings_do_not_skip_a_level_and_tables_are_labelled(pages):
    page = pages["reference"]
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(a.get("scope") in ("col", "row") for a in page.all("th"))
    assert page.all("html") == [{"lang": "en"}]


def test_what_scrolls_can_be_reached_with_the_keyboard(pages):
    scrolling = [a for _, a in pages["reference"].elements if a.get("class") == "scroll"]
    assert scrolling
    assert all(a["tabindex"] == "0" and a["role"] == "region" and a["aria-label"] for a in scrolling)


def test_controls_that_need_the_script_are_hidden_without_it(pages):
    controls = [a for _, a in pages["reference"].elements if "data-scripted" in a]
    assert len(controls) == 2
    assert all("hidden" in a for a in controls)


def test_scores_are_linked_to_the_checks_that_decided(texts):
    items = texts["reference"].partition('id="checklists"')[2]
    assert '<a href="#check-cohort-events-per-feature">cohort/events-per-feature</a>' in items
    assert "https://doi.org/10.1038/nrclinonc.2017.141" in items


def test_a_score_in_percent_tells_its_band_its_parts_and_what_would_gain_most(texts):
    section = texts["reference"].partition('id="score-check-metrics"')[2]
    assert "supports <b>25 % (Low)</b>" in section
    assert "claim <b>75 % (Good)</b>; 50 are not contradicted." in section
    assert "<b>Experimental.</b> Not to be relied on." in section
    assert "Item 2, Eligibility: <b>+25</b> by words in the answers file. State what was done." in section
    assert '<th scope="row">Design</th><td class="n">50</td><td class="n">25</td><td class="n">75</td>' in section
    assert '<th scope="row">Masks</th>' not in section  # nothing of it applies
    assert '<th scope="row">C1</th>' in section
    assert "(in no total)" in section


def test_forty_findings_stay_under_a_megabyte(pages):
    text = render_html(large_report(40))
    assert len(text.encode()) < 1_000_000
    script = next(t for t, a in zip(pages["empty"].texts("script"), pages["empty"].all("script"), strict=True) if not a)
    assert len(script.encode()) < 15_000


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_a_report_with_many_long_tables_shows_fewer_rows_of_each():
    """All of them are in the data that the page holds; it says how many are not shown."""
    result = next(own for own in reference_report().results if own.outcome is Outcome.FAIL)
    rows = tuple({"case": f"C{n}", "a": n / 7, "b": n / 11, "c": n / 13} for n in range(500))
    long = tuple(
        replace(result, check=f"model/n{n}", findings=(replace(result.findings[0], rows=rows),)) for n in range(20)
    )
    report = replace(reference_report(), results=long)
    assert rows_shown(reference_report()) == MOST_ROWS
    assert rows_shown(report) == FEWEST_ROWS * 2 == 50
    text = render_html(report)
    assert "The first 50 of 500 rows are shown" in text
    assert len(text) < 1_000_000

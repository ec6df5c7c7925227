"""The page of a survey: whole, safe, closed to the network, and the same every time."""

import base64
import hashlib

import pytest
from attacks import SCRIPT
from page import Page
from reference_survey import hostile_survey, reference_survey

from radaudit.render.survey_html import render_survey
from radaudit.surveying.make import make

SURVEYS = {"reference": reference_survey(), "hostile": hostile_survey(), "empty": make("none", [], {}, 0)}


@pytest.fixture(scope="module")
def texts():
    return {name: render_survey(own) for name, own in SURVEYS.items()}


@pytest.fixture(scope="module")
def pages(texts):
    return {name: Page(text) for name, text in texts.items()}


@pytest.mark.parametrize("name", SURVEYS)
class TestEveryPage:
    def test_elements_are_closed_ids_unique_and_links_inside_lead_somewhere(self, pages, name):
        page, ids = pages[name], pages[name].values("id")
        assert page.faults == []
        assert sorted(ids) == sorted(set(ids))
        assert {link[1:] for link in page.values("href") if link.startswith("#")} <= set(ids)

    def test_nothing_is_fetched_and_no_attribute_runs_or_styles_anything(self, pages, name):
        page = pages[name]
        assert page.values("src") == []
        assert page.all("link") == []
        outward = [link for link in page.values("href") if not link.startswith(("#", "studies/", "reports/"))]
        assert all(link.startswith("https://") for link in outward)
        names = {attribute for _, attributes in page.elements for attribute in attributes}
        assert not [attribute for attribute in names if attribute == "style" or attribute.startswith("on")]

    def test_the_policy_allows_what_is_there_and_nothing_else(self, pages, name):
        page = pages[name]
        policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        for kind in ("style", "script"):
            (text,) = page.texts(kind)
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert rules[f"{kind}-src"] == f"'sha256-{digest}'"
        assert rules["default-src"] == "'none'"


def test_text_of_studies_stays_text(texts, pages):
    assert SCRIPT not in texts["hostile"]
    assert "&lt;script&gt;alert(&#39;owned&#39;)&lt;/script&gt;" in texts["hostile"]
    assert "studies/javascript%3Aalert%281%29%22%27%3Cb%3E/report.html" in pages["hostile"].values("href")
    for character in ("\x1b", "\x07", "\x9b", "\u202e"):
        assert character not in texts["hostile"]


def test_the_flow_holds_the_boxes_of_prisma_with_their_counts(texts):
    text = " ".join(texts["reference"].split())
    for said in (
        "folders with a manifest (n = 5)",
        "duplicate records (n = 1)",
        "<b>Reports sought for retrieval</b><br>(n = 4)",
        "<b>Reports not retrieved</b><br>(n = 1)",
        "<b>Reports assessed for eligibility</b><br>(n = 3)",
        "the audit broke (n = 1)",
        "<b>Studies included in review</b><br>(n = 2)",
        "with answers to METRICS (n = 2)",
    ):
        assert said in text


def test_second_raters_are_told(texts):
    text = " ".join(texts["reference"].split())
    assert "agree in 24 of 32 (75 %) of the items that both answered; Cohen's kappa, by study: median 0.61" in text


def test_no_sentence_of_a_finding_is_on_it(texts):
    report = reference_survey()
    assert "P017" not in texts["reference"]
    assert "17 patients are in both" not in texts["reference"]
    assert all(check.check in texts["reference"] for check in report.failing)


def test_the_same_survey_gives_the_same_bytes(texts):
    assert render_survey(reference_survey()) == texts["reference"]


def test_an_empty_survey_says_so(texts):
    assert "No study could be included." in texts["empty"]
    assert "No study answers a checklist." in texts["empty"]

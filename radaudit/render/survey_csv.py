"""A survey as tables for a spreadsheet or a statistics program."""

from __future__ import annotations

from collections.abc import Iterator

from radaudit.core.survey import DomainSummary, Spread, Survey
from radaudit.render.csv_table import csv_table

_ITEM = (
    *("study", "checklist", "item", "label", "domain", "applies", "claimed", "supported", "lowest", "highest"),
    *("least", "most", "basis", "reason", "evidence", "pointer"),
)
_ENTRY = ("study", "stage", "why", "told", "title", "doi", "verdict", "pass", "fail", "unknown", "radaudit")
_CHECK = ("study", "check", "outcome", "severity", "waived", "codes")
_DOMAIN = ("checklist", "domain", "items", "what", "unit")
_SPREAD = ("studies", "median", "lower quartile", "upper quartile", "least", "most", "mean", "standard deviation")
_MET = ("ideal", "percent of ideal", "items met", "items asked")
_SCORE = ("claimed", "supported", "not contradicted", "percent", "claimed percent", "band")


def tables(survey: Survey) -> dict[str, str]:
    """The text of each file, by its name.

    ``survey.csv`` has a row for each study and item, ``survey_scores.csv`` one for each study found, with the totals
    of each checklist side by side, ``survey_checks.csv`` one for each study and check, ``survey_domains.csv`` the
    figures that a review tabulates.
    """
    score_columns = [f"{own.checklist} {what}" for own in survey.instruments for what in _SCORE]
    return {
        "survey.csv": csv_table(_ITEM, _items(survey)),
        "survey_scores.csv": csv_table([*_ENTRY, *score_columns], _scores(survey)),
        "survey_checks.csv": csv_table(_CHECK, _checks(survey)),
        "survey_domains.csv": csv_table([*_DOMAIN, *_SPREAD, *_MET], _domains(survey)),
    }


def _items(survey: Survey) -> Iterator[dict[str, object]]:
    for own in survey.items:
        yield {name: getattr(own, name) for name in _ITEM} | {"evidence": "; ".join(own.evidence)}


def _scores(survey: Survey) -> Iterator[dict[str, object]]:
    for entry in survey.entries:
        told = {
            "study": entry.name,
            "stage": entry.stage,
            "why": entry.why,
            "told": entry.told,
            "title": entry.title,
            "doi": entry.doi,
            "verdict": entry.level,
            "radaudit": entry.version,
        }
        told |= {name: entry.counts.get(name) for name in ("pass", "fail", "unknown")}
        for own in survey.scores:
            if own.study == entry.name:
                told |= {f"{own.checklist} {what}": getattr(own, what.replace(" ", "_")) for what in _SCORE}
        yield told


def _checks(survey: Survey) -> Iterator[dict[str, object]]:
    for own in survey.checks:
        yield {name: getattr(own, name) for name in _CHECK} | {
            "outcome": own.outcome.value,
            "codes": "; ".join(own.codes),
        }


def _domains(survey: Survey) -> Iterator[dict[str, object]]:
    for own in survey.instruments:
        for part in (own.whole, *own.domains):
            told = {"checklist": own.checklist, "domain": part.domain, "items": part.items}
            yield told | {"what": "claimed", "unit": own.unit} | _spread(part.claimed)
            yield told | {"what": "supported", "unit": own.unit} | _spread(part.supported) | _met(part)
            yield told | {"what": "claimed", "unit": "% of the most"} | _spread(part.claimed_percent)
            yield told | {"what": "supported", "unit": "% of the most"} | _spread(part.percent)


def _spread(own: Spread | None) -> dict[str, object]:
    if own is None:
        return {"studies": 0}
    figures = (own.count, own.median, own.lower, own.upper, own.least, own.most, own.mean, own.deviation)
    return dict(zip(_SPREAD, figures, strict=True))


def _met(part: DomainSummary) -> dict[str, object]:
    figures = (part.ideal, part.percent_of_ideal, part.met, part.asked)
    return dict(zip(_MET, figures, strict=True))

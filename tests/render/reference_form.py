"""A filled form with every kind of answer."""

from __future__ import annotations

from radaudit.core.report import Answer, Score
from radaudit.render.form_rows import FilledForm


def _answer(item: str, claimed: float | None, basis: str, domain: str, **more: object) -> Answer:
    return Answer(item, f"Question {item}", claimed, claimed, 0.0, 3.0, basis, domain=domain, ends=(-3.0, 3.0), **more)


def form(title: str = "A study", with_evidence: bool = False, unit: str = "points") -> FilledForm:
    answers = (
        _answer("1", 3.0, "supported", "Design", chosen=("either",), said="at least one done", pointer="p. 3"),
        _answer("2", -3.0, "declared", "Design", chosen=("neither",), said="neither done", statement="=1+1, they say"),
        _answer("3", 2.0, "unknown", "Data", said="2 points", evidence=("It is open.", "The authors point to: ")),
        _answer("4", None, "declared", "Data", chosen=("na",), said="not applicable", applies=False),
        _answer("5", None, "unknown", "Data", evidence=("Not answered.",)),
    )
    condition = Answer(
        "C1", "It segments", None, None, 0, 0, "declared", domain="condition", chosen=("yes",), said="yes"
    )
    score = Score("tiny", title, "doi:10.1/x", 2, 3, 2, 0, 9, -3, 12, 25.0, 16.7, answers=answers, unit=unit)
    score = Score(**{**vars(score), "conditions": (condition,), "unanswered": 1})
    return FilledForm(score, title, "10.1/study", with_evidence, "0.1.0")

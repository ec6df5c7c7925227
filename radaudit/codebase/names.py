"""What names of variables and columns tell."""

from __future__ import annotations

import re

from radaudit.codebase.values import Value
from radaudit.codebase.vocabulary import LABELS, PATIENTS, plain_name

TRAIN_NAME = re.compile(r"(^|_)(train|tr|trn|training|dev|development)(_|\d|$)|train$", re.IGNORECASE)
TEST_NAME = re.compile(
    r"(^|_)(test|te|tst|testing|val|valid|validation|holdout|ext|external)(_|\d|$)|test$", re.IGNORECASE
)


def side_of(name: str) -> str | None:
    """ "train" or "test", where a name says so."""
    name = re.sub(r"([a-z])([A-Z])", r"\1_\2", name)
    if TRAIN_NAME.search(name):
        return "train"
    return "test" if TEST_NAME.search(name) else None


def is_label(name: str, outcomes: frozenset[str]) -> bool:
    """Whether a variable or a column is called like an outcome."""
    plain = re.sub(r"_(train|test|val|tr|te|all|full|dev|ext|trn|tst)$", "", plain_name(name))
    return plain in LABELS or plain in outcomes


def is_patient(name: str) -> bool:
    return plain_name(name) in PATIENTS


def as_named(value: Value, name: str, outcomes: frozenset[str]) -> Value:
    """A value under its new name, which may say that it is the outcome."""
    if value.rows and "label" not in value.tags and not value.predicted and is_label(name, outcomes):
        return value.tagged("label")
    return value

"""What names of variables and columns tell."""

from __future__ import annotations

import re

from radaudit.codebase.values import Value
from radaudit.codebase.vocabulary import LABELS, PATIENTS, plain_name

TRAIN_NAME = re.compile(r"(^|_)(train|tr|trn|training|dev|development)(_|\d|$)|train$", re.IGNORECASE)
TEST_NAME = re.compile(
    r"(^|_)(test|te|tst|testing|val|valid|validation|holdout|ext|external)(_|\d|$)|test$", re.IGNORECASE
)

SITE = re.compile(
    r"(^|_)(site|center|centre|scanner|batch|institution|hospital|manufacturer|vendor|machine|protocol)(_|\d|id|s?$)"
)

SHUFFLED_NAME = re.compile(r"perm|shuf|null|scrambl", re.IGNORECASE)
INDIVIDUAL = re.compile(
    r"^(case|study|scan|image|lesion|nodule|pat|subj\w*|patient\w*)?_?(id|no|nr|name|uid|key)$|^case$"
)
VISIT = re.compile(
    r"(^|_)(visit|time_?point|tp|session|phase|week|reader|rater|lesion_(no|nr|number|rank)|scan_no)(_|$)"
)
VARIANTS = re.compile(
    r"(^|_)(augment|perturb|jitter)(ed|ation|ations|s|er)?(_|$)|add_(gaussian_|random_|image_)?noise|"
    r"random_(rotation|rotate|flip|crop|shift|affine|elastic)|elastic_(deform|transform)"
)
OUTCOME = re.compile(r"^y_?(\d|tr|te|trn|tst|train|test|val|valid|dev|all|arr|vec|bin|int)$|outcome$")


def side_of(name: str) -> str | None:
    """ "train" or "test", where a name says so."""
    name = re.sub(r"([a-z])([A-Z])", r"\1_\2", name)
    if TRAIN_NAME.search(name):
        return "train"
    return "test" if TEST_NAME.search(name) else None


def is_label(name: str, outcomes: frozenset[str]) -> bool:
    """Whether a variable or a column is called like an outcome."""
    plain = re.sub(r"_(train|test|val|tr|te|all|full|dev|ext|trn|tst)$", "", plain_name(name))
    return plain in LABELS or plain in outcomes or bool(OUTCOME.search(plain))


def makes_variants(name: str) -> bool:
    """Whether a function is called like one that makes changed copies of an image, a mask or a row."""
    return bool(VARIANTS.search(re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()))


def is_patient(name: str) -> bool:
    return plain_name(name) in PATIENTS


def is_site(name: str) -> bool:
    """Whether a column is called like a site, a scanner or a batch."""
    return bool(SITE.search(re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()))


def is_individual(name: str) -> bool:
    """Whether a column is called like a number or name that each case has of its own."""
    return bool(INDIVIDUAL.search(re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()))


def is_visit(name: str) -> bool:
    """Whether a column tells the rows of one patient apart."""
    return bool(VISIT.search(re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()))


def as_named(value: Value, name: str, outcomes: frozenset[str]) -> Value:
    """A value under its new name, which may say that it is the outcome."""
    if "label" in value.tags and SHUFFLED_NAME.search(name):
        return value.tagged("permuted")
    if value.rows and "label" not in value.tags and not value.predicted and is_label(name, outcomes):
        return value.tagged("label")
    return value

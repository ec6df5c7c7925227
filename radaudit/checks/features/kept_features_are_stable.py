from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.kept_features import KeptFeatures
from radaudit.evidence.repeat_figures import WORDS
from radaudit.evidence.repeats import KEYS, Repeats
from radaudit.statistics.threshold_forms import CONCORDANCE, FORMS, FormFit, fits, form_of, values_of

SHOWN = 200
RECOVERED = 5  # features kept, and as many dropped, before a form that explains them all is named
BENIGN = (
    "the study's own computation rests on other cases or sessions than the table that was handed in",
    "features were kept by another rule that is not declared, such as a test between scans",
)


@check(
    "features/kept-features-are-stable",
    severity=Severity.MAJOR,
    references=("doi:10.1016/j.jcm.2016.02.012", "doi:10.1037/1082-989X.1.1.30"),
)
def kept_features_are_stable(
    kept_features: KeptFeatures, retests: Repeats | None, readings: Repeats | None, *, threshold: float = 0.75
) -> Iterator[Finding]:
    """The features that the study calls stable reach its threshold when their agreement is computed again.

    "ICC above 0.75" without a form says little: on the same data consistency can be 0.99 and absolute agreement 0.14,
    and the form for the mean of readers is higher than that for one. Estimate and lower end of ICC(A,1), agreement, and
    ICC(C,1), consistency, stand side by side here, with the form that the study names; where it names none, a feature
    falls if it falls by every form for single measurements, and the form that gives the study's own choice is looked
    for. An estimate above the threshold with an interval that reaches below it is what few cases give by luck (Koo and
    Li judge by the interval): that alone is a note. Option threshold counts where the study names none.

    Remedy: name the form and model of the ICC, keep features by the lower end of the interval, or measure more cases.
    """
    given = [own for own in (retests, readings) if own is not None]
    if not given:
        raise Unavailable(
            "The study gives no repeated measurements.",
            f"Add '{KEYS['retest'][0]}' or '{KEYS['readers'][0]}' (tables).",
        )
    rules = [_Rule.of(kept_features, own, threshold) for own in given]
    met = any(rule.names and not rule.fallen.any() for rule in rules)
    for rule in rules:
        yield from _held_against(rule, met)


@dataclass(frozen=True)
class _Rule:
    """One set of measurements, what was kept of it, and the rule it is held against."""

    own: Repeats
    names: tuple[str, ...]
    absent: tuple[str, ...]
    columns: np.ndarray
    form: tuple[str, bool] | None
    said: str
    threshold: float
    is_own: bool
    slack: float

    @classmethod
    def of(cls, kept: KeptFeatures, own: Repeats, default: float) -> "_Rule":
        names = kept.among(own.names)
        columns = np.array([own.columns[name] for name in names], dtype=int)
        own_limit = kept.threshold is not None
        limit = kept.threshold if own_limit else default
        form = form_of(kept.statistic)
        return cls(own, names, kept.absent(own.names), columns, form, kept.statistic, limit, own_limit, kept.slack)

    @property
    def is_foreign(self) -> bool:
        """Whether the threshold is of something else than an ICC or a CCC."""
        return self.form is None and bool(self.said) and not self.said.strip().casefold().startswith("icc")

    @property
    def by(self) -> str:
        """The form, in words."""
        if self.form is None:
            return "every form for single measurements"
        return f"the lower end of {FORMS[self.form[0]]}" if self.form[1] else FORMS[self.form[0]]

    @property
    def limit(self) -> str:
        """The threshold, and on how much agreement rests, in words."""
        whose = "" if self.is_own else ", which is radaudit's, because the study names none"
        return (
            f"{self.threshold:g}{whose} ({len(self.own.cases)} cases, {len(self.own.sessions)} {WORDS[self.own.kind]})"
        )

    def reached(self, form: str, lower: bool = False) -> np.ndarray:
        """Which of the kept features reach the threshold by a form; False where there is no value."""
        return values_of(self.own.agreement, form, lower)[self.columns] >= self.threshold - self.slack

    @property
    def fallen(self) -> np.ndarray:
        """bool: by the declared form; without one, by every form for single measurements."""
        if self.form:
            return ~self.reached(*self.form) & ~self.undefined
        singles = [self.reached(form) for form in ("icc1", "icc2", "icc3", "ccc")]
        return ~np.any(singles, axis=0) & ~self.undefined

    @property
    def unsure(self) -> np.ndarray:
        """bool: features that reach the threshold, and whose interval goes below it."""
        form = self.form[0] if self.form and self.form[0] != CONCORDANCE else "icc2"
        reached = ~self.fallen if self.form else self.reached(form)
        return reached & ~self.undefined & ~self.reached(form, lower=True)

    @property
    def undefined(self) -> np.ndarray:
        """bool: features without any agreement, because they don't vary or too few cases have them."""
        return np.isnan(self.own.agreement["icc2"].estimate[self.columns])

    def rows(self, which: Sequence[int] | np.ndarray) -> list[dict]:
        """One row a kept feature, the least agreement first."""
        order = sorted(which, key=lambda place: self.own.agreement["icc2"].estimate[self.columns[place]])
        return [self._row(place) for place in order[:SHOWN]]

    def _row(self, place: int) -> dict:
        column, own = self.columns[place], self.own.agreement
        row = {"feature": self.names[place]}
        for form in ("icc2", "icc3"):
            row |= {FORMS[form]: own[form].estimate[column], f"{FORMS[form]}, lower end": own[form].low[column]}
        if self.form and self.form[0] not in ("icc2", "icc3"):
            row[FORMS[self.form[0]]] = values_of(own, *self.form)[column]
        reached = {words: self.reached(form, lower)[place] for words, form, lower in _SHOWN_FORMS}
        return row | {"reaches it by": ", ".join(words for words, is_so in reached.items() if is_so) or "neither"}


_SHOWN_FORMS = (
    ("agreement", "icc2", False),
    ("agreement's lower end", "icc2", True),
    ("consistency", "icc3", False),
    ("consistency's lower end", "icc3", True),
)


def _held_against(rule: _Rule, met: bool) -> Iterator[Finding]:
    """Findings on one set of measurements; `met` if all kept features reach the threshold in one of the sets."""
    if not rule.names or rule.is_foreign:
        yield _not_held(rule)
        return
    fallen, unsure = rule.fallen, rule.unsure
    details = {**_values(rule, fallen), "where": [rule.own.where]}
    if fallen.any():
        yield _fallen(rule, met, details)
    if unsure.any():
        yield failed(
            f"{unsure.sum()} of {counted(len(rule.names), 'kept feature')} reach {rule.limit} by their estimate alone: "
            "the interval goes below it.",
            code="not-sure",
            tier=Tier.TESTED,
            severity=Severity.NOTE,
            rows=rule.rows(np.flatnonzero(unsure)),
            benign=["few cases: the features may be as stable as they look"],
            **details,
        )
    yield from _by_form(rule, fallen)
    if rule.undefined.any():
        yield unknown(
            f"{rule.undefined.sum()} of {counted(len(rule.names), 'kept feature')} don't vary between these cases, or "
            "fewer than two cases have them, so that their agreement is not defined.",
            code="not-defined",
            add="Measure them in more cases.",
            rows=[{"feature": rule.names[place]} for place in np.flatnonzero(rule.undefined)[:SHOWN]],
        )
    if not (fallen | unsure | rule.undefined).any():
        yield passed(
            f"All {counted(len(rule.names), 'kept feature')} reach {rule.limit} by {rule.by}, with the lower end of "
            f"the interval too. {_told(rule)}",
            code="kept-are-stable",
            rows=rule.rows(range(len(rule.names))),
            **details,
        )


def _not_held(rule: _Rule) -> Finding:
    between = WORDS[rule.own.kind]
    if rule.names:
        return unknown(
            f"The study's threshold is of {rule.said!r}, which is no form of the ICC or the CCC.",
            code="unknown-statistic",
            add=f"Write one of these in 'stability.threshold.statistic': {', '.join(FORMS)}.",
        )
    return unknown(
        f"None of the {counted(len(rule.absent), 'kept feature')} is among those measured by several {between}.",
        code="not-measured",
        add=f"Add them to {rule.own.where.path}.",
    )


def _fallen(rule: _Rule, met: bool, details: dict) -> Finding:
    count = f"{rule.fallen.sum()} of {counted(len(rule.names), 'kept feature')}"
    lesser = met or not rule.is_own
    return failed(
        f"{count} fall below {rule.limit} by {rule.by}. {'' if met else _told(rule)}".rstrip(),
        code="below-in-other-data" if met else "kept-below-threshold",
        severity=Severity.MINOR if lesser else None,
        tier=Tier.PROVED if rule.form and rule.own.source == "table" else Tier.TESTED,
        rows=rule.rows(np.flatnonzero(rule.fallen)),
        benign=BENIGN,
        **details,
    )


def _by_form(rule: _Rule, fallen: np.ndarray) -> Iterator[Finding]:
    """Without a declared form: features that one form keeps and the other drops."""
    torn = ~fallen & (rule.reached("icc2") != rule.reached("icc3"))
    if rule.form is None and torn.any():
        named = f"as {rule.said!r}" if rule.said else "without a statistic"
        yield failed(
            f"The threshold is given {named}, and {torn.sum()} of {counted(len(rule.names), 'kept feature')} reach it "
            "by consistency or by agreement, but not by both.",
            code="form-decides",
            tier=Tier.TESTED,
            severity=Severity.MINOR,
            where=[rule.own.where],
            rows=rule.rows(np.flatnonzero(torn)),
            benign=["the paper names the form, and the manifest does not"],
        )


def _values(rule: _Rule, fallen: np.ndarray) -> dict[str, object]:
    counts = {words.replace("'s ", "_").replace(" ", "_"): rule.reached(form, low) for words, form, low in _SHOWN_FORMS}
    return {
        "kept": len(rule.names),
        "fallen": int(fallen.sum()),
        "threshold": rule.threshold,
        "not_measured": len(rule.absent),
        **{f"reach_it_by_{words}": int(own.sum()) for words, own in counts.items()},
    }


def _told(rule: _Rule) -> str:
    """Which form gives the study's own choice, if one does."""
    kept = np.zeros(len(rule.own.names), dtype=bool)
    kept[rule.columns] = True
    found = fits(rule.own.agreement, kept, rule.threshold, rule.slack)
    if not found or min(kept.sum(), (~kept).sum()) < RECOVERED:
        return "Too few features were kept or dropped to tell by which form."
    best = found[0]
    same = [fit for fit in found if (fit.fallen, fit.missed) == (best.fallen, best.missed)]
    return _words(best, same)


def _words(best: FormFit, same: Sequence[FormFit]) -> str:
    names = ", ".join(fit.words for fit in same[:3])
    if not best.fallen and not best.missed:
        return f"The study's choice is what {names} would keep."
    if not best.fallen:
        return f"All kept features reach it by {names}; {best.missed} more would."
    counts = f"{best.fallen} fall, {best.missed} more reach it"
    return f"No form gives the study's choice; the closest is {best.words} ({counts})."

"""Fit some steps of an estimator on all rows, before the split, and the rest on the training rows.

This is how a leak is made again. With ``early`` the kinds of steps that saw all rows (the pool):

1. Steps are fitted in the pipeline's order.
2. An early step is fitted on the pool, as the steps before it give the pool, with the pool's outcomes.
3. A step that is not early is fitted on the training rows, as the steps before it give them.
4. What was fitted transforms both, so every later step sees what the authors' own would have seen.
5. An early sampler resamples the pool; a split at random then sends each row that it made to the training rows with
   the probability that an original one has (drawn with the run's seed). Rows that it drops are not fitted on. The
   rows that are scored stay the original ones.
6. After the last early step the rest of the estimator is fitted by its own `fit`, unchanged. A search over
   hyper-parameters therefore sees its early steps as fitted before.

What these rules can't be applied to is refused with `CantBeTakenApart`, never approximated in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from radaudit.models.steps import holds, inner_of, kind_of, leaves, parts_of


class CantBeTakenApart(Exception):
    """An estimator whose early steps can't be fitted apart from the others; says which and why."""


@dataclass(frozen=True)
class Fitted:
    """A fitted estimator.

    Attributes
    ----------
    before
        Transformers that were fitted one by one; empty if the estimator was fitted as a whole.
    estimator
        The rest.
    applied
        Kinds of steps that were fitted on the pool.
    """

    before: tuple[object, ...]
    estimator: object
    applied: tuple[str, ...] = ()

    def transform(self, table: object) -> object:
        """Rows as the rest takes them."""
        for step in self.before:
            table = step.transform(table)
        return table


@dataclass(frozen=True)
class _Data:
    """Both views of the rows, between two steps.

    Attributes
    ----------
    train_x, train_y
        The rows fitted on.
    pool_x, pool_y
        The rows that were together before the split.
    origin
        Position in the pool of each row fitted on; -1 for one that a sampler made.
    """

    train_x: object
    train_y: np.ndarray
    pool_x: object
    pool_y: np.ndarray
    origin: np.ndarray


def fit_early(
    estimator: object,
    table: object,
    target: np.ndarray,
    fit: np.ndarray,
    pool: np.ndarray,
    early: frozenset[str],
    seed: int,
) -> Fitted:
    """Fit an estimator, with the steps of some kinds fitted on the pool.

    Parameters
    ----------
    table, target
        A data frame of all rows; their outcomes, as the estimator takes them.
    fit, pool
        Rows to fit on (with repeats, if any); rows that early steps are fitted on, together with those.
    early
        Kinds of steps, out of `request.STEP_KINDS`.

    Raises
    ------
    CantBeTakenApart
        If an early step is where it can't be fitted apart.
    """
    applied = tuple(sorted(early & {kind for _, kind in leaves(estimator)}))
    _refuse_hidden(estimator, early - set(applied))
    if not applied:
        estimator.fit(table.iloc[fit], target[fit])
        return Fitted((), estimator)
    pool = np.union1d(fit, pool)
    data = _Data(table.iloc[fit], target[fit], table.iloc[pool], target[pool], np.searchsorted(pool, fit))
    before, rest, data = _peeled(estimator, data, early, np.random.default_rng(seed))
    rest.fit(data.train_x, data.train_y)
    return Fitted(tuple(before), rest, applied)


def _refuse_hidden(estimator: object, kinds: frozenset[str]) -> None:
    """A step inside an ensemble or a selector is none of the pipeline's, and yet it learns."""
    parameters = estimator.get_params(deep=True) if hasattr(estimator, "get_params") else {}
    for step in parameters.values():
        if hasattr(step, "fit") and kind_of(step) in kinds:
            raise CantBeTakenApart(f"{type(step).__name__} is part of another estimator than a pipeline")


def _peeled(
    estimator: object, data: _Data, early: frozenset[str], rng: np.random.Generator
) -> tuple[list, object, _Data]:
    """The steps up to the last early one, fitted; the rest, not yet; and the rows as the rest takes them."""
    if isinstance(getattr(estimator, "steps", None), list):
        last = max(place for place, (_, step) in enumerate(estimator.steps) if holds(step, early))
        before = []
        for _, step in estimator.steps[: min(last + 1, len(estimator.steps) - 1)]:
            fitted, data = _fitted(step, data, early, rng)
            before += [fitted] if fitted is not None else []
        if last == len(estimator.steps) - 1:  # inside the final estimator, such as a search around a pipeline
            more, rest, data = _peeled(estimator.steps[-1][1], data, early, rng)
            return before + more, rest, data
        return before, type(estimator)(estimator.steps[last + 1 :]), data
    inner = inner_of(estimator)
    if inner is None or isinstance(inner, str):
        raise CantBeTakenApart(f"{type(estimator).__name__} holds a step that can't be fitted on its own")
    names = {name for name, _ in getattr(inner, "steps", ())}
    before, rest, data = _peeled(inner, data, early, rng)
    gone = names - {name for name, _ in getattr(rest, "steps", ())}
    for name in _searched(estimator):
        if name.partition("__")[0] in gone:
            raise CantBeTakenApart(f"{type(estimator).__name__} searches over {name}, a step fitted before the split")
    return before, estimator.set_params(estimator=rest), data


def _searched(estimator: object) -> list[str]:
    """Names of the parameters that a search tries."""
    found: list[str] = []
    for attribute in ("param_grid", "param_distributions", "search_spaces"):
        grids = getattr(estimator, attribute, None) or ()
        for grid in [grids] if isinstance(grids, dict) else grids:
            found += list(grid)
    return found


def _fitted(step: object, data: _Data, early: frozenset[str], rng: np.random.Generator) -> tuple[object | None, _Data]:
    """A step, fitted where it belongs (None for one that does nothing to rows it scores); and the rows after it."""
    if step is None or step == "passthrough":
        return None, data
    if hasattr(step, "fit_resample"):
        return None, _resampled(step, data, early, rng)
    if parts_of(step) and holds(step, early):
        fitted = _composite(step, data, early, rng)
    elif kind_of(step) in early:
        fitted = step.fit(data.pool_x, data.pool_y)
    elif hasattr(step, "fit_transform"):
        train_x = step.fit_transform(data.train_x, data.train_y)
        return step, replace(data, train_x=train_x, pool_x=step.transform(data.pool_x))
    else:
        fitted = step.fit(data.train_x, data.train_y)
    return fitted, replace(data, train_x=fitted.transform(data.train_x), pool_x=fitted.transform(data.pool_x))


def _composite(step: object, data: _Data, early: frozenset[str], rng: np.random.Generator) -> object:
    """A Pipeline, FeatureUnion or ColumnTransformer inside the pipeline, each part fitted where it belongs."""
    from sklearn.base import clone

    if isinstance(getattr(step, "steps", None), list):
        done = []
        for name, part in step.steps:
            if hasattr(part, "fit_resample"):
                raise CantBeTakenApart(f"a pipeline inside the pipeline resamples ({type(part).__name__})")
            fitted, data = _fitted(part, data, early, rng)
            done.append((name, "passthrough" if fitted is None else fitted))
        step.steps = done
        return step
    if isinstance(getattr(step, "transformers", None), list):
        return _by_columns(step, data, early, rng)
    step.fit(data.train_x, data.train_y)
    parts = {name: part for name, part in parts_of(step) if holds(part, early)}
    step.transformer_list = [
        (name, _fitted(clone(parts[name]), data, early, rng)[0] if name in parts else own)
        for name, own in step.transformer_list
    ]
    return step


def _by_columns(step: object, data: _Data, early: frozenset[str], rng: np.random.Generator) -> object:
    """A ColumnTransformer: fitted as a whole first, which settles who gets which columns."""
    from sklearn.base import clone
    from sklearn.utils import _safe_indexing

    parts = {name: clone(part) for name, part in parts_of(step) if holds(part, early)}
    step.fit(data.train_x, data.train_y)
    done = []
    for name, fitted, columns in step.transformers_:
        if name in parts and len(np.atleast_1d(columns)):
            views = {view: _safe_indexing(getattr(data, view), columns, axis=1) for view in ("train_x", "pool_x")}
            fitted, _ = _fitted(parts[name], replace(data, **views), early, rng)
        done.append((name, fitted, columns))
    step.transformers_ = done
    return step


def _resampled(step: object, data: _Data, early: frozenset[str], rng: np.random.Generator) -> _Data:
    if "oversampling" not in early:
        train_x, train_y = step.fit_resample(data.train_x, data.train_y)
        return replace(data, train_x=train_x, train_y=train_y, origin=np.full(len(train_y), -1))
    before = len(data.pool_y)
    pool_x, pool_y = step.fit_resample(data.pool_x, data.pool_y)
    if len(pool_y) >= before and _same(_rows(pool_x, np.arange(before)), data.pool_x):
        share = len(np.unique(data.origin)) / before
        made = np.arange(before, len(pool_y))
        made = made[rng.random(len(made)) < share]
        train_x = _stacked(data.train_x, _rows(pool_x, made))
        train_y = np.concatenate([data.train_y, np.asarray(pool_y)[made]])
        origin = np.concatenate([data.origin, np.full(len(made), -1)])
    elif hasattr(step, "sample_indices_"):
        kept = np.flatnonzero(np.isin(data.origin, step.sample_indices_))
        place = {int(row): place for place, row in enumerate(step.sample_indices_)}
        train_x, train_y = _rows(data.train_x, kept), data.train_y[kept]
        origin = np.array([place[int(row)] for row in data.origin[kept]], dtype=int)
    else:
        raise CantBeTakenApart(f"{type(step).__name__} doesn't tell which of its rows are the original ones")
    return _Data(train_x, train_y, pool_x, np.asarray(pool_y), origin)


def _rows(values: object, rows: np.ndarray) -> object:
    return values.iloc[rows] if hasattr(values, "iloc") else values[rows]


def _same(values: object, others: object) -> bool:
    left, right = (np.asarray(own.todense() if hasattr(own, "todense") else own) for own in (values, others))
    if left.dtype == object or right.dtype == object:
        return bool((left == right).all())
    return np.array_equal(left, right, equal_nan=True)


def _stacked(values: object, others: object) -> object:
    if hasattr(values, "iloc"):
        import pandas as pd

        return pd.concat([values, others], ignore_index=True)
    if hasattr(values, "todense"):
        from scipy.sparse import vstack

        return vstack([values, others]).tocsr()
    return np.concatenate([values, others])

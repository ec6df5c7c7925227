"""The folds of a cross-validation, as the study declares them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Folds = tuple[tuple[np.ndarray, ...], ...]  # for each repeat, for each fold, the rows held out


def made_folds(
    labels: np.ndarray | None,
    cases: int,
    folds: int,
    repeats: int,
    seed: int | None,
    groups: Sequence[str] | None = None,
) -> Folds:
    """Folds as scikit-learn's splitters make them.

    Parameters
    ----------
    labels
        Shape (cases,): classes whose shares each fold keeps; None for folds that don't look at the outcome.
    seed
        Rows are shuffled with it; None for folds in the order of the rows, as ``cv=5`` makes them. With repeats it
        is the seed of ``RepeatedStratifiedKFold`` or ``RepeatedKFold``; grouped folds are repeated with seed,
        seed + 1, ...
    groups
        The patient of each case: all of a patient's cases are in one fold. None to look at cases alone.

    Raises
    ------
    ValueError
        If there are fewer cases (of a class, or patients) than folds.
    """
    from sklearn import model_selection as ways

    shuffled = {"shuffle": seed is not None, "random_state": seed}
    rows = np.zeros((cases, 1))
    if groups is not None:
        kind = ways.GroupKFold if labels is None else ways.StratifiedGroupKFold
        splitters = [
            kind(folds, shuffle=seed is not None, random_state=None if seed is None else seed + turn)
            for turn in range(repeats)
        ]
        return tuple(tuple(held for _, held in own.split(rows, labels, groups)) for own in splitters)
    if repeats == 1:
        kind = ways.KFold if labels is None else ways.StratifiedKFold
        return (tuple(held for _, held in kind(folds, **shuffled).split(rows, labels)),)
    kind = ways.RepeatedKFold if labels is None else ways.RepeatedStratifiedKFold
    held = [own for _, own in kind(n_splits=folds, n_repeats=repeats, random_state=seed).split(rows, labels)]
    return tuple(tuple(held[start : start + folds]) for start in range(0, len(held), folds))


def named_folds(names: Sequence[str | None]) -> Folds:
    """One repeat, with a fold for each name; a case without a name is in none, and is never held out.

    Raises
    ------
    ValueError
        If there are fewer than two names.
    """
    order = sorted({name for name in names if name is not None})
    if len(order) < 2:
        raise ValueError(f"the fold column names {len(order)} folds; two are needed")
    return (tuple(np.array([row for row, own in enumerate(names) if own == name]) for name in order),)

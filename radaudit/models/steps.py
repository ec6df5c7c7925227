"""What each step of an estimator does. Works on names and methods, so that it knows imblearn without importing it."""

from __future__ import annotations

from collections.abc import Iterator

# By the module that a class, or one of its parents, is from.
_MODULES = {
    "sklearn.impute": "imputation",
    "sklearn.feature_selection": "selection",
    "sklearn.decomposition": "selection",
    "sklearn.cross_decomposition": "selection",
    "sklearn.preprocessing": "scaling",
}
# Classes of sklearn.preprocessing that learn no scale.
_NO_SCALE = {
    "Binarizer",
    "FunctionTransformer",
    "LabelBinarizer",
    "LabelEncoder",
    "MultiLabelBinarizer",
    "OneHotEncoder",
    "OrdinalEncoder",
    "PolynomialFeatures",
    "TargetEncoder",
}
# By what the name of the class holds; for classes of other libraries and of the study.
_WORDS = (
    ("combat", "harmonisation"),
    ("harmoni", "harmonisation"),
    ("imputer", "imputation"),
    ("scaler", "scaling"),
    ("zscore", "scaling"),
    ("selector", "selection"),
    ("select", "selection"),
    ("mrmr", "selection"),
    ("boruta", "selection"),
    ("relief", "selection"),
    ("pca", "selection"),
)


def kind_of(step: object) -> str:
    """The kind of a step: one of `request.STEP_KINDS`, "nested", "model" or "other".

    "selection" is everything that gives fewer columns by what it learnt: selectors (``get_support``) and
    projections (PCA, ICA, NMF, PLS). An estimator that can't transform is a model, whatever selects inside it.
    """
    if step is None or isinstance(step, str):
        return "other"
    if parts_of(step):
        return "nested"
    if hasattr(step, "fit_resample"):
        return "oversampling"
    if not hasattr(step, "transform"):
        return "model"
    classes = type(step).__mro__
    for word, kind in _WORDS[:2]:
        if word in type(step).__name__.lower():
            return kind
    if hasattr(step, "get_support"):
        return "selection"
    for own in classes:
        for module, kind in _MODULES.items():
            if own.__module__ == module or own.__module__.startswith(f"{module}."):
                return "other" if own.__name__ in _NO_SCALE else kind
    name = type(step).__name__.lower()
    return next((kind for word, kind in _WORDS if word in name), "other")


def parts_of(step: object) -> tuple[tuple[str, object], ...]:
    """The named steps inside a Pipeline, ColumnTransformer or FeatureUnion; nothing for anything else."""
    for attribute in ("steps", "transformers", "transformer_list"):
        parts = getattr(step, attribute, None)
        if isinstance(parts, list) and parts and all(isinstance(part, tuple) and len(part) > 1 for part in parts):
            found = tuple((str(part[0]), part[1]) for part in parts)
            remainder = getattr(step, "remainder", None) if attribute == "transformers" else None
            return found + ((("remainder", remainder),) if hasattr(remainder, "fit") else ())
    return ()


def inner_of(step: object) -> object | None:
    """The estimator inside one that takes another, such as a grid search; None for anything else.

    A selector that takes an estimator (RFE, SelectFromModel) is itself a step: what it holds only ranks.
    """
    if hasattr(step, "get_support") or not hasattr(step, "get_params"):
        return None
    return step.get_params(deep=False).get("estimator")


def leaves(step: object) -> Iterator[tuple[str, str]]:
    """Class name and kind of every step, in order, the nested ones in the place of what holds them."""
    parts, inner = parts_of(step), inner_of(step)
    if parts:
        for _, part in parts:
            yield from leaves(part)
    elif inner is not None and not isinstance(inner, str):
        yield from leaves(inner)
    elif step is not None and not isinstance(step, str):
        yield type(step).__name__, kind_of(step)


def holds(step: object, kinds: frozenset[str]) -> bool:
    """Whether a step of one of these kinds is in it."""
    return any(kind in kinds for _, kind in leaves(step))

"""Registry of preprocessing steps."""
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import MinMaxScaler, RobustScaler

STEPS = {}


def register(name):
    def wrap(func):
        STEPS[name] = func
        return func
    return wrap


@register("robust")
def robust(X, y, **kw):
    return RobustScaler(**kw).fit_transform(X)


@register("minmax")
def minmax(X, y, **kw):
    return MinMaxScaler(**kw).fit_transform(X)


@register("l1")
def l1(X, y, C=0.1, seed=0):
    selector = SelectFromModel(LogisticRegression(penalty="l1", solver="liblinear", C=C, random_state=seed))
    return selector.fit_transform(X, y)

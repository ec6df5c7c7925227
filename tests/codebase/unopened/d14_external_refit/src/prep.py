from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PowerTransformer


def make_prep():
    return Pipeline([("impute", SimpleImputer(strategy="median")), ("power", PowerTransformer())])

from sklearn.feature_selection import SelectKBest, mutual_info_classif
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import RobustScaler


def build(k=12):
    return Pipeline([
        ("scale", RobustScaler()),
        ("kbest", SelectKBest(mutual_info_classif, k=k)),
        ("lr", LogisticRegression(penalty="l2", C=0.1, max_iter=2000)),
    ])

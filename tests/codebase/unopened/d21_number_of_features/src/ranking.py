import numpy as np
from sklearn.feature_selection import f_classif


def rank_by_f(X, y):
    scores, _ = f_classif(X, y)
    return np.argsort(np.nan_to_num(scores))[::-1]

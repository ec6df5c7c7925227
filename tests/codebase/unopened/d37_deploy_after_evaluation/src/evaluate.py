import numpy as np
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score

from src.model import make_model
from src.table import read_table


def evaluate():
    X, y = read_table()
    cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=20, random_state=2)
    return cross_val_score(make_model(), X, y, cv=cv, scoring="roc_auc")


if __name__ == "__main__":
    auc = evaluate()
    print(np.round([auc.mean(), auc.std()], 3))

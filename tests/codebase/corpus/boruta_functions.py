import numpy as np
import pandas as pd
from boruta import BorutaPy
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.metrics import roc_auc_score


def get_data():
    table = pd.read_csv("habitat_features.csv")
    names = list(table.columns[2:])
    return table, names


def boruta(table, names, target="IDH"):
    forest = RandomForestClassifier(max_depth=5, random_state=1)
    finder = BorutaPy(forest, n_estimators="auto", random_state=1)
    finder.fit(table[names].values, table[target].values)
    return [n for n, keep in zip(names, finder.support_) if keep]


def evaluate(table, names, target="IDH", repeats=10):
    cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=repeats, random_state=1)
    scores = []
    for train_idx, test_idx in cv.split(table, table[target]):
        train, test = table.iloc[train_idx], table.iloc[test_idx]
        m = RandomForestClassifier(random_state=1).fit(train[names], train[target])
        scores.append(roc_auc_score(test[target], m.predict_proba(test[names])[:, 1]))
    return np.array(scores)


if __name__ == "__main__":
    table, names = get_data()
    kept = boruta(table, names)
    scores = evaluate(table, kept)
    print(scores.mean(), np.percentile(scores, [2.5, 97.5]))

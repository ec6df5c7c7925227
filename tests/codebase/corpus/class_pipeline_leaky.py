"""Radiomics experiment as a class."""
import os

import joblib
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold


class Experiment:
    def __init__(self, path, n_components=10, seed=0):
        self.path = path
        self.pca = PCA(n_components=n_components, random_state=seed)
        self.seed = seed

    def load(self):
        df = pd.read_csv(self.path)
        self.y = df["Label"].values
        self.X = df.drop(columns=["Label", "ID"]).values
        return self

    def reduce(self):
        self.X = self.pca.fit_transform(self.X)
        return self

    def run(self):
        aucs = []
        skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=self.seed)
        for fold, (train, test) in enumerate(skf.split(self.X, self.y)):
            clf = LogisticRegression(max_iter=1000)
            clf.fit(self.X[train], self.y[train])
            prob = clf.predict_proba(self.X[test])[:, 1]
            aucs.append(roc_auc_score(self.y[test], prob))
        return np.mean(aucs)


if __name__ == "__main__":
    print(Experiment("features.csv").load().reduce().run())

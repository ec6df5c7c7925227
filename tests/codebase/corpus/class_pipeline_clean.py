import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler


class Experiment:
    def __init__(self, path, seed=0):
        self.path, self.seed = path, seed

    def load(self):
        df = pd.read_csv(self.path)
        self.y = df["Label"].values
        self.X = df.drop(columns=["Label", "ID"]).values

    def one_fold(self, train, test):
        scaler = StandardScaler().fit(self.X[train])
        pca = PCA(10, random_state=self.seed).fit(scaler.transform(self.X[train]))
        A = pca.transform(scaler.transform(self.X[train]))
        B = pca.transform(scaler.transform(self.X[test]))
        clf = LogisticRegression(max_iter=1000).fit(A, self.y[train])
        return roc_auc_score(self.y[test], clf.predict_proba(B)[:, 1])

    def run(self):
        skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=self.seed)
        return np.mean([self.one_fold(tr, te) for tr, te in skf.split(self.X, self.y)])


exp = Experiment("features.csv")
exp.load()
print(exp.run())

import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.impute import KNNImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler


class RadiomicsStudy:
    """Loads, cleans and evaluates one cohort (cervical cancer, PET/CT)."""

    def __init__(self, csv, outcome, var_explained=0.95, random_state=0):
        self.csv = csv
        self.outcome = outcome
        self.var_explained = var_explained
        self.random_state = random_state

    def load(self):
        df = pd.read_csv(self.csv)
        self.y = df[self.outcome].to_numpy().astype(int)
        self.X = df.filter(regex="^(PET|CT)_").to_numpy(float)
        return self

    def preprocess(self):
        imputer = KNNImputer(n_neighbors=5)
        scaler = StandardScaler()
        pca = PCA(n_components=self.var_explained, random_state=self.random_state)
        self.X = imputer.fit_transform(self.X)
        self.X = scaler.fit_transform(self.X)
        self.X = pca.fit_transform(self.X)
        self.n_comp_ = pca.n_components_
        return self

    def evaluate(self, k=5):
        scores = []
        cv = StratifiedKFold(k, shuffle=True, random_state=self.random_state)
        for tr, va in cv.split(self.X, self.y):
            lda = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")
            lda.fit(self.X[tr], self.y[tr])
            scores.append(roc_auc_score(self.y[va], lda.predict_proba(self.X[va])[:, 1]))
        return np.array(scores)


if __name__ == "__main__":
    study = RadiomicsStudy("cervix_petct.csv", outcome="relapse").load().preprocess()
    auc = study.evaluate(k=5)
    print(f"{study.n_comp_} components, AUC {auc.mean():.3f} ({auc.std():.3f})")

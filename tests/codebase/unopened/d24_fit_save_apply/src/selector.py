import numpy as np
import pandas as pd
from sklearn.linear_model import LassoCV
from sklearn.preprocessing import StandardScaler


class Signature:
    """Standardise, choose features with the LASSO, and give the radiomics score."""

    def __init__(self, seed=0):
        self.scaler = StandardScaler()
        self.lasso = LassoCV(cv=5, random_state=seed, max_iter=50000)

    def fit(self, X: pd.DataFrame, y):
        self.columns = list(X.columns)
        self.lasso.fit(self.scaler.fit_transform(X), y)
        self.selected = [c for c, b in zip(self.columns, self.lasso.coef_) if b]
        return self

    def score_patients(self, X: pd.DataFrame) -> np.ndarray:
        return self.lasso.predict(self.scaler.transform(X[self.columns]))

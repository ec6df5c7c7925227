import pandas as pd
from sklearn.preprocessing import RobustScaler


def read_features(path):
    df = pd.read_csv(path)
    return df.drop(columns=["ID", "label"]), df["label"]


class Cleaner:
    def fit(self, X):
        self.columns = X.columns[X.notna().mean() > 0.8]
        self.medians = X[self.columns].median()
        self.scaler = RobustScaler().fit(X[self.columns].fillna(self.medians))
        return self

    def transform(self, X):
        return self.scaler.transform(X[self.columns].fillna(self.medians))

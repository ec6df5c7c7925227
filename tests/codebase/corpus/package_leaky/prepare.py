"""Read, clean, scale."""
import pandas as pd
from sklearn.preprocessing import RobustScaler


def read_features(path):
    df = pd.read_csv(path)
    return df.drop(columns=["ID", "label"]), df["label"]


def clean(X):
    X = X.loc[:, X.notna().mean() > 0.8]
    return pd.DataFrame(RobustScaler().fit_transform(X), columns=X.columns)

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def split(df):
    a, b = train_test_split(df, test_size=0.3, random_state=0)
    return {"train": a, "test": b}


def scaled(sets, cols):
    scaler = StandardScaler().fit(sets["train"][cols])
    return {name: pd.DataFrame(scaler.transform(own[cols]), columns=cols) for name, own in sets.items()}


df = pd.read_csv("features.csv")
cols = [c for c in df if "glcm" in c]
sets = split(df)
X = scaled(sets, cols)
lr = LogisticRegression().fit(X["train"], sets["train"]["y"])
print(roc_auc_score(sets["test"]["y"], lr.predict_proba(X["test"])[:, 1]))

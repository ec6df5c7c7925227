import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

df = pd.read_csv("features.csv").sort_values("label")
X, y = df.drop(columns="label").values, df["label"].values
acc = []
for tr, te in KFold(5).split(X):
    acc.append(LogisticRegression(max_iter=500).fit(X[tr], y[tr]).score(X[te], y[te]))
print(np.mean(acc))

import numpy as np
import pandas as pd
from sklearn.model_selection import LeaveOneOut
from sklearn.neighbors import KNeighborsClassifier

raw = pd.read_csv("texture.csv")
X = raw.iloc[:, 2:]
y = raw["outcome"].to_numpy()
X = X.fillna(X.median())
X = (X - X.mean()) / X.std()
X = X.to_numpy()

hits = 0
for tr, te in LeaveOneOut().split(X):
    knn = KNeighborsClassifier(5).fit(X[tr], y[tr])
    hits += int(knn.predict(X[te])[0] == y[te][0])
print("LOOCV accuracy", hits / len(y))

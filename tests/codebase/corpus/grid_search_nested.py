import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("features.csv")
X, y = df.drop(columns="grade"), df["grade"]
pipe = Pipeline([
    ("impute", SimpleImputer()),
    ("scale", StandardScaler()),
    ("kbest", SelectKBest(f_classif)),
    ("lr", LogisticRegression(max_iter=5000)),
])
grid = {"kbest__k": [5, 10, 20], "lr__C": np.logspace(-3, 2, 6)}
inner = StratifiedKFold(5, shuffle=True, random_state=0)
outer = StratifiedKFold(5, shuffle=True, random_state=1)
search = GridSearchCV(pipe, grid, cv=inner, scoring="roc_auc")
scores = cross_val_score(search, X, y, cv=outer, scoring="roc_auc")
print(scores.mean(), scores.std())
search.fit(X, y)
print("final parameters", search.best_params_)

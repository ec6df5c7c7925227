import pandas as pd
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.svm import SVC

df = pd.read_csv("features.csv")
X, y = df.drop(columns="y").values, df["y"].values
gs = GridSearchCV(SVC(), {"C": [0.1, 1, 10], "gamma": ["scale", 0.01]}, cv=5).fit(X, y)
clf = SVC(**gs.best_params_)
print(cross_val_score(clf, X, y, cv=10).mean())

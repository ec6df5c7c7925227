import pandas as pd
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC

df = pd.read_csv("features.csv")
X, y = df.drop(columns="grade"), df["grade"]
pipe = make_pipeline(MinMaxScaler(), SVC())
search = GridSearchCV(pipe, {"svc__C": [0.1, 1, 10, 100], "svc__gamma": [1e-3, 1e-2, 0.1]}, cv=5, scoring="roc_auc")
search.fit(X, y)
print("Cross-validated AUC of the radiomics model:", search.best_score_)

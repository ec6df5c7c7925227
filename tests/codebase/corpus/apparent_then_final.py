"""Final model on everybody for deployment, after an honest test."""
import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def model():
    return make_pipeline(StandardScaler(), LogisticRegressionCV(cv=5, max_iter=2000))


df = pd.read_csv("features.csv")
X, y = df.drop(columns=["id", "T790M"]), df["T790M"]
Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=0.25, random_state=0, stratify=y)
fitted = model().fit(Xtr, ytr)
print("apparent", roc_auc_score(ytr, fitted.predict_proba(Xtr)[:, 1]))
print("test", roc_auc_score(yte, fitted.predict_proba(Xte)[:, 1]))
final = model().fit(X, y)
joblib.dump(final, "final.joblib")

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.svm import SVC

df = pd.read_csv("features.csv")
X, y = df.drop(columns="grade"), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
models = {
    "lr": LogisticRegression(max_iter=5000),
    "svm": SVC(probability=True, random_state=0),
    "rf": RandomForestClassifier(random_state=0),
    "nb": GaussianNB(),
}
results = {}
for name, clf in models.items():
    clf.fit(X_train, y_train)
    results[name] = roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1])
best = max(results, key=results.get)
print("best model:", best, "AUC", results[best])

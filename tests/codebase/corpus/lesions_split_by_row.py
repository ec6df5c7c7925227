import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

lesions = pd.read_csv("liver_lesions.csv")  # several lesions a patient
y = lesions["malignant"]
X = lesions.drop(columns=["patient_id", "lesion_id", "malignant"])
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.25, random_state=5)
rf = RandomForestClassifier(n_estimators=300, random_state=5).fit(X_tr, y_tr)
print(roc_auc_score(y_te, rf.predict_proba(X_te)[:, 1]))

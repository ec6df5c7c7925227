# LIDC nodules: benign / malignant from texture features
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import classification_report, roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("lidc_nodule_features.csv")
print(df.PatientID.nunique(), "patients with", len(df), "nodules")
# one row per nodule, up to 9 nodules in one patient
df = df[df.malignancy_median != 3]
y = (df.malignancy_median > 3).astype(int)
X = df.drop(columns=["PatientID", "nodule_id", "malignancy_median"])

imp = SimpleImputer(strategy="median")
X = pd.DataFrame(imp.fit_transform(X), columns=X.columns)

print("before SMOTE", y.value_counts().to_dict())
sm = SMOTE(random_state=0, k_neighbors=5)
X, y = sm.fit_resample(X, y)
print("after SMOTE", y.value_counts().to_dict())

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)

clf = RandomForestClassifier(n_estimators=300, n_jobs=-1, random_state=0)
clf.fit(X_train, y_train)
pred = clf.predict(X_test)
print(classification_report(y_test, pred, target_names=["benign", "malignant"]))
print("AUC", roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))

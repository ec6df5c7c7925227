import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, train_test_split

lesions = pd.read_csv("liver_lesions.csv")
ids = lesions["patient_id"].unique()
train_ids, test_ids = train_test_split(ids, test_size=0.25, random_state=5)
feats = [c for c in lesions if c.startswith("original")]
dev = lesions[lesions["patient_id"].isin(train_ids)]
held = lesions[lesions["patient_id"].isin(test_ids)]
folds = GroupKFold(5)
for tr, va in folds.split(dev[feats], dev["malignant"], groups=dev["patient_id"]):
    rf = RandomForestClassifier(random_state=0).fit(dev[feats].iloc[tr], dev["malignant"].iloc[tr])
    print("fold", roc_auc_score(dev["malignant"].iloc[va], rf.predict_proba(dev[feats].iloc[va])[:, 1]))
rf = RandomForestClassifier(random_state=0).fit(dev[feats], dev["malignant"])
print(roc_auc_score(held["malignant"], rf.predict_proba(held[feats])[:, 1]))

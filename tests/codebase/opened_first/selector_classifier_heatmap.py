# Comparison of feature selectors x classifiers (Parmar-style heat map), osteosarcoma
import pandas as pd
import seaborn as sns
from sklearn.ensemble import AdaBoostClassifier, RandomForestClassifier
from sklearn.feature_selection import SelectKBest, chi2, f_classif, mutual_info_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC

df = pd.read_csv("osteosarcoma_MR_features.csv", index_col=0)
y = df.pop("good_responder")

Xtr, Xte, ytr, yte = train_test_split(df, y, test_size=0.33, random_state=5, stratify=y)
mm = MinMaxScaler(clip=True).fit(Xtr)
Xtr, Xte = mm.transform(Xtr), mm.transform(Xte)

SELECTORS = {"anova": f_classif, "MI": mutual_info_classif, "chi2": chi2}
CLASSIFIERS = {
    "LR": LogisticRegression(max_iter=1000),
    "SVM": SVC(probability=True, random_state=5),
    "RF": RandomForestClassifier(500, random_state=5),
    "Ada": AdaBoostClassifier(random_state=5),
    "KNN": KNeighborsClassifier(7),
    "NB": GaussianNB(),
}

rows = []
for sname, func in SELECTORS.items():
    for k in (5, 10, 20):
        sel = SelectKBest(func, k=k).fit(Xtr, ytr)
        for cname, clf in CLASSIFIERS.items():
            clf.fit(sel.transform(Xtr), ytr)
            auc = roc_auc_score(yte, clf.predict_proba(sel.transform(Xte))[:, 1])
            rows.append((f"{sname}-{k}", cname, auc))

res = pd.DataFrame(rows, columns=["selector", "classifier", "auc"])
ax = sns.heatmap(res.pivot(index="selector", columns="classifier", values="auc"), annot=True)
ax.figure.savefig("heatmap_auc.png", dpi=300)

best = res.loc[res.auc.idxmax()]
print("Best model: %s + %s, AUC on the test set %.3f" % (best.selector, best.classifier, best.auc))

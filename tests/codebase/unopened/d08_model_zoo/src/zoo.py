from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


def zoo(seed: int) -> dict:
    return {
        "logreg": make_pipeline(StandardScaler(), LogisticRegression(max_iter=4000)),
        "svm_rbf": make_pipeline(StandardScaler(), SVC(probability=True, random_state=seed)),
        "knn": make_pipeline(StandardScaler(), KNeighborsClassifier(11)),
        "rf": RandomForestClassifier(500, random_state=seed),
        "extra": ExtraTreesClassifier(500, random_state=seed),
    }

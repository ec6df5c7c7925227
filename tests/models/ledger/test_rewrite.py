import ast
import contextlib
import io
import sys
import types

import pytest

from radaudit.models.ledger import recorder
from radaudit.models.ledger.rewrite import RECORDER, SHADOW, rewritten
from tests.made_ledger import recorded

EVERYTHING = '''
"""What Python can say."""
from __future__ import annotations
import functools
from dataclasses import dataclass

@dataclass
class Point:
    x: int = 1
    y: float = 2.0
    def __post_init__(self):
        self.__hidden = self.x + 1
    def hidden(self):
        return self.__hidden + self._twice(self.x)
    @staticmethod
    def _twice(v, *, by=2):
        "doubles"
        return v * by
    @property
    def both(self): return [self.x, self.y][::-1]

class Child(Point):
    names = [name for name in ("a", "b") if name > "a"]
    def __post_init__(self):
        super().__post_init__()
        self.x += 1

def outer():
    total = 0
    def inner(n):
        nonlocal total
        total += n
        return total
    return inner, (lambda v, w=3: v - w)

def generated(n):
    for k in range(n):
        got = yield k * 2
        if got: yield got

@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)

def kind(value):
    match value:
        case Point(x=1): return "one"
        case {"k": k, **rest} if k > 1: return k, rest
        case [first, *others]: return first, others
        case str() | None: return "text"
    return "other"

p, c = Point(), Child(3)
inner, less = outer()
print(p.hidden(), c.hidden(), c.both, Child.names, inner(2), inner(5), less(10), fib(20), p == Point())
print(list(generated(3)), {k: v for k, v in zip("ab", (1, 2)) if v > 1})
print({x % 3 for x in range(7)}, sum(x for x in [1, 2]))
print([kind(v) for v in (p, {"k": 2, "z": 1}, [1, 2, 3], "t", 5)], kind.__doc__, Point._twice.__doc__)
a = b = [1, 2, 3, 4]
a[1:3], (d, *e) = [9, 9], (7, 8, 9)
a[0] += 5
b += [6]
a[-1] = 1 if len(a) > 3 else 0
del a[0]
print(a, b is a, d, e, -d, ~d, not d, 1 < d < 9, d in e, d is None)
print("%s-%s" % (d, e), f"{d:>4}|{d=}|{a[0]!r}", 2 ** 3 // 2)
def spread(*args, k=0, **more): return args, k, more
print(spread(*[1, 2], k=3, **{"z": 4}), spread(*(), **{}))
if (n := 5) > 4 and d != 3:
    print("walrus", n)
elif n: pass
else: print("no")
try:
    [][1]
except IndexError as fault:
    print(type(fault).__name__, fault)
finally:
    print("done")
while n:
    n -= 1
    if n == 3: continue
    if n < 2: break
with open(__file__) as stream: print(len(stream.readline()) > 0)
print(locals() is globals(), sorted([3, 1], key=lambda v: -v), __doc__, __name__ != "")
x: int = 4
'''


def run(tree, file):
    said, module = io.StringIO(), types.ModuleType("m")
    module.__dict__.update({"__file__": str(file), RECORDER: recorder, SHADOW: {}})
    with contextlib.redirect_stdout(said), pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "m", module)
        exec(compile(tree, str(file), "exec", dont_inherit=True), module.__dict__)
    return said.getvalue()


def test_the_code_says_the_same(tmp_path):
    file = tmp_path / "m.py"
    file.write_text(EVERYTHING)
    plain = run(ast.parse(EVERYTHING), file)
    assert plain.count("\n") > 8
    assert run(rewritten(ast.parse(EVERYTHING), 0), file) == plain
    with contextlib.redirect_stdout(io.StringIO()) as said:
        recorded(tmp_path, EVERYTHING)
    assert said.getvalue() == plain


@pytest.mark.parametrize("code", ["f(", "x = 1 +"])
def test_what_is_no_python_says_so(tmp_path, code):
    with pytest.raises(SyntaxError):
        recorded(tmp_path, code)


def test_mistakes_are_told_by_their_line(tmp_path):
    with pytest.raises(ZeroDivisionError) as caught:
        recorded(tmp_path, "a = 1\nb = [a / 0 for _ in (1,)]\n")
    assert any(str(entry.path).endswith("code.py") and entry.lineno == 1 for entry in caught.traceback)

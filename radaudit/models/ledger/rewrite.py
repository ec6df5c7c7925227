"""The study's code with its operations put through `recorder`. What it computes stays the same."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from radaudit.codebase.vocabulary import words

RECORDER = "__radaudit__"
SHADOW = "__shadow__"
# These look at the frame they are called from, or never hold rows.
AS_THEY_ARE = words("super locals globals vars dir eval exec compile breakpoint print isinstance len type")
BY_FRAME = words("query eval show_versions")
NUMBERED = {ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult}
NUMBERED |= {ast.BitAnd, ast.BitOr, ast.BitXor}
COMPARED = {ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE}


def rewritten(tree: ast.Module, file: int) -> ast.Module:
    """The same module, each operation noted.

    Parameters
    ----------
    tree
        Taken over and changed.
    file
        The file's number in the ledger.
    """
    changed = _Rewriter(file, _bound_names(tree), _modules(tree)).visit(tree)
    return ast.fix_missing_locations(changed)


def _bound_names(tree: ast.AST) -> frozenset[str]:
    """Variables that may hold a number or a word chosen by the code."""
    return frozenset(
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )


def _modules(tree: ast.AST) -> frozenset[str]:
    return frozenset(
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    )


class _Rewriter(ast.NodeTransformer):
    def __init__(self, file: int, bound: frozenset[str], modules: frozenset[str]) -> None:
        self.file, self.bound, self.modules = file, bound, modules

    # What is put in

    def _through(self, name: str, *args: ast.expr) -> ast.Call:
        function = ast.Attribute(ast.Name(RECORDER, ast.Load()), name, ast.Load())
        return ast.Call(function, list(args), [])

    def _site(self, node: ast.AST) -> ast.Constant:
        return ast.Constant((self.file << 20) + min(node.lineno, 0xFFFFF))

    def _names(self, target: ast.expr) -> list[str]:
        return [part.id for part in ast.walk(target) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]

    def _bind(self, node: ast.stmt, targets: Sequence[ast.expr]) -> list[ast.stmt]:
        names = [name for target in targets for name in self._names(target)]
        if not names:
            return [ast.copy_location(ast.Expr(self._through("done", ast.Constant(None))), node)]
        words = ast.Tuple([ast.Constant(name) for name in names], ast.Load())
        values = ast.Tuple([ast.Name(name, ast.Load()) for name in names], ast.Load())
        said = self._through("bind", ast.Name(SHADOW, ast.Load()), words, values)
        return [ast.copy_location(ast.Expr(said), node)]

    # Expressions

    def visit_Call(self, node: ast.Call) -> ast.expr:
        function = node.func
        by_frame = isinstance(function, ast.Attribute) and function.attr in BY_FRAME
        if isinstance(function, ast.Attribute):
            function.value = self.visit(function.value)
        elif not isinstance(function, ast.Name):
            node.func = self.visit(function)
        node.args = [self.visit(own) for own in node.args]
        node.keywords = [self.visit(own) for own in node.keywords]
        for own in (*node.args, *node.keywords):
            if isinstance(own, ast.Starred) or (isinstance(own, ast.keyword) and own.arg is None):
                own.value = self._through("spread", own.value)
        if by_frame or (isinstance(function, ast.Name) and function.id in AS_THEY_ARE):
            return node
        if isinstance(function, ast.Attribute) and not function.attr.startswith("__"):
            own = (function.value, ast.Constant(function.attr))
            made = self._through("method", self._site(node), *own, *node.args)
        else:
            made = self._through("call", self._site(node), node.func, *node.args)
        made.keywords = node.keywords
        return ast.copy_location(made, node)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if not isinstance(node.ctx, ast.Load) or node.id not in self.bound:
            return node
        noted = self._through("name", ast.Name(SHADOW, ast.Load()), ast.Constant(node.id), node)
        return ast.copy_location(ast.IfExp(ast.Name(SHADOW, ast.Load()), noted, ast.Name(node.id, ast.Load())), node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if not isinstance(node.ctx, ast.Load):
            return self.generic_visit(node)
        plain = isinstance(node.value, ast.Name) and node.value.id in self.modules
        if plain or node.attr.startswith("__"):  # private names are mangled by the compiler
            return node
        node.value = self.visit(node.value)
        return ast.copy_location(self._through("got", self._site(node), node.value, ast.Constant(node.attr)), node)

    def _key(self, key: ast.expr) -> ast.expr:
        if isinstance(key, ast.Slice):
            parts = [self.visit(part) if part is not None else ast.Constant(None) for part in _parts(key)]
            return ast.copy_location(ast.Call(ast.Name("slice", ast.Load()), parts, []), key)
        if isinstance(key, ast.Tuple):
            return ast.copy_location(ast.Tuple([self._key(part) for part in key.elts], ast.Load()), key)
        return self.visit(key)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if not isinstance(node.ctx, ast.Load):
            return self.generic_visit(node)
        made = self._through("item", self._site(node), self.visit(node.value), self._key(node.slice))
        return ast.copy_location(made, node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        left, right = self.visit(node.left), self.visit(node.right)
        if type(node.op) not in NUMBERED:
            return ast.copy_location(ast.BinOp(left, node.op, right), node)
        word = ast.Constant(type(node.op).__name__)
        return ast.copy_location(self._through("binary", self._site(node), word, left, right), node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        node.operand = self.visit(node.operand)
        if isinstance(node.op, ast.Not) or isinstance(node.operand, ast.Constant):
            return node
        word = ast.Constant(type(node.op).__name__)
        return ast.copy_location(self._through("unary", self._site(node), word, node.operand), node)

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        if len(node.ops) == 1 and type(node.ops[0]) in COMPARED:
            word = ast.Constant(type(node.ops[0]).__name__)
            sides = self.visit(node.left), self.visit(node.comparators[0])
            return ast.copy_location(self._through("binary", self._site(node), word, *sides), node)
        return self.generic_visit(node)

    def _generators(self, node: ast.expr) -> None:
        for own in node.generators:
            if not own.is_async:
                names = ast.Tuple([ast.Constant(name) for name in self._names(own.target)], ast.Load())
                own.iter = self._through("each", ast.Name(SHADOW, ast.Load()), names, self.visit(own.iter))
            own.ifs = [self._through("condition", self.visit(part)) for part in own.ifs]

    def _comprehension(self, node: ast.expr) -> ast.expr:
        self._generators(node)
        if isinstance(node, ast.DictComp):
            node.key, node.value = self.visit(node.key), self.visit(node.value)
        else:
            node.elt = self.visit(node.elt)
        if isinstance(node, ast.GeneratorExp):
            return node
        return ast.copy_location(self._through("gathered", self._site(node), self._through("opened"), node), node)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    # Statements

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        if isinstance(node.value, ast.Constant):
            return node
        node.value = self._through("done", self.visit(node.value))
        return node

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        node.value = self.visit(node.value)
        target = node.targets[0]
        if len(node.targets) == 1 and isinstance(target, ast.Subscript):
            value, key = self.visit(target.value), self._key(target.slice)
            said = self._through("store", self._site(node), node.value, value, key)
            return [ast.copy_location(ast.Expr(said), node)]
        return [node, *self._bind(node, node.targets)]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> list[ast.stmt] | ast.stmt:
        if node.value is None or not isinstance(node.target, ast.Name):
            return node
        node.value = self.visit(node.value)
        return [node, *self._bind(node, [node.target])]

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt] | ast.stmt:
        node.value = self.visit(node.value)
        if not isinstance(node.target, ast.Name) or type(node.op) not in NUMBERED:
            return node
        before = self.visit_Name(ast.copy_location(ast.Name(node.target.id, ast.Load()), node))
        word = ast.Constant(type(node.op).__name__)
        after = self._through("inplace", self._site(node), word, before, node.value)
        made = ast.copy_location(ast.Assign([node.target], after), node)
        return [made, *self._bind(node, [node.target])]

    def visit_If(self, node: ast.If) -> list[ast.stmt] | ast.stmt:
        if "__name__" in {part.id for part in ast.walk(node.test) if isinstance(part, ast.Name)}:
            node.body = self._body(node.body)
            return node
        keeps = any(isinstance(part, ast.Assign | ast.AugAssign) for own in node.body for part in ast.walk(own))
        node.test = self._through("test", self._site(node), ast.Constant(keeps), self.visit(node.test))
        node.body, node.orelse = self._body(node.body), self._body(node.orelse)
        enter = ast.copy_location(ast.Expr(self._through("enter")), node)
        leave = ast.copy_location(ast.Expr(self._through("leave")), node)
        return [enter, ast.copy_location(ast.Try([node], [], [], [leave]), node)]

    def _body(self, body: list[ast.stmt]) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for own in body:
            changed = self.visit(own)
            made += changed if isinstance(changed, list) else [changed]
        return made

    def visit_For(self, node: ast.For) -> ast.stmt:
        names = ast.Tuple([ast.Constant(name) for name in self._names(node.target)], ast.Load())
        node.iter = self._through("each", ast.Name(SHADOW, ast.Load()), names, self.visit(node.iter))
        node.body, node.orelse = self._body(node.body), self._body(node.orelse)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        node.decorator_list = [self.visit(own) for own in node.decorator_list]
        node.args.defaults = [self.visit(own) for own in node.args.defaults]
        node.args.kw_defaults = [self.visit(own) if own is not None else None for own in node.args.kw_defaults]
        text = [node.body[0]] if ast.get_docstring(node, clean=False) is not None else []
        empty = ast.copy_location(ast.Assign([ast.Name(SHADOW, ast.Store())], ast.Dict([], [])), node)
        node.body = [*text, empty, *self._body(node.body[len(text) :])]
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Match(self, node: ast.Match) -> ast.stmt:
        node.subject = self.visit(node.subject)
        for case in node.cases:  # patterns are no expressions
            case.guard = self.visit(case.guard) if case.guard is not None else None
            case.body = self._body(case.body)
        return node

    def visit_Delete(self, node: ast.Delete) -> ast.stmt:
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        return node


def _parts(key: ast.Slice) -> tuple[ast.expr | None, ...]:
    return key.lower, key.upper, key.step

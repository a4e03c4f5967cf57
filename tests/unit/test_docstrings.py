"""A docstring's list of refusals is true: every code that it names is raised by the function or by what that calls.

Names are followed through the modules' imports; a method is followed where its name is rare enough to mean it.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from tests import ROOT

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
RAISES = re.compile(r"Raises[^`.]*((?:``[\w.]+``[^`.]*)+)")
CODE = re.compile(r"``([a-z_]+)``")
BY_STORES = {"load": "_not_found", "update": "_not_found", "apply": "_not_found", "create": "_exists"}
"""What a store's methods refuse by its records' kind."""
RARE = 3
"""So many methods may share a name and each still be followed."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, eq=False)
class Module:
    """A file: what its names stand for (`<module>.<name>`), its functions, and the words of its own constants."""

    name: str
    imports: dict[str, str]
    functions: dict[str, tuple[Function, ...]]
    words: dict[str, frozenset[str]]


def words_in(node: ast.AST) -> set[str]:
    """The words that may be codes."""
    found = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    missing = [n for n in ast.walk(node) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "not_found"]
    found |= {f"{ast.literal_eval(n.args[0])!s}_not_found" for n in missing if isinstance(n.args[0], ast.Constant)}
    return {word for word in found if re.fullmatch(r"[a-z_]+", word)}


def read(name: str, tree: ast.Module) -> Module:
    imports = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    functions: dict[str, tuple[Function, ...]] = {}
    words: dict[str, frozenset[str]] = {}
    for node in tree.body:
        if isinstance(node, FUNCTIONS):
            functions[node.name] = (node,)
        elif isinstance(node, ast.ClassDef):
            functions[node.name] = tuple(part for part in node.body if isinstance(part, FUNCTIONS))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            words |= {target.id: frozenset(words_in(node)) for target in targets if isinstance(target, ast.Name)}
    return Module(name, imports, functions, words)


@cache
def modules() -> dict[str, Module]:
    files = [file for folder in ("services", "shared") for file in sorted((ROOT / folder).rglob("*.py"))]
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]
    return {
        name: read(name, ast.parse(file.read_text(encoding="utf-8"))) for name, file in zip(names, files, strict=True)
    }


@cache
def methods() -> dict[str, list[tuple[Module, Function]]]:
    found: dict[str, list[tuple[Module, Function]]] = defaultdict(list)
    for module in modules().values():
        for functions in module.functions.values():
            for function in functions:
                found[function.name].append((module, function))
    return found


def named(module: Module, name: str) -> Iterator[tuple[Module, str]]:
    """Where a name of a module is defined."""
    if name in module.functions or name in module.words:
        yield module, name
    home, _, there = module.imports.get(name, "").rpartition(".")
    if home in modules():
        yield from named(modules()[home], there)


def called(module: Module, node: ast.AST) -> Iterator[tuple[Module, Function]]:
    """The functions that a name or an attribute may mean."""
    if isinstance(node, ast.Name):
        for home, name in named(module, node.id):
            yield from ((home, function) for function in home.functions.get(name, ()))
    elif isinstance(node, ast.Attribute):
        inside = module.imports.get(getattr(node.value, "id", ""), "")
        if inside in modules():
            yield from called(modules()[inside], ast.Name(node.attr))
        elif len(methods().get(node.attr, ())) <= RARE:
            yield from methods().get(node.attr, ())


@cache
def step(
    module: Module, function: Function
) -> tuple[frozenset[str], frozenset[str], tuple[tuple[Module, Function], ...]]:
    """What a function says itself: words, the attributes that it uses, and the functions that it may call."""
    words, attributes = words_in(function), set()
    calls: dict[Function, Module] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            attributes.add(node.attr)
        elif isinstance(node, ast.Name):
            words |= {word for place, name in named(module, node.id) for word in place.words.get(name, ())}
        calls |= {found: place for place, found in called(module, node)}
    return frozenset(words), frozenset(attributes), tuple((place, found) for found, place in calls.items())


def said(module: Module, function: Function) -> tuple[set[str], set[str]]:
    """The same on all ways from a function."""
    words: set[str] = set()
    attributes: set[str] = set()
    waiting, seen = [(module, function)], {function}
    while waiting:
        own, used, calls = step(*waiting.pop())
        words |= own
        attributes |= used
        fresh = [(place, found) for place, found in calls if found not in seen]
        seen.update(found for _, found in fresh)
        waiting += fresh
    return words, attributes


def documented() -> Iterator[tuple[Module, Function, tuple[str, ...]]]:
    for module in modules().values():
        for functions in module.functions.values():
            for function in functions:
                lists = RAISES.findall(ast.get_docstring(function) or "")
                if codes := tuple(code for found in lists for code in CODE.findall(found)):
                    yield module, function, codes


LISTS = [pytest.param(m, f, codes, id=f"{m.name}.{f.name}") for m, f, codes in documented()]


@pytest.mark.parametrize(("module", "function", "codes"), LISTS)
def test_what_a_docstring_says_is_raised_is_raised(module: Module, function: Function, codes: tuple[str, ...]) -> None:
    words, attributes = said(module, function)
    by_stores = tuple(ending for method, ending in BY_STORES.items() if method in attributes)
    assert not [code for code in codes if code not in words and not code.endswith(by_stores or ("/",))]

"""Mutation testing. Changes one thing in a copy of the code, runs the tests that use it, and counts failures.

    uv run --with pytest-cov python -m bench.mutants --sample 150 bot/budgets bot/storage/repositories

A mutant is a comparison, an operator, a number, a condition, a statement or a piece of SQL that was changed
or removed. No mutation tool knows SQL, which has most of the rules about money. The same seed gives the same
sample. First, all tests run once to find out which lines they use. Then each mutant runs through the tests
that use its lines, the fastest first, until one fails. It prints the mutants that survive. Each of them needs
a test, or a reason.
"""

import argparse
import ast
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COPIED = ("bot", "cogs", "playground", "tests", "locales", "docs", "bench", "pyproject.toml", "README.md")
TESTS = ("tests/budgets", "tests/generation", "tests/storage")
SECONDS = 120  # a mutant that hangs counts as noticed
MOST_TESTS = 120  # run for one mutant
PYTEST = (sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider")

SWAPPED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
# Changes in SQL, chosen in turn.
SQL = re.compile(r"\b(SELECT|UPDATE|INSERT|DELETE|WHERE|AND|SET)\b")
SQL_CHANGES = (
    (re.compile(r" <= "), " < "),
    (re.compile(r" >= "), " > "),
    (re.compile(r" < "), " <= "),
    (re.compile(r" > "), " >= "),
    (re.compile(r" <> "), " = "),
    (re.compile(r" \+ "), " - "),
    (re.compile(r" - "), " + "),
    (re.compile(r" DESC\b"), " ASC"),
    (re.compile(r"\bIS NOT NULL\b"), "IS NULL"),
    (re.compile(r"\bIS NULL\b"), "IS NOT NULL"),
    (re.compile(r"\bAND NOT EXISTS\b"), "AND EXISTS"),
    (re.compile(r"\bAND (?!NOT EXISTS|EXISTS)[\w.]+ (?:=|<>|<=|>=|<|>) :?[\w.']+"), ""),
    (re.compile(r"\b(\w+) = excluded\.\1,"), ""),
    (re.compile(r"(?<!IS )(?<!NOT )\bNULL\b(?=[,\n])"), "0"),
    (re.compile(r"\bLIMIT :\w+"), ""),
)


@dataclass(frozen=True)
class Mutant:
    path: Path
    line: int
    end: int
    what: str
    name: str | None  # of the constant it's in, whose users also use its lines
    node: int  # its index in the tree
    variant: object

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"

    def source(self, original: str) -> str:
        """The changed file."""
        tree = ast.parse(original)
        apply(self.variant, next(each for at, each in enumerate(ast.walk(tree)) if at == self.node))
        return ast.unparse(ast.fix_missing_locations(tree))


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = {
        id(inner): target.id
        for statement in tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        if isinstance(target, ast.Name)
        for inner in ast.walk(statement)
    }
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in docstrings and isinstance(getattr(node, "value", None), str):
            continue
        for variant, what in variants(node):
            yield Mutant(
                path, node.lineno, node.end_lineno or 0, what, constants.get(id(node)), number, variant
            )


def variants(node: ast.AST) -> Iterator[tuple[object, str]]:
    """The possible changes of a node: an argument for `apply`, and a name."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in SWAPPED:
            yield "compare", f"{ast.unparse(node)}: other comparison"
        case ast.BinOp(op=op) if type(op) in SWAPPED and not is_text(node):
            yield "operator", f"{ast.unparse(node)}: other operator"
        case ast.BoolOp():
            yield "operator", f"{ast.unparse(node)}: and/or"
        case ast.UnaryOp(op=ast.Not()):
            yield "not", f"{ast.unparse(node)}: without not"
        case ast.If() | ast.IfExp():
            yield "always", f"if {ast.unparse(node.test)}: always"
            yield "never", f"if {ast.unparse(node.test)}: never"
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            yield "number", f"{value}: {value + 1}"
        case ast.Constant(value=bool(value)):
            yield "flag", f"{value}: {not value}"
        case ast.Constant(value=str(text)) if SQL.search(text):
            yield from sql_variants(text)
        case ast.Expr(value=ast.YieldFrom() | ast.Yield() | ast.Await() | ast.Call()) | ast.Raise():
            yield "leave out", f"{ast.unparse(node)[:90]}: left out"


def sql_variants(text: str) -> Iterator[tuple[object, str]]:
    for pattern, instead in SQL_CHANGES:
        for match in pattern.finditer(text):
            changed = text[: match.start()] + instead + text[match.end() :]
            around = " ".join(text[max(0, match.start() - 30) : match.end() + 30].split())
            yield ("text", changed), f"SQL “{around}”: {match[0].strip()} → {instead.strip() or '∅'}"


def is_text(node: ast.BinOp) -> bool:
    """Whether strings are being concatenated."""
    sides = (node.left, node.right)
    return any(isinstance(each, ast.JoinedStr) for each in sides) or any(
        isinstance(each, ast.Constant) and isinstance(each.value, str) for each in sides
    )


def apply(variant: object, node: ast.AST) -> None:
    match variant, node:
        case "compare", ast.Compare(ops=[op]):
            node.ops = [SWAPPED[type(op)]()]
        case "operator", ast.BinOp(op=op) | ast.BoolOp(op=op):
            node.op = SWAPPED[type(op)]()
        case "not", ast.UnaryOp():
            node.op = ast.Not()
            node.operand = ast.UnaryOp(ast.Not(), node.operand)
        case "always" | "never", ast.If() | ast.IfExp():
            node.test = ast.Constant(variant == "always")
        case "number", ast.Constant(value=value):
            node.value = value + 1
        case "flag", ast.Constant(value=value):
            node.value = not value
        case ("text", changed), ast.Constant():
            node.value = changed
        case "leave out", ast.Expr():
            node.value = ast.Constant(None)
        case "leave out", ast.Raise():
            node.exc, node.cause = ast.Name("_Nothing_"), None
        case _:
            raise AssertionError(variant)


class Usage:
    """Which tests use which lines, and how long each test takes."""

    def __init__(self, folder: Path, tests: list[str]) -> None:
        self._folder = folder
        report = folder / "tests.xml"
        subprocess.run(
            [*PYTEST, *tests, "--cov=bot", "--cov-context=test", "--cov-report=", f"--junitxml={report}"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        self._seconds: dict[str, float] = defaultdict(float)
        for case in ET.parse(report).iter("testcase"):
            self._seconds[f"{case.get('classname')}.{case.get('name')}"] = float(case.get("time") or 0)
        import coverage

        data = coverage.CoverageData(str(folder / ".coverage"))
        data.read()
        self._lines: dict[str, dict[int, set[str]]] = {}
        for file in data.measured_files():
            found = data.contexts_by_lineno(file)
            name = str(Path(file).relative_to(folder))
            self._lines[name] = {
                line: {each.partition("|")[0] for each in contexts if each}
                for line, contexts in found.items()
            }
        self._references = references(folder / "bot")

    def tests_of(self, mutant: Mutant) -> list[str]:
        """The fastest ones first."""
        name = str(mutant.path)
        found = set()
        for line in range(mutant.line, mutant.end + 1):
            found |= self._lines.get(name, {}).get(line, set())
        if mutant.name:
            for path, start, end in self._users(mutant.name):
                for line in range(start, end + 1):
                    found |= self._lines.get(path, {}).get(line, set())
        return sorted(found, key=self._cost)

    def _users(self, constant: str) -> Iterator[tuple[str, int, int]]:
        """Functions that use the constant, or one that contains it."""
        known, new = {constant}, {constant}
        while new:
            new = {user for name in new for user, *_ in self._references[name] if user} - known
            known |= new
        for name in known:
            for user, path, start, end in self._references[name]:
                if not user:
                    yield path, start, end

    def _cost(self, test: str) -> float:
        path, _, name = test.partition("::")
        key = f"{path.removesuffix('.py').replace('/', '.')}.{name.replace('::', '.')}"
        return self._seconds.get(key, 1.0) + (60 if "machine" in path else 0)


def references(folder: Path) -> dict[str, list[tuple[str, str, int, int]]]:
    """Where each name is used: (constant, "", 0, 0) or ("", file, first line, last line) of a function."""
    found: dict[str, list[tuple[str, str, int, int]]] = defaultdict(list)
    for path in folder.rglob("*.py"):
        file = str(path.relative_to(folder.parent))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for statement in tree.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                users = [(target.id, "", 0, 0) for target in targets if isinstance(target, ast.Name)]
                for name in names_in(statement):
                    found[name] += [each for each in users if each[0] != name]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for name in names_in(node):
                    found[name].append(("", file, node.lineno, node.end_lineno or node.lineno))
    return found


def names_in(node: ast.AST) -> set[str]:
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return names | {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


def noticed(folder: Path, mutant: Mutant, tests: list[str]) -> bool:
    """Whether a test fails."""
    path = folder / mutant.path
    original = path.read_text(encoding="utf-8")
    path.write_text(mutant.source(original), encoding="utf-8")
    shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)
    try:
        for start, stop in ((0, 8), (8, 30), (30, MOST_TESTS)):
            if tests[start:stop]:
                run = [*PYTEST, "-x", *tests[start:stop]]
                done = subprocess.run(run, cwd=folder, capture_output=True, timeout=SECONDS, check=False)
                if done.returncode:
                    return True
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(original, encoding="utf-8")
        shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)
    return False


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path, help="files or folders in bot/")
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", nargs="+", default=list(TESTS))
    parser.add_argument("--minutes", type=float, default=45)
    asked = parser.parse_args()
    files = [file for path in asked.paths for file in sorted(path.rglob("*.py") if path.is_dir() else [path])]
    every = [mutant for file in files for mutant in mutants(file)]
    sample = random.Random(asked.seed).sample(every, min(asked.sample, len(every)))
    killed, alive, untested = 0, [], []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in COPIED:
            copying = shutil.copytree if Path(name).is_dir() else shutil.copy
            copying(name, folder / name)
        usage = Usage(folder, asked.tests)
        until = time.monotonic() + asked.minutes * 60
        for number, mutant in enumerate(sample, 1):
            tests = usage.tests_of(mutant)
            if not tests:
                untested.append(mutant)
                print(f"UNUSED {mutant}", flush=True)
            elif noticed(folder, mutant, tests):
                killed += 1
            else:
                alive.append(mutant)
                print(f"ALIVE  {mutant} ({len(tests)} tests)", flush=True)
            if time.monotonic() > until:
                print(f"stopped after {number} of {len(sample)}")
                break
    shown = killed + len(alive) + len(untested)
    print(f"{killed} of {shown} noticed ({killed / shown:.0%}), of {len(every):,} possible mutants")
    return 0


if __name__ == "__main__":
    sys.exit(main())

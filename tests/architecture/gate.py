"""What the gates of this folder share.

A gate is a script with a function `check(root)`, which returns a list of faults in the tree below
root, and a table of small trees that it must refuse or accept. Run plainly it checks this
repository; with --self-test it shows that it refuses what it must.
"""

import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# A small tree {path: text}, and a piece of the fault it must give; None where it has none.
Case = collections.namedtuple("Case", "name files fault")


def files(root):
    """Every file of the tree, relative to root: without what is built or ignored."""
    listed = None
    if (root / ".git").exists():
        command = ["git", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        listed = answer.stdout.split("\0")[:-1] if answer.returncode == 0 else None
    if listed is None:
        listed = [str(each.relative_to(root)) for each in root.rglob("*")]
    built = {".git", "build", "__pycache__"}
    paths = sorted({pathlib.PurePosixPath(each) for each in listed})
    return [each for each in paths if (root / each).is_file() and not built & set(each.parts)]


def cpp_files(root):
    return [each for each in files(root) if each.suffix in (".cpp", ".hpp")]


_NOISE = re.compile(
    r"""//[^\n]* | /\*.*?\*/
      | R"(?P<mark>[^\s()\\]*)\(.*?\)(?P=mark)"
      | \b\d[\w.']*                               # keeps the ' of 1'000 from opening a literal
      | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'""",
    re.VERBOSE | re.DOTALL,
)


def code_only(text):
    """The text with comments and literals blanked: same length, same lines."""

    def blank(match):
        found = match.group()
        if found[0].isdigit():
            return found
        return re.sub(r"[^\n]", " ", found) if found[0] == "/" else _hollow(found)

    return _NOISE.sub(blank, text)


def _hollow(literal):
    inside = re.sub(r"[^\n]", " ", literal[1:-1])
    return '"' + inside + '"'


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def _self_test(check, cases):
    wrong = 0
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in case.files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
            faults = check(root)
        if case.fault is None:
            kept = not faults
        else:
            kept = bool(faults) and all(case.fault in each for each in faults)
        wrong += not kept
        print("ok   " if kept else "WRONG", case.name)
        if not kept:
            print(f"      expected: {case.fault or 'no fault'}", *faults, sep="\n      ")
    return wrong


def main(check, cases):
    parser = argparse.ArgumentParser()
    parser.add_argument("--self-test", action="store_true", help="show that the gate refuses")
    if parser.parse_args().self_test:
        wrong = _self_test(check, cases)
        print(f"{len(cases)} cases, {wrong} wrong")
    else:
        faults = check(ROOT)
        wrong = len(faults)
        print(*faults, f"{wrong} faults", sep="\n")
    sys.exit(1 if wrong else 0)

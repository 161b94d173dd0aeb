"""Every C++ file is as clang-format would write it, by the .clang-format of the tree."""

import shutil
import subprocess

import gate


def refused(root, path):
    command = ["clang-format", "--dry-run", "-Werror", "--style=file", str(path)]
    return subprocess.run(command, cwd=root, capture_output=True, check=False).returncode != 0


def check(root):
    paths = gate.cpp_files(root)
    if not shutil.which("clang-format"):
        return ["clang-format is missing; tests/run.sh installs it"]
    if not (root / ".clang-format").is_file():
        return ["there is no .clang-format to go by"]
    if not paths:
        return ["there is no C++ file to check"]
    return [f"{each}: run clang-format -i {each}" for each in paths if refused(root, each)]


STYLE = {".clang-format": "BasedOnStyle: Google\n"}

CASES = [
    gate.Case("accepts what is formatted", STYLE | {"server/a.cpp": "int a = 1;\n"}, None),
    gate.Case(
        "refuses what is not",
        STYLE | {"server/a.cpp": "int  a=1 ;\n", "server/b.cpp": "int a = 1;\n"},
        "server/a.cpp: run",
    ),
    gate.Case("refuses a tree without a style", {"server/a.cpp": ""}, "no .clang-format"),
    gate.Case("refuses an empty tree", STYLE, "no C++ file"),
]

if __name__ == "__main__":
    gate.main(check, CASES)

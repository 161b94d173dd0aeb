"""What every file keeps: its size, its place, and a few words that stand nowhere."""

import re

import gate

LINES_MAX = 400
COUNTED = (".cpp", ".hpp", ".py", ".sh")

TOP_LEVEL = {
    "protos", "server", "client", "tests", "deploy",
    "CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md",
}  # fmt: skip

# Written in pieces, because this file too is searched for them.
LEFT_FOR_LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b", re.IGNORECASE)

# Where a phrase must not stand in code, and why: (path begins, phrase, reason).
PHRASES = [
    ("", re.compile(r"\bdetach\s*\("), "a thread has an owner who joins it: no detach()"),
    ("server/core/", re.compile(r"_clock::now\b"), "core is told the time; it reads no clock"),
]


def faults_of_place(path):
    top = path.parts[0]
    if top not in TOP_LEVEL and not top.startswith("."):
        yield f"{path}: {top} is not one of: {' '.join(sorted(TOP_LEVEL))}"


def faults_of_text(path, text):
    for found in LEFT_FOR_LATER.finditer(text):
        yield f"{path}:{gate.line_of(text, found.start())}: {found.group()}: do it, or leave it out"
    lines = len(text.splitlines())
    if path.suffix in COUNTED and lines > LINES_MAX:
        yield f"{path}: {lines} lines; at most {LINES_MAX}: find what wants a file of its own"


def faults_of_code(path, text):
    code = gate.code_only(text)
    if path.suffix == ".hpp" and not re.search(r"^#pragma once$", code, re.MULTILINE):
        yield f"{path}: a header begins with #pragma once"
    for begins, phrase, reason in PHRASES:
        for found in phrase.finditer(code) if str(path).startswith(begins) else ():
            yield f"{path}:{gate.line_of(code, found.start())}: {reason}"


def check(root):
    faults = []
    for path in gate.files(root):
        faults += faults_of_place(path)
        try:
            text = (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a recorded payload, not a text
        faults += faults_of_text(path, text)
        if path.suffix in (".cpp", ".hpp"):
            faults += faults_of_code(path, text)
    return faults


LATER = "TO" "DO"
HEADER = "#pragma once\n"

CASES = [
    gate.Case(
        "accepts a tree that keeps the rules",
        {
            "README.md": "A todolist is no list of things left.\n",
            ".ci/run": "",
            "server/core/a.hpp": HEADER + "// it may say detach() here\n",
            "server/net/a.cpp": "auto now = std::chrono::steady_clock::now();\n",
            "server/net/long.cpp": "\n" * LINES_MAX,
            "protos/long.proto": "\n" * (LINES_MAX + 1),
        },
        None,
    ),
    gate.Case("refuses a folder of one's own", {"notes/a.md": ""}, "notes/a.md: notes is not"),
    gate.Case("refuses a file of one's own", {"Makefile": ""}, "Makefile is not"),
    gate.Case("refuses a long source", {"client/a.cpp": "\n" * (LINES_MAX + 1)}, "401 lines"),
    gate.Case("refuses a long script", {"tests/a.sh": ":\n" * (LINES_MAX + 1)}, "401 lines"),
    gate.Case("refuses what is left", {"README.md": f"a\nb {LATER}: c\n"}, "README.md:2: TO"),
    gate.Case("refuses it in small letters", {"deploy/run.sh": "# " + "fix" "me"}, "fix" "me"),
    gate.Case("refuses a header without its line", {"server/net/a.hpp": "// #pragma once\n"},
              "a header begins"),
    gate.Case("refuses a thread let go", {"tests/a.cpp": "std::thread{f} .detach ( );\n"}, "joins"),
    gate.Case("refuses a clock in core",
              {"server/core/a.cpp": "auto a = std::chrono::system_clock::now();\n"}, "is told"),
]

if __name__ == "__main__":
    gate.main(check, CASES)

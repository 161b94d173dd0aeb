"""The protos keep every STANDARD rule of buf, and all they declare has a comment.

No buf.yaml can excuse them: the rules come from here.
"""

import os
import subprocess

import gate

BUF = gate.ROOT / "build/tools/node_modules/.bin/buf"
RULES = '{"version": "v2", "lint": {"use": ["STANDARD", "COMMENTS"]}}'


def check(root):
    if not BUF.exists():
        return ["buf is missing; tests/run.sh installs it into build/tools, given a network"]
    if not list((root / "protos").rglob("*.proto")):
        return ["there is no .proto file to check"]
    answer = subprocess.run(
        [BUF, "lint", "--config", RULES],
        cwd=root / "protos",
        env=os.environ | {"BUF_CACHE_DIR": str(gate.ROOT / "build/tools/buf-cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode == 0:
        return []
    return (answer.stdout + answer.stderr).splitlines() or [f"buf ended with {answer.returncode}"]


def tree(text):
    header = 'syntax = "proto3";\npackage tidegate.v1;\n'
    return {"protos/tidegate/v1/a.proto": header + text}


GOOD = "// A.\nmessage A {\n  // B.\n  string a_b = 1;\n}\n"
BAD_NAME = GOOD.replace("a_b", "aB")
EXCUSE = "version: v2\nlint:\n  use: [STANDARD]\n  except: [FIELD_LOWER_SNAKE_CASE]\n"

CASES = [
    gate.Case("accepts what keeps the rules", tree(GOOD), None),
    gate.Case("refuses a field's name", tree(BAD_NAME), "a_b"),
    gate.Case("refuses it in spite of a buf.yaml",
              tree(BAD_NAME) | {"protos/buf.yaml": EXCUSE}, "a_b"),
    gate.Case("refuses a field without a comment", tree(GOOD.replace("// B.", "")), "comment"),
    gate.Case("refuses an enum without its zero",
              tree("// A.\nenum A {\n  // B.\n  A_B = 0;\n}\n"), "_UNSPECIFIED"),
    gate.Case("refuses what is no proto", tree("message {\n"), "a.proto"),
    gate.Case("refuses an empty tree", {"README.md": ""}, "no .proto file"),
]

if __name__ == "__main__":
    gate.main(check, CASES)

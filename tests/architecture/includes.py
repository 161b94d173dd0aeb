"""Who may include and link whom: a room sees what its line of the table allows. No circles."""

import collections
import pathlib
import re

import gate

# What comes from outside, by the name in the #include.
BEAST = r"boost/beast\b.*"
GRPC = r"(grpc|grpcpp|grpc\+\+)/.*"
GENERATED = r"tidegate/.*\.pb\.h"
KNOWS_GRPC = [GRPC, GENERATED]
JSON = r"simdjson\.h|boost/json\b.*"
TLS = r"openssl/.*"
THREADS = r"thread|mutex|shared_mutex|condition_variable|future|semaphore|latch|barrier"
FILES = r"fstream|filesystem"
# Whatever is neither the standard library's nor Boost.System's.
FOREIGN = r"(?!boost/system/).*[./].*"

Room = collections.namedtuple("Room", "may_use never_sees")

UPSTREAMS = "upstream upstream/tickdb upstream/valuescan upstream/opend"

ROOMS = {
    "core": Room("core", [FOREIGN, THREADS, FILES]),
    "net": Room("core net", KNOWS_GRPC),
    "upstream": Room("core net upstream", KNOWS_GRPC),
    "upstream/tickdb": Room("core net upstream upstream/tickdb", KNOWS_GRPC),
    "upstream/valuescan": Room("core net upstream upstream/valuescan", KNOWS_GRPC),
    "upstream/opend": Room("core net upstream upstream/opend", KNOWS_GRPC),
    "market": Room("core net upstream market", [*KNOWS_GRPC, BEAST, JSON]),
    "stream": Room("core net upstream stream", [*KNOWS_GRPC, BEAST, JSON]),
    "service": Room("core market stream service", [BEAST, JSON, TLS]),
    "ops": Room("core net upstream ops", KNOWS_GRPC),
    "app": Room(f"core net {UPSTREAMS} market stream service ops app", []),
}

# What ops may read of every room besides: its plain counters.
COUNTERS = re.compile(r".*(stats|counters)\.hpp")

# Folders that share the protos with the server, and no other line.
STRANGERS = ("client/", "tests/simulators/")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]', re.MULTILINE)

Include = collections.namedtuple("Include", "line target")


def room_of(path):
    """The room of a path below server/: 'core', 'upstream/tickdb', or None."""
    parts = path.parts[:-1]
    if str(path) == "main.cpp":
        return "app"
    name = "/".join(parts[:2]) if parts[:1] == ("upstream",) else "/".join(parts[:1])
    return name if name in ROOMS else None


def includes_of(root, path):
    text = (root / path).read_text(encoding="utf-8")
    code = gate.code_only(text)
    return [
        Include(gate.line_of(text, found.start(1)), found.group(1))
        for found in INCLUDE.finditer(text)
        if "#" in code[found.start() : found.start(1)]
    ]


def resolve(root, path, target):
    """The file of ours that an include means, relative to root; None when it is not ours."""
    for folder in ("server", "client", "tests", path.parent, "."):
        candidate = pathlib.PurePosixPath(folder, target)
        if (root / candidate).is_file():
            return candidate
    return None


def fault_in_room(room, target, meant):
    """What is wrong with an include that stands in a room of the server; None when nothing is."""
    line = ROOMS[room]
    if meant is None:
        refused = any(re.fullmatch(each, target) for each in line.never_sees)
        return f"{room} never sees <{target}>" if refused else None
    if meant.parts[0] != "server":
        return f"the server includes nothing of {meant.parts[0]}/"
    if str(meant) != f"server/{target}":
        return f'write "{target}" as seen from server/: "{meant.relative_to("server")}"'
    other = room_of(pathlib.PurePosixPath(target))
    if other in line.may_use.split() or (room == "ops" and COUNTERS.fullmatch(target)):
        return None
    return f'{room} may not use "{target}"; it may use: {line.may_use}'


def fault_of(root, path, include):
    meant = resolve(root, path, include.target)
    if path.parts[0] == "server":
        room = room_of(path.relative_to("server"))
        if room is None:
            return "stands in no room; give it one, or give the table of rooms a line"
        return fault_in_room(room, include.target, meant)
    if str(path).startswith(STRANGERS) and meant and meant.parts[0] == "server":
        return f'includes nothing of server/, so not "{include.target}"'
    return None


def circles(graph):
    """One fault for each include that closes a circle."""
    faults, done = [], set()

    def visit(path, way):
        if path in way:
            circle = [*way[way.index(path) :], path]
            faults.append("a circle of includes: " + " > ".join(map(str, circle)))
        elif path not in done:
            for each in graph.get(path, []):
                visit(each, [*way, path])
            done.add(path)

    for path in graph:
        visit(path, [])
    return faults


def room_of_target(name):
    name = name.removeprefix("tidegate_")
    return next((each for each in (name, f"upstream/{name}") if each in ROOMS), None)


def may_link(room, other):
    """Includes decide what ops sees of the rooms whose counters it reads; it must link them."""
    return other in ROOMS[room].may_use.split() or (room == "ops" and other != "app")


def link_faults(root):
    """What the link lists of server/CMakeLists.txt allow and the table does not."""
    lists = root / "server/CMakeLists.txt"
    text = lists.read_text(encoding="utf-8") if lists.is_file() else ""
    for found in re.finditer(r"\btidegate_room\(([^)]*)\)", text):
        name, *words = found.group(1).split()
        room, line = room_of_target(name), gate.line_of(text, found.start())
        if room is None:
            yield f"server/CMakeLists.txt:{line}: {name} is no room; give the table a line"
            continue
        used = {room_of_target(each) for each in words if each.startswith("tidegate_")} - {None}
        for each in sorted(used):
            if not may_link(room, each):
                yield f"server/CMakeLists.txt:{line}: {room} may not link {each}"


def check(root):
    faults, graph = list(link_faults(root)), {}
    for path in gate.cpp_files(root):
        includes = includes_of(root, path)
        meant = [resolve(root, path, each.target) for each in includes]
        graph[path] = [each for each in meant if each]
        for include in includes:
            fault = fault_of(root, path, include)
            if fault:
                faults.append(f"{path}:{include.line}: {fault}")
    return faults + circles(graph) if graph else ["there is no C++ file to check"]


def tree(path, *targets):
    """A file that includes the targets; those of ours exist."""
    ours = [each for each in targets if each.endswith(".hpp") and not each.startswith("boost")]
    text = "".join(f"#include <{each}>\n" for each in targets)
    return {f"server/{each}": "" for each in ours} | {path: text}


def links(room, others):
    uses = " ".join(f"tidegate_{each}" for each in others.split())
    return f"tidegate_room({room}\n  SOURCES a.cpp\n  USES {uses})\n"


def refuses(path, target, fault="never sees"):
    return gate.Case(f"{path} refuses {target}", tree(path, target), fault)


def refuses_each(path, targets):
    return [refuses(path, each) for each in targets.split()]


CASES = [
    gate.Case(
        "what the table allows",
        tree("server/app/a.cpp", "market/desk.hpp", "upstream/opend/connector.hpp", "ops/log.hpp")
        | tree("server/main.cpp", "app/gateway.hpp")
        | tree("server/core/a.cpp", "core/b.hpp", "string", "boost/system/result.hpp")
        | tree("server/net/a.cpp", "core/b.hpp", "boost/asio.hpp", "boost/beast/http.hpp", "mutex")
        | tree("server/upstream/tickdb/a.cpp", "upstream/connector.hpp", "simdjson.h")
        | tree("server/stream/a.hpp", "upstream/connector.hpp", "net/lane.hpp", "boost/asio.hpp")
        | tree("server/service/a.cpp", "market/desk.hpp", "grpcpp/grpcpp.h", "tidegate/v1/a.pb.h")
        | tree("server/ops/a.cpp", "market/stats.hpp", "stream/hub_counters.hpp", "net/https.hpp")
        | tree("client/library/a.cpp", "grpcpp/grpcpp.h", "tidegate/v1/a.pb.h"),
        None,
    ),
    gate.Case(
        "an include in a comment or a literal is none",
        {"server/core/a.cpp": '/*\n#include <thread>\n*/\nauto a = R"(\n#include <mutex>\n)";\n'},
        None,
    ),
    gate.Case("an empty tree", {"README.md": ""}, "no C++ file"),
    gate.Case("a folder that is no room", tree("server/util/a.cpp", "string"), "no room"),
    gate.Case(
        "a path that is not seen from server/",
        {"server/core/a.cpp": '#include "b.hpp"\n', "server/core/b.hpp": ""},
        'server/core/a.cpp:1: write "b.hpp" as seen from server/: "core/b.hpp"',
    ),
    gate.Case(
        "a circle",
        {"server/net/a.hpp": "#include <net/b.hpp>", "server/net/b.hpp": "#include <net/a.hpp>"},
        "a circle of includes: server/net/a.hpp > server/net/b.hpp > server/net/a.hpp",
    ),
    gate.Case(
        "the server refuses the tests",
        {"server/app/a.cpp": '#include "tests/a.hpp"\n', "tests/a.hpp": ""},
        "nothing of tests/",
    ),
    *refuses_each("server/core/a.hpp", "boost/asio.hpp boost/beast/http.hpp grpcpp/grpcpp.h"),
    *refuses_each("server/core/a.hpp", "thread mutex fstream openssl/hmac.h simdjson.h"),
    refuses("server/core/a.hpp", "net/lane.hpp", "may not use"),
    refuses("server/net/a.cpp", "grpcpp/grpcpp.h"),
    refuses("server/net/a.cpp", "upstream/connector.hpp", "may not use"),
    refuses("server/upstream/connector.hpp", "upstream/tickdb/wire.hpp", "may not use"),
    refuses("server/upstream/tickdb/a.cpp", "upstream/opend/frame.hpp", "may not use"),
    refuses("server/upstream/valuescan/a.cpp", "market/desk.hpp", "may not use"),
    refuses("server/upstream/opend/a.cpp", "tidegate/v1/a.pb.h"),
    *refuses_each("server/market/a.cpp", "grpcpp/grpcpp.h boost/beast.hpp simdjson.h"),
    refuses("server/market/a.cpp", "stream/hub.hpp", "may not use"),
    refuses("server/stream/a.cpp", "market/desk.hpp", "may not use"),
    refuses("server/stream/a.cpp", "upstream/tickdb/wire.hpp", "may not use"),
    *refuses_each("server/service/a.cpp", "boost/beast.hpp boost/json.hpp openssl/ssl.h"),
    refuses("server/service/a.cpp", "upstream/connector.hpp", "may not use"),
    refuses("server/ops/a.cpp", "market/desk.hpp", "may not use"),
    refuses("server/ops/a.cpp", "grpcpp/grpcpp.h"),
    refuses("server/market/a.cpp", "app/gateway.hpp", "may not use"),
    gate.Case(
        "link lists that keep to the table",
        tree("server/core/a.cpp")
        | {"server/CMakeLists.txt": links("tickdb", "upstream") + links("service", "protos core")},
        None,
    ),
    gate.Case(
        "a link list that contradicts",
        tree("server/core/a.cpp") | {"server/CMakeLists.txt": links("service", "core tickdb")},
        "server/CMakeLists.txt:1: service may not link upstream/tickdb",
    ),
    gate.Case(
        "a target that is no room",
        tree("server/core/a.cpp") | {"server/CMakeLists.txt": links("util", "core")},
        "util is no room",
    ),
    refuses("client/library/a.cpp", "core/decimal.hpp", "nothing of server/"),
    refuses("tests/simulators/a.cpp", "net/hmac.hpp", "nothing of server/"),
]

if __name__ == "__main__":
    gate.main(check, CASES)

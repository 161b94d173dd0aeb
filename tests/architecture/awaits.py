"""Three rules for co_await, because g++ 12.2 compiles the shapes they forbid wrongly.

C1  await into a name, then branch on the name: no co_await in the head of an if, while or switch
    (which the macros of GoogleTest and assert hide);
C2  no capturing lambda, brace-built temporary or braced list in a statement that awaits;
C3  co_spawn gets a callable or a function's awaitable, never the result of a lambda that captures
    and is called on the spot: its captures die before it resumes.
"""

import bisect
import re

import gate

AWAIT = re.compile(r"\bco_await\b")
BRANCH = re.compile(r"\b(?:if|while|switch|assert|(?:ASSERT|EXPECT)_\w+)\s*(?:constexpr\s*)?\(")
SPAWN = re.compile(r"\bco_spawn\s*\(")

# What stands before a { that opens a block and not a list of values.
AFTER_HEAD = re.compile(
    r"""(?: \) | \) \s* &{1,2} | \b(?:else|do|try|const|noexcept|override|final|mutable)
          | -> \s* [\w:<>,&*\s]+ ) \s* $""",
    re.VERBOSE,
)
NAMED_HEAD = re.compile(r"(?:^|[\s:>])(?:namespace|class|struct|union|enum|extern|requires)\b")
# What stands before a [ that opens a lambda and neither a subscript nor a structured binding.
BEFORE_LAMBDA = re.compile(r"(?:^|[^\w\s)\]>\"]|\b(?:return|co_return|co_await|co_yield))\s*$")
BINDING = re.compile(r"\bauto\s*&{0,2}\s*$")

REASONS = {
    "C1": "await into a name, then branch on the name",
    "C2": "name the {} before the statement that awaits",
    "C2 lambda": "name the lambda before the statement that awaits",
    "C3": "give co_spawn the lambda itself, or a function's awaitable",
}


class Frame:
    """An open bracket; for a block, also where its current statement began."""

    def __init__(self, start, bracket, block):
        self.start, self.bracket, self.block = start, bracket, block
        self.statement = start + 1


class Source:
    """The brackets, statements, braced lists and capturing lambdas of one file."""

    def __init__(self, text):
        code = gate.code_only(text)
        code = re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", self._blank, code, flags=re.MULTILINE)
        self.code = code
        self.ends = {}        # where a bracket opens: where it closes
        self.lists = []       # where a braced list opens
        self.lambdas = []     # where a lambda that captures opens
        self.bodies = []      # (start, end) of blocks inside expressions: the bodies of lambdas
        self.statements = []  # (start, end)
        self._stack = [Frame(-1, "", True)]
        for found in re.finditer(r"[][(){};]", code):
            self._step(found.group(), found.start())

    @staticmethod
    def _blank(found):
        return re.sub(r"[^\n]", " ", found.group())

    def _step(self, char, at):
        top = self._stack[-1]
        if char == ";":
            if top.block:
                self._end_statement(top, at)
        elif char in "([{":
            self._open(char, at, top)
        elif len(self._stack) > 1:
            self._close(at)

    def _open(self, char, at, top):
        block = char == "{" and self._opens_block(at, top)
        if block and top.block:
            self._end_statement(top, at)
        elif char == "{" and not block:
            self.lists.append(at)
        elif char == "[" and self._opens_lambda(at):
            self.lambdas.append(at)
        self._stack.append(Frame(at, char, block))

    def _close(self, at):
        frame = self._stack.pop()
        self.ends[frame.start] = at
        if not frame.block:
            return
        self._end_statement(frame, at)
        if self._stack[-1].block:
            self._stack[-1].statement = at + 1
        else:
            self.bodies.append((frame.start, at))

    def _end_statement(self, frame, at):
        self.statements.append((frame.statement, at))
        frame.statement = at + 1

    def _opens_block(self, at, top):
        before = self.code[top.statement if top.block else top.start + 1 : at]
        if top.block and (not before.strip() or before.rstrip()[-1] in "}:"):
            return True
        if top.block and NAMED_HEAD.search(before):
            return True
        return bool(AFTER_HEAD.search(before)) or self._follows_captures(at)

    def _follows_captures(self, at):
        before = self.code[:at].rstrip()
        if not before.endswith("]"):
            return False
        start = next((each for each, end in self.ends.items() if end == len(before) - 1), None)
        return start is not None and self._may_be_lambda(start)

    def _may_be_lambda(self, at):
        before = self.code[max(0, at - 80) : at]
        return bool(BEFORE_LAMBDA.search(before)) and not BINDING.search(before)

    def _opens_lambda(self, at):
        captures = self.code[at + 1 : at + 2]
        return captures not in "[]" and self._may_be_lambda(at)

    def own_code(self, start, end):
        """The code of a statement without the bodies of the lambdas in it."""
        code = self.code[start:end]
        for first, last in self.bodies:
            if start <= first and last < end:
                body = " " * (last - first)
                code = code[: first - start] + body + code[last - start :]
        return code

    def within(self, positions, start, end):
        """The positions in a statement, but not those in the bodies of its lambdas."""
        inside = [(a, b) for a, b in self.bodies if start <= a and b < end]
        found = positions[bisect.bisect_left(positions, start) : bisect.bisect_left(positions, end)]
        return [each for each in found if not any(a < each < b for a, b in inside)]


def awaiting_faults(source):
    """C1 and C2, as (position, rule)."""
    for start, end in source.statements:
        code = source.own_code(start, end)
        if not AWAIT.search(code):
            continue
        for head in BRANCH.finditer(code):
            opened = start + head.end() - 1
            if AWAIT.search(code, head.end(), source.ends.get(opened, end) - start):
                yield start + head.start(), "C1"
        for each in source.within(source.lists, start, end):
            yield each, "C2"
        for each in source.within(source.lambdas, start, end):
            yield each, "C2 lambda"


def called_on_the_spot(source, at):
    """Whether the lambda that opens here is also called here."""
    body = source.code.find("{", source.ends.get(at, at))
    parameters = re.compile(r"\s*\(").match(source.code, source.ends.get(at, at) + 1)
    if parameters:
        body = source.code.find("{", source.ends.get(parameters.end() - 1, at))
    return bool(re.compile(r"\s*\(").match(source.code, source.ends.get(body, body) + 1))


def spawning_faults(source):
    """C3, as (position, rule)."""
    for spawn in SPAWN.finditer(source.code):
        end = source.ends.get(spawn.end() - 1, spawn.end())
        for each in source.within(source.lambdas, spawn.end(), end):
            if called_on_the_spot(source, each):
                yield each, "C3"


def check(root):
    paths, faults = gate.cpp_files(root), []
    for path in paths:
        text = (root / path).read_text(encoding="utf-8")
        if "co_" not in text:
            continue
        source = Source(text)
        found = sorted({*awaiting_faults(source), *spawning_faults(source)})
        for at, rule in found:
            faults.append(f"{path}:{gate.line_of(text, at)}: {rule[:2]}: {REASONS[rule]}")
    return faults if paths else ["there is no C++ file to check"]


def in_coroutine(*lines):
    text = "asio::awaitable<int> Desk::ask(Query query) {\n  " + "\n  ".join(lines) + "\n}\n"
    return {"server/market/desk.cpp": text}


def accepts(name, *lines):
    return gate.Case(f"accepts {name}", in_coroutine(*lines), None)


def refuses(rule, name, *lines):
    return gate.Case(f"{rule} refuses {name}", in_coroutine(*lines), f"desk.cpp:2: {rule}: ")


CASES = [
    accepts("a name before a branch", "auto hit = co_await find(a);", "if (hit) { use(hit); }"),
    accepts("a branch before an await", "if (ready) co_await send();",
            "while (a) { co_await b(); }"),
    accepts("a loop over what was awaited", "for (auto& a : co_await all()) { use(a, {1}); }"),
    accepts("a lambda that captures nothing", "co_await visit([](int a) { return a; });"),
    accepts("awaits inside a lambda", "auto go = [this]() -> asio::awaitable<void> {",
            "  co_await wait();", "};", "co_await go();"),
    accepts("lists and lambdas in other statements", "Query next{1, {2}};",
            "auto sum = [&, this] { return Sum{1}; };", "co_await ask(next, sum);"),
    accepts("a structured binding", "auto [error, size] = co_await read(socket);",
            "const auto& [a, b] = co_await pair();", "data[size] = co_await rest();"),
    accepts("words in comments and literals",
            'say("if (co_await x)"); // if (co_await f({1}))', "/* co_await f(A{1}) */ go();"),
    accepts("a digit separator", "wait(1'000); co_await a(); b({1}); co_await c('{');"),
    accepts("a callable for co_spawn", "co_spawn(lane, [this]() -> asio::awaitable<void> {",
            "  co_await run();", "}, asio::detached);", "co_spawn(lane, run(1), asio::detached);",
            "co_spawn(lane, []() -> asio::awaitable<void> { co_return; }(), asio::detached);"),
    gate.Case(
        "accepts classes, constructors and their members",
        {
            "server/net/lane.hpp": "namespace a::b {\nclass Lane final : public Base<int> {\n"
            " public:\n  explicit Lane(int a) : a_{a}, b_{a} { go(); }\n"
            "  asio::awaitable<Result<void>> run() & { co_await wait(); }\n"
            "  int a_{1};\n  enum class E : int { kA };\n};\n}\n"
        },
        None,
    ),
    refuses("C1", "an if", "if (co_await find(a)) { use(a); }"),
    refuses("C1", "an if with a name of its own", "if (auto a = co_await find(); a) go();"),
    refuses("C1", "a head of several lines",
            "if (a &&", "    !(co_await find(b, /* ) */ ')'))) c();"),
    refuses("C1", "an else if", "if (a) {} else if (co_await b()) {}"),
    refuses("C1", "a while", "while ((co_await next()).ok()) { go(); }"),
    refuses("C1", "the end of a do", "do { go(); } while (co_await next());"),
    refuses("C1", "a switch", "switch (co_await kind()) { case 1: break; }"),
    refuses("C1", "a macro that branches", "EXPECT_TRUE(co_await find(a));"),
    refuses("C1", "a branch inside a lambda",
            "auto go = [this]() -> asio::awaitable<void> { if (co_await a()) b(); };"),
    refuses("C2", "a lambda that captures", "co_await visit([this](int a) { return a + b_; });"),
    refuses("C2", "a lambda that captures all", "auto a = co_await visit(1, [&] { go(); });"),
    refuses("C2", "a lambda that copies", "co_return co_await visit([=]() mutable { go(); });"),
    refuses("C2", "a lambda with a capture of its own", "co_await f([a = g(1)] { return a; });"),
    refuses("C2", "a brace-built temporary", "co_await ask(core::Key<int>{a, b});"),
    refuses("C2", "a braced list", "co_await ask({a, b});"),
    refuses("C2", "a list around the await", "co_return Answer{co_await ask()};"),
    refuses("C2", "a temporary after the await", "auto a = co_await ask(b) + f(Key{});"),
    refuses("C3", "a lambda called on the spot",
            "co_spawn(lane, [&]() -> asio::awaitable<void> { co_await run(); }(), done);"),
    refuses("C3", "one without parameters",
            "asio::co_spawn(lane, [self] { return self->run(); }(), asio::detached);"),
    gate.Case("refuses an empty tree", {"README.md": ""}, "no C++ file"),
]

if __name__ == "__main__":
    gate.main(check, CASES)

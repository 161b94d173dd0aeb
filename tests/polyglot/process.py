"""The programs of this project as processes: started, waited for, stopped, listened to."""

import collections
import http.client
import json
import os
import pathlib
import signal
import subprocess
import threading
import time
import urllib.parse

# Long, because a machine that also compiles is slow; a program that ends early is noticed at once.
PATIENCE = 60

Answer = collections.namedtuple("Answer", "status body")


def program(name):
    """Where the build put a program: the environment says."""
    variable = name.upper().replace("-", "_")
    if variable not in os.environ:
        raise RuntimeError(f"{variable} must be the path of {name}; ctest sets it")
    return os.environ[variable]


def environment(**changes):
    """Ours without proxies: everything that is tested is on this machine."""
    kept = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    return kept | changes


def run(name, *arguments, **changes):
    """Lets a program run to its end, which is soon."""
    return subprocess.run(
        [program(name), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=environment(**changes),
        check=False,
    )


def http_call(address, method, path, body=None, timeout=PATIENCE):
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection(address, timeout=timeout)
    try:
        connection.request(method, path, body)
        response = connection.getresponse()
        return Answer(response.status, response.read().decode())
    finally:
        connection.close()


class Process:
    """A running program, whose every line is kept."""

    def __init__(self, name, *arguments, **changes):
        self.name = name
        self.lines = {"out": [], "err": []}
        self._changed = threading.Condition()
        self._child = subprocess.Popen(
            [program(name), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(**changes),
        )
        self._readers = [
            threading.Thread(target=self._keep, args=(stream, kept), daemon=True)
            for stream, kept in ((self._child.stdout, "out"), (self._child.stderr, "err"))
        ]
        for reader in self._readers:
            reader.start()

    @property
    def pid(self):
        return self._child.pid

    @property
    def running(self):
        return self._child.poll() is None

    def _keep(self, stream, kept):
        with stream:
            for line in stream:
                with self._changed:
                    self.lines[kept].append(line.decode(errors="backslashreplace"))
                    self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()

    def text(self):
        """All that it has said so far."""
        with self._changed:
            return "".join(self.lines["out"] + self.lines["err"])

    def wait_for(self, kept, wanted):
        """The first line of `out` or `err` for which `wanted` gives something: what it gave."""
        until = time.monotonic() + PATIENCE
        seen = 0
        while True:
            with self._changed:
                if seen == len(self.lines[kept]):
                    ended = not any(each.is_alive() for each in self._readers)
                    if ended or time.monotonic() > until:
                        break
                    self._changed.wait(0.2)
                new, seen = self.lines[kept][seen:], len(self.lines[kept])
            for line in new:
                found = wanted(line)
                if found:
                    return found
        raise AssertionError(f"{self.name} never said what was waited for, but:\n{self.text()}")

    def signal(self, number=signal.SIGTERM):
        self._child.send_signal(number)

    def wait(self, seconds=PATIENCE):
        """Its exit code, once it has ended and all that it said is here."""
        code = self._child.wait(seconds)
        for reader in self._readers:
            reader.join()
        return code

    def stop(self):
        if self.running:
            self.signal()
        return self.wait()

    def kill(self):
        """For what a failed test leaves behind."""
        if self.running:
            self._child.kill()
        self.wait()


class Sandbox(Process):
    """The simulated providers; the ready line says where."""

    def __init__(self, directory, *arguments, key="sandbox-key"):
        self.directory = pathlib.Path(directory)
        super().__init__(
            "tidegate-sandbox", "--directory", directory, "--tickdb-port", 0, "--control-port", 0,
            "--tickdb-key", key, "--requests-per-minute", 60_000, *arguments,
        )  # fmt: skip
        ready = self.wait_for("out", json.loads)
        if not ready["ready"]:
            raise AssertionError(f"the sandbox says that it is not ready: {ready}")
        self.tickdb_url = ready["tickdb_url"]
        self.ca_file = ready["ca_file"]
        self._control = urllib.parse.urlsplit(ready["control"]).netloc

    def _ask(self, method, path, body=None):
        answer = http_call(self._control, method, path, body)
        if answer.status != 200:
            raise AssertionError(f"the sandbox refused {method} {path}: {answer.body}")
        return json.loads(answer.body)

    def fault(self, kind, **fields):
        self._ask("POST", "/faults", json.dumps({"kind": kind} | fields))

    def reply(self, body, **fields):
        """The next answer is this text, to the byte."""
        self.fault("reply", body=body, **fields)

    def clear_faults(self):
        self._ask("DELETE", "/faults")

    @property
    def requests(self):
        return self._ask("GET", "/counters")["requests"]

    @property
    def now(self):
        """The provider's clock, in seconds."""
        return self._ask("GET", "/clock")["now_ms"] / 1000


def write_config(path, sandbox, *lines, grpc="127.0.0.1:0", admin="127.0.0.1:0"):
    """A configuration for this sandbox, on free ports, with more lines of YAML after it."""
    tickdb = {
        "base_url": sandbox.tickdb_url,
        "api_key_file": str(sandbox.directory / "tickdb.key"),
        "ca_file": sandbox.ca_file,
        "requests_per_minute": 60_000,
    }
    text = [
        f'grpc: {{ listen: "{grpc}" }}',
        f'admin: {{ listen: "{admin}" }}',
        f"providers: {json.dumps({'tickdb': tickdb})}",
        *lines,
    ]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return path


class Server(Process):
    """The service; its log says where it listens."""

    def __init__(self, config, **changes):
        super().__init__("tidegate-server", "--config", config, **changes)
        listening = self.wait_for_event("listening")
        self.grpc = listening["grpc"]
        self.admin = listening["admin"]

    def wait_for_event(self, name):
        def wanted(line):
            entry = json.loads(line)
            return entry if entry.get("event") == name else None

        return self.wait_for("err", wanted)

    def page(self, path):
        return http_call(self.admin, "GET", path)

    def log(self, event=None):
        """What it has logged so far, parsed; only this event if one is named."""
        entries = [json.loads(line) for line in list(self.lines["err"])]
        return [each for each in entries if event in (None, each["event"])]

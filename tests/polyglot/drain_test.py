"""SIGTERM: what was accepted ends well, and then the process does."""

import collections
import itertools
import signal
import threading
import time
import unittest

import grpc
from tidegate.v1 import kline_pb2 as words

import process
import service

CONNECTIONS = 4
CALLERS_PER_CONNECTION = 3
FAILURES_WANTED = 3


def quick_rpcs(client):
    """Those that ask no provider."""
    return [lambda **about: client.resolve("HK.00700", **about), client.server_status]


def all_rpcs(client):
    return [
        lambda **about: client.flow("700.HK", **about),
        lambda **about: client.latest(["BTCUSDT"], words.KLINE_INTERVAL_1_MINUTE, **about),
        *quick_rpcs(client),
    ]


class Caller(threading.Thread):
    """Calls one RPC after the other, each with an id of its own, until it is told or refused."""

    def __init__(self, rpcs, name):
        super().__init__(daemon=True)
        self.rpcs = rpcs
        self.name = name
        self.enough = threading.Event()
        self.answered = []
        self.failed = {}  # id: the error

    def run(self):
        for number, rpc in enumerate(itertools.cycle(self.rpcs)):
            if self.enough.is_set() or len(self.failed) == FAILURES_WANTED:
                return
            request_id = f"{self.name}-{number}"
            try:
                rpc(metadata=[("x-request-id", request_id)])
                self.answered.append(request_id)
            except grpc.RpcError as error:
                self.failed[request_id] = error


class UnderLoad(service.ServiceTest):
    settings = ["log: { level: debug }", "shutdown: { grace: 10s }"]

    def callers_at_work(self, rpcs_of):
        """Callers on several connections, each of whom has been answered a few times."""
        self.sandbox.fault("delay", delay=150, times=-1)
        clients = [self.connect() for _ in range(CONNECTIONS)]
        callers = [
            Caller(rpcs_of(client), f"caller-{i}-{k}")
            for i, client in enumerate(clients)
            for k in range(CALLERS_PER_CONNECTION)
        ]
        for each in callers:
            each.start()
        until = time.monotonic() + process.PATIENCE
        while any(len(each.answered) < 20 for each in callers):
            self.assertLess(time.monotonic(), until, "the callers are not answered")
            self.assertFalse(any(each.failed for each in callers), "a call failed before its time")
            time.sleep(0.01)
        return callers

    def end_under_load(self, rpcs_of):
        """What callers saw and the server logged: ids answered, errors by id, codes by id."""
        callers = self.callers_at_work(rpcs_of)
        self.stop_server()
        for each in callers:
            each.join()
        self.assertFalse(self.server.log("log_overrun"), "lines are missing; nothing can be said")
        answered = [each for caller in callers for each in caller.answered]
        failed = {key: error for caller in callers for key, error in caller.failed.items()}
        handled = {each["request_id"]: each["code"] for each in self.server.log("call")}
        return answered, failed, handled

    def test_no_call_that_the_server_accepted_fails(self):
        answered, failed, handled = self.end_under_load(all_rpcs)

        events = [each["event"] for each in self.server.log()]
        drained = events[events.index("signal") :].count("call")
        print(f"\n{len(handled)} calls accepted and handled, {drained} of them after SIGTERM; "
              f"{len(answered)} answered; {len(failed)} refused unaccepted")  # fmt: skip
        self.assertEqual(set(handled.values()), {"OK"})
        self.assertEqual(sorted(handled), sorted(answered))
        self.assertFalse(failed.keys() & handled.keys())
        self.assertGreater(drained, 0, "nothing was in flight, so nothing was shown")

    def test_call_that_comes_too_late_is_unavailable_so_that_callers_try_elsewhere(self):
        answered, failed, handled = self.end_under_load(quick_rpcs)

        codes = collections.Counter(error.code().name for error in failed.values())
        print(f"\n{len(answered)} quick calls answered; too late: {dict(codes)}")
        self.assertFalse(failed.keys() & handled.keys())
        self.assertEqual(set(codes), {"UNAVAILABLE"})

    def test_every_call_that_began_was_handled(self):
        callers = self.callers_at_work(all_rpcs)
        for each in callers:
            each.enough.set()
        for each in callers:
            each.join()

        began, handled = self.figure("started"), self.figure("handled")

        answered = sum(len(each.answered) for each in callers)
        print(f"\n/metrics: {began} calls began, {handled} were handled; {answered} answered")
        self.assertEqual((began, handled), (answered, answered))

    def figure(self, which):
        """A counter, summed over methods and codes."""
        name = f"grpc_server_{which}_total{{"
        lines = self.server.page("/metrics").body.splitlines()
        return sum(int(each.rsplit(" ", 1)[1]) for each in lines if each.startswith(name))


class EndingTest(service.ServiceTest):
    """What tests of one server's end have in common."""

    def call_in_flight(self, delay):
        """A call that waits for its provider, and a list that says how it ended once it has."""
        self.sandbox.fault("delay", delay=delay)
        ended = []

        def call():
            try:
                ended.append(self.client.flow("700.HK"))
            except grpc.RpcError as error:
                ended.append(error)

        caller = threading.Thread(target=call, daemon=True)
        caller.start()
        until = time.monotonic() + process.PATIENCE
        while self.sandbox.requests == 0:
            self.assertLess(time.monotonic(), until, "the call does not reach the provider")
            time.sleep(0.01)
        return caller, ended

    def end(self, *signals):
        """Sends the signals, each once the one before was heeded: exit code and seconds."""
        began = time.monotonic()
        for number in signals:
            self.server.signal(number)
            self.server.wait_for_event("draining")
        code = self.server.wait()
        return code, time.monotonic() - began


class Ending(EndingTest):
    settings = ["shutdown: { grace: 30s }"]

    def test_idle_server_ends_at_once(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number.name):
                self.server = self.start_server(*self.settings)
                code, seconds = self.end(number)
                self.assertEqual(code, 0)
                self.assertLess(seconds, 10)

    def test_server_that_says_it_listens_heeds_signals(self):
        codes = []
        for _ in range(20):
            server = process.Server(self.folder / "tidegate.yaml")
            self.addCleanup(server.kill)
            codes.append(server.stop())

        self.assertEqual(codes, [0] * 20)

    def test_accepted_call_is_answered_before_the_end(self):
        caller, ended = self.call_in_flight(delay=1_500)

        code, _ = self.end(signal.SIGTERM)

        caller.join()
        self.assertEqual(code, 0)
        self.assertEqual(ended[0].instrument.symbol, "700.HK")

    def test_second_signal_ends_at_once(self):
        self.call_in_flight(delay=20_000)

        code, seconds = self.end(signal.SIGTERM, signal.SIGTERM)

        self.assertLess(seconds, 10)
        self.assertEqual(code, -signal.SIGTERM)

    def test_who_only_watches_health_does_not_hold_the_end(self):
        stream = self.client.watch("")
        self.addCleanup(stream.cancel)
        self.assertEqual(next(stream).status, service.Health.SERVING)

        code, seconds = self.end(signal.SIGTERM)

        self.assertEqual(code, 0)
        self.assertLess(seconds, 10, "no call was under way; health was watched, nothing else")

    def test_admin_pages_answer_while_accepted_calls_end(self):
        self.call_in_flight(delay=8_000)
        self.server.signal()
        self.server.wait_for_event("draining")

        try:
            ready = process.http_call(self.server.admin, "GET", "/readyz", timeout=4)
        except OSError as error:
            self.fail(f"/readyz does not answer while an accepted call ends: {error!r}")

        self.assertEqual(ready, process.Answer(503, "draining\n"))


class Impatient(EndingTest):
    settings = ["shutdown: { grace: 200ms }"]

    def test_call_beyond_the_grace_is_cut_and_the_end_is_still_good(self):
        caller, ended = self.call_in_flight(delay=20_000)

        code, seconds = self.end(signal.SIGTERM)

        caller.join()
        self.assertEqual(code, 0)
        self.assertLess(seconds, 10)
        self.assertIsInstance(ended[0], grpc.RpcError)


if __name__ == "__main__":
    unittest.main()

"""The log: one JSON object a line, and enough in it to find a call again."""

import datetime
import json
import unittest

from tidegate.v1 import kline_pb2 as words

import service

CALL_FIELDS = {
    "request_id": str, "method": str, "peer": str, "symbol": str,
    "provider": str, "code": str, "ms": (int, float),
}  # fmt: skip


class LogTest(service.ServiceTest):
    def logged_calls(self):
        self.stop_server()
        return self.server.log("call")


class Logs(LogTest):
    def test_every_line_is_one_object_with_its_time_and_event(self):
        self.client.flow("700.HK")
        self.failure_of(self.client.flow, 'a "quoted"\n\\\t\u2028 \U0001f30a symbol')
        self.sandbox.reply('{"code": 0, "data": "\x7f\n</html>')
        self.failure_of(self.client.flow, "700.HK")
        self.sandbox.fault("not_json")
        self.failure_of(self.client.flow, "700.HK")
        self.stop_server()

        self.assertEqual(self.server.lines["out"], [])
        lines = self.server.lines["err"]
        self.assertGreaterEqual(len(lines), 8)
        before = None
        for line in lines:
            self.assertTrue(line.endswith("}\n"), line)
            entry = json.loads(line)
            self.assertIn(entry["level"], {"debug", "info", "warning", "error"})
            self.assertTrue(entry["event"])
            moment = datetime.datetime.strptime(entry["time"], "%Y-%m-%dT%H:%M:%S.%fZ")
            self.assertGreaterEqual(moment, before or moment)
            before = moment

    def test_every_call_says_who_asked_what_of_whom_and_how_it_went(self):
        self.client.flow("HK.00700", metadata=[("x-request-id", "a")])
        self.client.latest(["BTCUSDT"], words.KLINE_INTERVAL_1_MINUTE,
                           metadata=[("x-request-id", "b")])  # fmt: skip
        self.client.server_status(metadata=[("x-request-id", "c")])
        self.failure_of(self.client.flow, "no good", metadata=[("x-request-id", "d")])
        self.sandbox.fault("tick_db_code", code="1001")
        self.failure_of(self.client.flow, "AAPL.US", metadata=[("x-request-id", "e")])

        calls = self.logged_calls()

        for each in calls:
            for field, kind in CALL_FIELDS.items():
                self.assertIsInstance(each[field], kind, field)
            self.assertRegex(each["peer"], r"^ipv4:127\.0\.0\.1:\d+$")
            self.assertGreaterEqual(each["ms"], 0)
        told_of = ("request_id", "method", "symbol", "provider", "code")
        told = [tuple(each[field] for field in told_of) for each in calls]
        self.assertEqual(told, [
            ("a", "GetCapitalFlow", "HK.00700", "tickdb", "OK"),
            ("b", "GetLatestKlines", "BTCUSDT", "tickdb", "OK"),
            ("c", "GetStatus", "", "", "OK"),
            ("d", "GetCapitalFlow", "no good", "", "InvalidArgument"),
            ("e", "GetCapitalFlow", "AAPL.US", "tickdb", "FailedPrecondition"),
        ])  # fmt: skip

    def test_line_of_a_caller_who_sends_much_stays_short(self):
        self.failure_of(self.client.flow, "x" * 50_000)

        self.logged_calls()

        self.assertLess(max(len(each) for each in self.server.lines["err"]), 4_000)


class Sampled(LogTest):
    settings = ["log: { level: info, sample: 0.1 }"]

    def test_quick_and_good_calls_are_sampled_and_failed_ones_are_not(self):
        for _ in range(50):
            self.client.resolve("700.HK")
        for _ in range(10):
            self.failure_of(self.client.flow, "no good")

        codes = [each["code"] for each in self.logged_calls()]

        self.assertEqual((codes.count("OK"), codes.count("InvalidArgument")), (5, 10))


if __name__ == "__main__":
    unittest.main()

"""What a failed call says, read by another language's protobuf."""

import time
import unittest

import grpc
from google.protobuf import duration_pb2
from tidegate.v1 import capital_flow_pb2 as words

import service


class Errors(service.ServiceTest):
    def test_bad_request_names_every_faulty_field_and_costs_no_request(self):
        failure = self.failure_of(
            self.client.flow,
            "not a symbol!",
            period=words.CAPITAL_FLOW_PERIOD_DAY,
            start_date="2026-02-30",
            end_date="yesterday",
            max_staleness=duration_pb2.Duration(seconds=-1),
        )

        self.assertEqual(failure.code, grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(failure.details["ErrorInfo"].domain, "tidegate")
        self.assertEqual(failure.details["ErrorInfo"].reason, "INVALID_FIELD")
        violations = failure.details["BadRequest"].field_violations
        self.assertEqual({each.field for each in violations},
                         {"symbol", "start_date", "end_date", "max_staleness"})  # fmt: skip
        self.assertTrue(all(each.description for each in violations))
        self.assertNotIn("RetryInfo", failure.details)
        self.assertEqual(self.sandbox.requests, 0)

    def test_limit_says_whose_it_is_and_how_long_to_wait(self):
        self.sandbox.fault("tick_db_code", code="3001", headers={"Retry-After": "7"})

        failure = self.failure_of(self.client.flow, "700.HK")

        self.assertEqual(failure.code, grpc.StatusCode.RESOURCE_EXHAUSTED)
        info = failure.details["ErrorInfo"]
        self.assertEqual(info.reason, "UPSTREAM_RATE_LIMIT")
        self.assertEqual(info.metadata["provider"], "tickdb")
        self.assertEqual(info.metadata["scope"], "upstream")
        self.assertEqual(info.metadata["upstream_code"], "3001")
        self.assertEqual(failure.details["RetryInfo"].retry_delay.seconds, 7)
        violations = failure.details["QuotaFailure"].violations
        self.assertEqual([each.subject for each in violations], ["upstream:tickdb"])

    def test_known_limit_is_not_run_into_again(self):
        self.sandbox.fault("tick_db_code", code="3001", headers={"Retry-After": "60"})
        self.failure_of(self.client.flow, "700.HK")
        asked = self.sandbox.requests

        failure = self.failure_of(self.client.flow, "700.HK")

        self.assertEqual(failure.details["ErrorInfo"].reason, "UPSTREAM_RATE_LIMIT")
        self.assertIn("QuotaFailure", failure.details)
        self.assertGreater(failure.details["RetryInfo"].retry_delay.seconds, 0)
        self.assertEqual(self.sandbox.requests, asked)

    def test_outage_says_when_to_try_again(self):
        self.sandbox.fault("status", status=503, headers={"Retry-After": "2"})

        failure = self.failure_of(self.client.flow, "700.HK")

        self.assertEqual(failure.code, grpc.StatusCode.UNAVAILABLE)
        self.assertEqual(failure.details["ErrorInfo"].reason, "UPSTREAM_UNAVAILABLE")
        self.assertEqual(failure.details["RetryInfo"].retry_delay.seconds, 2)
        self.assertNotIn("QuotaFailure", failure.details)

    def test_provider_that_refuses_us_is_never_the_callers_fault(self):
        reasons = {"1001": "UPSTREAM_CREDENTIAL", "1005": "UPSTREAM_CREDENTIAL",
                   "1004": "UPSTREAM_ENTITLEMENT", "3009": "UPSTREAM_ENTITLEMENT"}  # fmt: skip
        for code, reason in reasons.items():
            with self.subTest(code):
                self.sandbox.fault("tick_db_code", code=code)
                failure = self.failure_of(self.client.flow, "700.HK")
                self.assertEqual(failure.code, grpc.StatusCode.FAILED_PRECONDITION)
                self.assertEqual(failure.details["ErrorInfo"].reason, reason)
                self.assertEqual(failure.details["ErrorInfo"].metadata["upstream_code"], code)
                self.assertNotIn("RetryInfo", failure.details)

    def test_each_refusal_has_its_code_and_reason(self):
        cases = [
            ("000001", {}, grpc.StatusCode.INVALID_ARGUMENT, "AMBIGUOUS_SYMBOL"),
            ("999999.SH", {}, grpc.StatusCode.NOT_FOUND, "SYMBOL_NOT_FOUND"),
            ("BTCUSDT", {}, grpc.StatusCode.FAILED_PRECONDITION, "NOT_SERVED"),
            ("700.HK", {"provider": "opend"}, grpc.StatusCode.FAILED_PRECONDITION, "NOT_SERVED"),
        ]
        for symbol, fields, code, reason in cases:
            with self.subTest(reason, symbol=symbol):
                failure = self.failure_of(self.client.flow, symbol, **fields)
                self.assertEqual(failure.code, code)
                self.assertEqual(failure.details["ErrorInfo"].reason, reason)

    def test_ambiguous_symbol_comes_with_its_candidates(self):
        failure = self.failure_of(self.client.flow, "000001")

        candidates = failure.details["ErrorInfo"].metadata["candidates"]
        self.assertIn("000001.SH", candidates)
        self.assertIn("000001.SZ", candidates)

    def test_nonsense_is_internal_and_shown_in_the_log_alone(self):
        self.sandbox.reply("<html>so sorry</html>")

        failure = self.failure_of(self.client.flow, "700.HK")

        self.assertEqual(failure.code, grpc.StatusCode.INTERNAL)
        self.assertEqual(failure.details["ErrorInfo"].reason, "UPSTREAM_MALFORMED")
        self.assertNotIn("so sorry", failure.message)
        logged = self.server.wait_for_event("upstream_malformed")
        self.assertIn("so sorry", logged["body"])

    def test_deadline_of_the_caller_holds_while_the_provider_is_slow(self):
        self.sandbox.fault("delay", delay=20_000)
        began = time.monotonic()

        failure = self.failure_of(self.client.flow, "700.HK", timeout=0.3)

        self.assertEqual(failure.code, grpc.StatusCode.DEADLINE_EXCEEDED)
        self.assertLess(time.monotonic() - began, 10)


if __name__ == "__main__":
    unittest.main()

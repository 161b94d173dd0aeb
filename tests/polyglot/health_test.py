"""Health, as load balancers ask for it: by Check and by Watch."""

import unittest

import grpc

import process
import service
from service import Health

ALL = ("", "tidegate.v1.MarketDataService", "tidegate.v1.StatusService", "upstream/tickdb")


class HealthTest(service.ServiceTest):
    settings = ["log: { level: debug }", "shutdown: { delay: 5s, grace: 30s }"]

    def watched(self, name=""):
        """A Watch whose first answer has come."""
        stream = self.client.watch(name)
        self.addCleanup(stream.cancel)
        self.assertEqual(next(stream).status, Health.SERVING)
        return stream

    def test_every_service_and_provider_has_a_health_of_its_own(self):
        for name in ALL:
            with self.subTest(name):
                self.assertEqual(self.client.health_of(name), Health.SERVING)
        failure = self.failure_of(self.client.health_of, "upstream/nobody")
        self.assertEqual(failure.code, grpc.StatusCode.NOT_FOUND)

    def test_watch_of_an_unknown_name_says_so_and_stays_open(self):
        stream = self.client.watch("upstream/nobody")
        self.addCleanup(stream.cancel)

        self.assertEqual(next(stream).status, Health.SERVICE_UNKNOWN)
        self.assertTrue(stream.is_active())

    def test_watch_sees_no_while_calls_are_still_taken(self):
        streams = [self.watched(name) for name in ALL]

        self.server.signal()

        self.assertEqual([next(each).status for each in streams], [Health.NOT_SERVING] * len(ALL))
        self.assertEqual(self.client.health_of(""), Health.NOT_SERVING)
        self.assertEqual(self.server.page("/readyz"), process.Answer(503, "draining\n"))
        self.assertEqual(self.server.page("/livez").status, 200)
        self.assertEqual(self.client.flow("700.HK").instrument.symbol, "700.HK")
        for each in streams:
            each.cancel()
        self.assertEqual(self.server.wait(), 0)

    def test_watch_of_a_provider_sees_it_fail_and_come_back(self):
        stream = self.watched("upstream/tickdb")
        self.sandbox.fault("tick_db_code", code="1001", times=-1)
        for _ in range(5):
            self.failure_of(self.client.flow, "700.HK")

        self.assertEqual(next(stream).status, Health.NOT_SERVING)
        self.assertEqual(self.client.health_of(""), Health.SERVING)
        self.sandbox.clear_faults()
        self.client.flow("700.HK")
        self.assertEqual(next(stream).status, Health.SERVING)


class WithoutDelay(service.ServiceTest):
    settings = ["shutdown: { delay: 0s, grace: 30s }"]

    def test_watch_sees_no_before_the_connection_ends(self):
        stream = self.client.watch("")
        self.addCleanup(stream.cancel)
        self.assertEqual(next(stream).status, Health.SERVING)

        self.server.signal()

        self.assertEqual(next(stream).status, Health.NOT_SERVING)


if __name__ == "__main__":
    unittest.main()

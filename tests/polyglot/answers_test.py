"""Every RPC that is live answers, and its figures agree with each other."""

import decimal
import unittest

from google.protobuf import timestamp_pb2
from tidegate.v1 import capital_flow_pb2 as flow_words
from tidegate.v1 import common_pb2 as words
from tidegate.v1 import instrument_pb2 as instrument_words
from tidegate.v1 import kline_pb2 as kline_words

import service

MINUTE = 60


def amount(text):
    """A decimal as the contract has it: no exponent, no float's noise."""
    number = decimal.Decimal(text)
    if "e" in text.lower() or format(number, "f") != text:
        raise AssertionError(f"{text!r} is not a plain decimal")
    return number


class Answers(service.ServiceTest):
    def test_capital_flow_rises_in_time_and_says_what_it_means(self):
        answer = self.client.flow("HK.00700")

        self.assertEqual(answer.instrument.symbol, "700.HK")
        self.assertEqual(answer.instrument.requested_symbol, "HK.00700")
        self.assertEqual(answer.provenance.provider, "tickdb")
        self.assertEqual(answer.semantics.currency, "HKD")
        self.assertFalse(answer.semantics.HasField("amount_scale"))
        self.assertFalse(answer.freshness.stale)
        times = [each.time.seconds for each in answer.points]
        self.assertTrue(times)
        self.assertEqual(times, sorted(set(times)))
        for point in answer.points:
            amount(point.net_inflow)
            self.assertFalse(point.HasField("large"), "not published, so not zero either")

    def test_per_interval_view_adds_up_to_what_was_published(self):
        published = self.client.flow("AAPL.US")
        view = flow_words.CAPITAL_FLOW_VIEW_PER_INTERVAL
        each = self.client.flow("AAPL.US", view=view)

        self.assertEqual(each.semantics.accumulation, words.FLOW_ACCUMULATION_PER_INTERVAL)
        totals = [(point.time.seconds, amount(point.net_inflow)) for point in published.points]
        total = decimal.Decimal(0)
        added_up = []
        for point in each.points:
            total += amount(point.net_inflow)
            added_up.append((point.time.seconds, total))
        settled = len(totals) - 2  # in an open market the newest points may have moved in between
        self.assertGreater(settled, 0)
        self.assertEqual(added_up[:settled], totals[:settled])

    def test_distribution_has_the_sizes_that_it_names(self):
        answer = self.client.distribution("700.HK")

        sizes = [words.ORDER_SIZE_LARGE, words.ORDER_SIZE_MEDIUM, words.ORDER_SIZE_SMALL]
        self.assertEqual(list(answer.semantics.tiers), sizes)
        for side in (answer.inflow, answer.outflow):
            for size in (side.large, side.medium, side.small):
                self.assertGreaterEqual(amount(size), 0)
            self.assertFalse(side.HasField("extra_large"))
        self.assertLessEqual(answer.as_of.seconds, self.sandbox.now)

    def test_latest_klines_answer_for_each_symbol_by_itself(self):
        asked = ["00700.HK", "BTCUSDT", "no good", "999999.SH", "700.HK"]
        answer = self.client.latest(asked, kline_words.KLINE_INTERVAL_3_MINUTE)

        results = answer.results
        self.assertEqual([each.requested_symbol for each in results], asked)
        self.assertEqual([each.WhichOneof("outcome") for each in results],
                         ["kline", "kline", "problem", "problem", "kline"])  # fmt: skip
        self.assertEqual(results[0].kline.symbol, "700.HK")
        self.assertEqual(results[0].kline.open_time, results[4].kline.open_time)
        self.assertEqual(results[1].kline.status, kline_words.KLINE_STATUS_FORMING)
        self.assertEqual((results[2].problem.code, results[2].problem.reason),
                         (3, "INVALID_FIELD"))  # fmt: skip
        self.assertEqual((results[3].problem.code, results[3].problem.reason),
                         (5, "SYMBOL_NOT_FOUND"))  # fmt: skip

    def test_klines_of_a_range_come_once_each_over_several_pages(self):
        end = int(self.sandbox.now) // MINUTE * MINUTE - 60 * MINUTE
        start = end - 250 * MINUTE
        request = {
            "symbol": "BTCUSDT",
            "interval": kline_words.KLINE_INTERVAL_1_MINUTE,
            "start_time": timestamp_pb2.Timestamp(seconds=start),
            "end_time": timestamp_pb2.Timestamp(seconds=end),
        }
        whole = self.client.klines(page_size=1000, **request)
        pages = [self.client.klines(page_size=100, **request)]
        while pages[-1].next_page_token:
            self.assertLess(len(pages), 10, "the pages never end")
            token = pages[-1].next_page_token
            pages.append(self.client.klines(page_size=100, page_token=token, **request))

        self.assertEqual(whole.next_page_token, "")
        newest_first = [list(page.klines) for page in pages]
        bars = [bar for page in reversed(newest_first) for bar in page]
        times = [bar.open_time.seconds for bar in bars]
        self.assertEqual(times, list(range(start, end, MINUTE)))
        self.assertEqual(bars, list(whole.klines))
        for bar in bars:
            self.check_closed_bar(bar)

    def check_closed_bar(self, bar):
        self.assertEqual(bar.status, kline_words.KLINE_STATUS_CLOSED)
        self.assertEqual(bar.close_time.seconds - bar.open_time.seconds, MINUTE)
        prices = [amount(each) for each in (bar.low, bar.open, bar.close, bar.high)]
        self.assertEqual((min(prices), max(prices)), (prices[0], prices[-1]))
        self.assertGreaterEqual(amount(bar.volume), 0)
        self.assertGreaterEqual(amount(bar.quote_volume), 0)

    def test_newest_page_has_no_bar_that_still_forms(self):
        minute = kline_words.KLINE_INTERVAL_1_MINUTE
        page = self.client.klines(symbol="BTCUSDT", interval=minute, page_size=5)

        self.assertEqual(len(page.klines), 5)
        self.assertLessEqual(page.klines[-1].close_time.seconds, self.sandbox.now)
        self.assertNotEqual(page.next_page_token, "")

    def test_instrument_is_resolved_from_any_spelling(self):
        for spelling in ("700.HK", "00700.HK", "HK.00700", "hk.00700"):
            with self.subTest(spelling):
                answer = self.client.resolve(spelling)
                self.assertEqual(answer.instrument.symbol, "700.HK")
                self.assertEqual(answer.instrument.requested_symbol, spelling)
                self.assertEqual(answer.instrument.type, instrument_words.INSTRUMENT_TYPE_STOCK)
                self.assertEqual(answer.instrument.currency, "HKD")
                self.assertEqual(answer.instrument.time_zone, "Asia/Hong_Kong")
                self.assertEqual([each.provider for each in answer.providers], ["tickdb"])

    def test_ambiguous_spelling_is_resolved_to_candidates(self):
        answer = self.client.resolve("000001")

        self.assertFalse(answer.HasField("instrument"))
        self.assertEqual({each.symbol for each in answer.candidates}, {"000001.SH", "000001.SZ"})

    def test_status_knows_the_provider_before_and_after_it_was_asked(self):
        before = self.client.server_status().providers[0]
        self.client.flow("700.HK")
        after = self.client.server_status()

        self.assertEqual((before.name, before.requests), ("tickdb", 0))
        self.assertFalse(before.HasField("last_contact"))
        provider = after.providers[0]
        self.assertEqual((provider.requests, provider.errors, provider.connections), (1, 0, 1))
        self.assertTrue(provider.HasField("last_contact"))
        self.assertFalse(provider.HasField("last_error"))
        self.assertRegex(after.version, r"^\d+\.\d+\.\d+$")

    def test_request_id_of_the_caller_comes_back(self):
        _, call = self.client.market_data.ResolveInstrument.with_call(
            instrument_words.ResolveInstrumentRequest(symbol="700.HK"),
            metadata=[("x-request-id", "from-python/1")],
        )

        self.assertEqual(dict(call.initial_metadata())["x-request-id"], "from-python/1")

    def test_without_a_fitting_request_id_each_call_gets_its_own(self):
        given = set()
        for asked in (None, None, "", "two words", "x" * 65):
            _, call = self.client.status.GetStatus.with_call(
                service.server_status_pb2.GetStatusRequest(),
                metadata=[] if asked is None else [("x-request-id", asked)],
            )
            given.add(dict(call.initial_metadata())["x-request-id"])

        self.assertEqual(len(given), 5)
        self.assertFalse({"", "two words", "x" * 65} & given)

    def test_failed_call_has_its_request_id_too(self):
        with self.assertRaises(service.grpc.RpcError) as caught:
            self.client.flow("no good", metadata=[("x-request-id", "refused-1")])

        found = dict(caught.exception.initial_metadata())
        self.assertEqual(found.get("x-request-id"), "refused-1")


if __name__ == "__main__":
    unittest.main()

"""The provider's published samples come out to the last digit."""

import unittest

from google.protobuf import json_format
from tidegate.v1 import kline_pb2 as words

import service

FLOW = """{"code": 0, "message": "success", "data": {
"symbol": "700.HK",
"timestamp": 1773306211,
"intraday_flow": [
{"timestamp": 1773279000, "inflow": "-12199.34"},
{"timestamp": 1773279060, "inflow": "-15137.59"}
],
"distribution": {
"timestamp": 1773303000,
"capital_in": {"large": "173056.31", "medium": "164958.55", "small": "83945.69"},
"capital_out": {"large": "179434.39", "medium": "176045.91", "small": "92979.74"}
}
}}"""

LATEST = """{"code": 0, "message": "success", "data": [
{
"symbol": "AAPL.US",
"interval": "3m",
"klines": [
{
"time": 1773259020000,
"open": "260.86",
"high": "261.05",
"low": "260.7",
"close": "260.81",
"volume": "963419",
"quote_volume": "251311057.55"
}
]
},
{
"symbol": "00700.HK",
"interval": "3m",
"klines": [
{
"time": 1773293400000,
"open": "542.5",
"high": "544.5",
"low": "542",
"close": "544.5",
"volume": "80300",
"quote_volume": "43656433.33"
}
]
}
]}"""

AAPL = {
    "open_time": "2026-03-11T19:57:00Z",
    "close_time": "2026-03-11T20:00:00Z",
    "open": "260.86",
    "high": "261.05",
    "low": "260.7",
    "close": "260.81",
    "volume": "963419",
    "quote_volume": "251311057.55",
}
TENCENT = {
    "open_time": "2026-03-12T05:30:00Z",
    "close_time": "2026-03-12T05:33:00Z",
    "open": "542.5",
    "high": "544.5",
    "low": "542",
    "close": "544.5",
    "volume": "80300",
    "quote_volume": "43656433.33",
}


def plain(message):
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


class Samples(service.ServiceTest):
    def test_capital_flow_sample_comes_out_to_the_last_digit(self):
        self.sandbox.reply(FLOW)

        answer = plain(self.client.flow("700.HK"))

        self.assertEqual(answer["points"], [
            {"time": "2026-03-12T01:30:00Z", "net_inflow": "-12199.34"},
            {"time": "2026-03-12T01:31:00Z", "net_inflow": "-15137.59"},
        ])  # fmt: skip
        self.assertEqual(answer["provenance"]["as_of"], "2026-03-12T09:03:31Z")
        self.assertEqual(answer["semantics"], {
            "accumulation": "FLOW_ACCUMULATION_CUMULATIVE_SESSION",
            "published_accumulation": "FLOW_ACCUMULATION_CUMULATIVE_SESSION",
            "currency": "HKD",
            "confidence": "FLOW_CONFIDENCE_INFERRED",
            "session_scope": "SESSION_SCOPE_REGULAR",
        })  # fmt: skip

    def test_distribution_sample_comes_out_to_the_last_digit(self):
        self.sandbox.reply(FLOW)

        answer = plain(self.client.distribution("700.HK"))

        self.assertEqual(answer["as_of"], "2026-03-12T08:10:00Z")
        inflow = {"large": "173056.31", "medium": "164958.55", "small": "83945.69"}
        outflow = {"large": "179434.39", "medium": "176045.91", "small": "92979.74"}
        self.assertEqual((answer["inflow"], answer["outflow"]), (inflow, outflow))

    def test_latest_klines_sample_comes_out_to_the_last_digit(self):
        self.sandbox.reply(LATEST)

        asked = ["AAPL.US", "00700.HK"]
        answer = self.client.latest(asked, words.KLINE_INTERVAL_3_MINUTE)

        self.assertEqual([each.requested_symbol for each in answer.results], asked)
        self.assertEqual([each.kline.symbol for each in answer.results], ["AAPL.US", "700.HK"])
        for result, sample in zip(answer.results, (AAPL, TENCENT)):
            kline = plain(result.kline)
            self.assertEqual({key: kline[key] for key in sample}, sample)
            self.assertEqual(kline["interval"], "KLINE_INTERVAL_3_MINUTE")

    def test_digits_that_no_binary_number_holds_come_out_as_well(self):
        long = "-123456789012345678.000000001"
        trailing = "-12199.3400"
        self.sandbox.reply(FLOW.replace("-12199.34", trailing).replace("-15137.59", long))

        answer = self.client.flow("700.HK")

        self.assertEqual([each.net_inflow for each in answer.points], [trailing, long])


if __name__ == "__main__":
    unittest.main()

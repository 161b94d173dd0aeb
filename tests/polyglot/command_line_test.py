"""The client for a shell: JSON on standard output, sentences on standard error, and exit codes."""

import json
import unittest

import process
import service

NOWHERE = "127.0.0.1:1"  # a port on which nobody listens


class CommandLine(service.ServiceTest):
    def tidegate(self, *arguments):
        return process.run("tidegate", "--address", self.server.grpc, *arguments)

    def answer_of(self, *arguments):
        done = self.tidegate(*arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return json.loads(done.stdout)

    def test_flow_prints_the_points(self):
        answer = self.answer_of("flow", "hk.00700")

        self.assertEqual(answer["instrument"]["symbol"], "700.HK")
        self.assertIn("net_inflow", answer["points"][0])
        self.assertEqual(answer["provenance"]["provider"], "tickdb")

    def test_distribution_prints_both_sides(self):
        answer = self.answer_of("distribution", "AAPL.US")

        self.assertEqual(set(answer["inflow"]), {"large", "medium", "small"})
        self.assertEqual(set(answer["outflow"]), {"large", "medium", "small"})

    def test_latest_prints_a_bar_for_each_symbol(self):
        answer = self.answer_of("latest", "--interval", "3m", "700.HK", "BTCUSDT", "no good")

        results = answer["results"]
        self.assertEqual([each["requested_symbol"] for each in results],
                         ["700.HK", "BTCUSDT", "no good"])  # fmt: skip
        self.assertEqual(results[1]["kline"]["interval"], "KLINE_INTERVAL_3_MINUTE")
        self.assertEqual(results[2]["problem"]["reason"], "INVALID_FIELD")

    def test_klines_prints_as_many_bars_as_asked(self):
        answer = self.answer_of("klines", "BTCUSDT", "--interval", "1h", "--count", "7")

        self.assertEqual(len(answer["klines"]), 7)
        self.assertEqual({each["interval"] for each in answer["klines"]},
                         {"KLINE_INTERVAL_1_HOUR"})  # fmt: skip

    def test_every_interval_has_its_word(self):
        for word in ("1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "1d", "1w", "1M"):
            with self.subTest(word):
                answer = self.answer_of("klines", "BTCUSDT", "--interval", word, "--count", "2")
                self.assertEqual(len(answer["klines"]), 2)

    def test_resolve_prints_the_instrument(self):
        answer = self.answer_of("resolve", "HK.00700")

        self.assertEqual(answer["instrument"]["aliases"], ["00700.HK", "HK.00700"])

    def test_status_prints_the_providers(self):
        answer = self.answer_of("status")

        self.assertEqual([each["name"] for each in answer["providers"]], ["tickdb"])

    def test_demanded_provider_is_asked_or_refused(self):
        self.assertEqual(
            self.answer_of("flow", "700.HK", "--provider", "tickdb")["provenance"]["provider"],
            "tickdb",
        )
        self.assertEqual(self.tidegate("flow", "700.HK", "--provider", "opend").returncode, 1)

    def test_refusal_is_a_sentence_and_exit_code_1(self):
        refused = self.tidegate("flow", "no good")

        self.assertEqual((refused.returncode, refused.stdout), (1, ""))
        self.assertRegex(refused.stderr, r"^tidegate: the request is not valid: symbol .*\n$")

    def test_provider_that_is_down_is_not_taken_for_a_server_that_is_not_there(self):
        self.sandbox.fault("status", status=503, times=-1)

        refused = self.tidegate("flow", "700.HK")

        self.assertEqual((refused.returncode, refused.stdout), (1, ""))
        self.assertIn("the provider", refused.stderr)
        self.assertNotIn("Is a server running", refused.stderr)

    def test_timeout_is_kept(self):
        self.sandbox.fault("delay", delay=20_000)

        refused = self.tidegate("--timeout", "0.3", "flow", "700.HK")

        self.assertEqual((refused.returncode, refused.stdout), (1, ""))
        self.assertRegex(refused.stderr, r"(?i)deadline")


class WithoutServer(unittest.TestCase):
    def test_server_that_is_not_there_is_said_with_what_to_do(self):
        for command in (["flow", "700.HK"], ["distribution", "700.HK"], ["latest", "700.HK"],
                        ["klines", "700.HK"], ["resolve", "700.HK"], ["status"]):  # fmt: skip
            with self.subTest(command[0]):
                done = process.run("tidegate", "--address", NOWHERE, *command)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn(
                    f"Is a server running at {NOWHERE}? --address names another.\n", done.stderr
                )

    def test_wrong_arguments_are_exit_codes_above_100(self):
        for arguments in ([], ["flow"], ["latest"], ["nonsense"], ["status", "--nonsense"],
                          ["klines", "BTCUSDT", "--interval", "7m"]):  # fmt: skip
            with self.subTest(arguments):
                done = process.run("tidegate", *arguments)
                self.assertGreaterEqual(done.returncode, 100)
                self.assertEqual(done.stdout, "")
                self.assertTrue(done.stderr)

    def test_help_names_every_command(self):
        said = process.run("tidegate", "--help")

        self.assertEqual((said.returncode, said.stderr), (0, ""))
        for command in ("flow", "distribution", "latest", "klines", "resolve", "status"):
            self.assertIn(command, said.stdout)
        self.assertIn("Exit codes", said.stdout)


if __name__ == "__main__":
    unittest.main()

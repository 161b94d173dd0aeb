"""The provider's key is said to the provider and to nobody else."""

import json
import pathlib
import random
import string
import unittest

import process
import service

LETTERS = string.ascii_letters + string.digits
PIECE = 8  # so much of a key is a leak, too


def new_key():
    """Long, and like nothing else that could be in a log."""
    return "tk_" + "".join(random.SystemRandom().choices(LETTERS, k=48))


def pieces_of(key):
    return [key[i : i + PIECE] for i in range(3, len(key) - PIECE + 1)]


class Secrets(service.ServiceTest):
    def setUp(self):
        self.key = new_key()
        super().setUp()

    def assert_not_in(self, text, where):
        for piece in pieces_of(self.key):
            if piece in text:
                at = text.index(piece)
                around = text[max(0, at - 80) : at + 60]
                self.fail(f"a piece of the key is in {where}: ...{around}...")

    def refusals_that_echo_the_key(self):
        """Answers of a provider that repeats what it was sent: keyword arguments of a reply."""
        key = self.key

        def envelope(**fields):
            return json.dumps({"code": 1001, "message": "no", "data": None} | fields)

        yield {"status": 401, "body": envelope(message=f"the key {key} is not valid")}
        yield {"status": 401, "body": envelope(code="UNAUTHORIZED", message=f"[1001] {key}{key}")}
        yield {"status": 400, "body": envelope(code=key)}
        yield {"status": 400, "body": envelope(code="AMBIGUOUS_SYMBOL",
                                               data={"available_types": [key]})}  # fmt: skip
        yield {"status": 500, "body": f"<html>{key}</html>"}
        yield {"status": 200, "body": f"<html>{key}</html>"}
        yield {"status": 302, "body": key, "headers": {"Location": f"https://example/?key={key}"}}
        yield {"status": 503, "body": key, "headers": {"Retry-After": key, "Date": key}}
        yield {"body": envelope(code=0, data={"symbol": key, "intraday_flow": key})}
        row = {"timestamp": 1, "inflow": key}
        yield {"body": envelope(code=0, data={"symbol": "700.HK", "intraday_flow": [row]})}

    def test_key_that_the_provider_echoes_reaches_nobody(self):
        for reply in self.refusals_that_echo_the_key():
            with self.subTest(reply["body"][:40].replace(self.key, "KEY")):
                self.check_refusal(reply)
        self.check_everywhere()

    def test_key_in_the_middle_of_a_cut_reaches_nobody(self):
        """Long texts are cut, and a cut must not save the first half of a key."""
        for length in range(0, 400, 25):
            with self.subTest(f"after {length} letters"):
                message = "x" * length + self.key
                body = json.dumps({"code": 1001, "message": message, "data": None})
                self.check_refusal({"status": 401, "body": body})
                self.check_refusal({"status": 200, "body": "<" + message})
        self.check_everywhere()

    def check_refusal(self, reply):
        # As often as the server may ask for one call; what is left over must not meet the next.
        self.sandbox.reply(times=-1, **reply)
        failure = self.failure_of(self.client.flow, "700.HK")
        self.sandbox.clear_faults()
        details = "".join(map(str, failure.details.values()))
        self.assert_not_in(failure.message + details, "an error")

    def check_everywhere(self):
        self.assert_not_in(str(self.client.server_status()), "GetStatus")
        for page in ("/metrics", "/version", "/readyz", "/livez"):
            self.assert_not_in(self.server.page(page).body, page)
        for name in ("cmdline", "environ"):
            text = pathlib.Path(f"/proc/{self.server.pid}/{name}").read_bytes().decode()
            self.assert_not_in(text, f"/proc/PID/{name}")
        self.stop_server()
        self.assert_not_in(self.server.text(), "the log")

    def test_key_is_in_no_log_of_calls_that_go_well(self):
        self.client.flow("700.HK")
        self.client.distribution("AAPL.US")
        self.client.resolve("700.HK")

        self.check_everywhere()

    def test_checked_configuration_shows_that_there_is_a_key_but_not_which(self):
        checked = process.run(
            "tidegate-server", "--check-config", "--config", self.folder / "tidegate.yaml"
        )

        self.assertEqual(checked.returncode, 0)
        self.assertIn("providers.tickdb.api_key_file: (set)", checked.stdout)
        self.assert_not_in(checked.stdout + checked.stderr, "--check-config")

    def test_key_written_where_its_file_should_be_named_is_not_repeated(self):
        config = self.folder / "wrong.yaml"
        config.write_text(f"providers: {{ tickdb: {{ api_key_file: {self.key} }} }}\n")

        refused = process.run("tidegate-server", "--config", config)

        self.assertEqual(refused.returncode, 1)
        self.assertIn("api_key_file names a file that cannot be read", refused.stderr)
        self.assert_not_in(refused.stdout + refused.stderr, "the error")


if __name__ == "__main__":
    unittest.main()

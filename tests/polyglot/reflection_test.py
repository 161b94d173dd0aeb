"""A tool that has no proto at hand learns every live RPC from the server, by either reflection."""

import json
import os
import pathlib
import subprocess
import unittest

import process
import service

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ROOT / "build/tools"
BUF = TOOLS / "node_modules/.bin/buf"

MARKET_DATA = "tidegate.v1.MarketDataService"
STATUS = "tidegate.v1.StatusService"
MINUTE = "KLINE_INTERVAL_1_MINUTE"

# Service, RPC, request, and a field that its answer has.
RPCS = [
    (MARKET_DATA, "GetCapitalFlow", {"symbol": "700.HK"}, "points"),
    (MARKET_DATA, "GetCapitalDistribution", {"symbol": "AAPL.US"}, "inflow"),
    (MARKET_DATA, "GetLatestKlines", {"symbols": ["BTCUSDT"], "interval": MINUTE}, "results"),
    (MARKET_DATA, "ListKlines", {"symbol": "BTCUSDT", "interval": MINUTE}, "klines"),
    (MARKET_DATA, "ResolveInstrument", {"symbol": "HK.00700"}, "instrument"),
    (STATUS, "GetStatus", {}, "version"),
]


class ReflectionTest(service.ServiceTest):
    def setUp(self):
        if not BUF.exists():
            self.fail("buf is missing; tests/run.sh installs it into build/tools, given a network")
        super().setUp()

    def buf_curl(self, protocol, path, *arguments):
        return subprocess.run(
            [BUF, "curl", "--protocol", "grpc", "--http2-prior-knowledge", "--reflect",
             "--reflect-protocol", protocol, *arguments, f"http://{self.server.grpc}{path}"],
            cwd=self.folder,  # where no proto lies
            env=process.environment(BUF_CACHE_DIR=str(TOOLS / "buf-cache"),
                                    HOME=os.environ.get("HOME", str(self.folder))),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=process.PATIENCE,
            check=False,
        )  # fmt: skip

    def check_every_rpc(self, protocol):
        for name, rpc, request, field in RPCS:
            with self.subTest(rpc):
                called = self.buf_curl(protocol, f"/{name}/{rpc}", "--data", json.dumps(request))
                self.assertEqual(called.returncode, 0, called.stderr)
                self.assertIn(field, json.loads(called.stdout))

    def test_every_rpc_by_reflection_v1(self):
        self.check_every_rpc("grpc-v1")

    def test_every_rpc_by_reflection_v1alpha(self):
        self.check_every_rpc("grpc-v1alpha")

    def test_services_and_rpcs_are_listed(self):
        for protocol in ("grpc-v1", "grpc-v1alpha"):
            with self.subTest(protocol):
                listed = self.buf_curl(protocol, "", "--list-methods")
                self.assertEqual(listed.returncode, 0, listed.stderr)
                methods = set(listed.stdout.split())
                self.assertLessEqual({f"{name}/{rpc}" for name, rpc, _, _ in RPCS}, methods)
                self.assertIn("grpc.health.v1.Health/Check", methods)

    def test_refusal_is_understood_with_its_details(self):
        called = self.buf_curl("grpc-v1", f"/{MARKET_DATA}/GetCapitalFlow", "--data",
                               json.dumps({"symbol": "no good"}))  # fmt: skip

        self.assertNotEqual(called.returncode, 0)
        error = json.loads(called.stderr)
        self.assertEqual(error["code"], "invalid_argument")
        kinds = [each["type"] for each in error["details"]]
        self.assertEqual(kinds, ["google.rpc.ErrorInfo", "google.rpc.BadRequest"])


if __name__ == "__main__":
    unittest.main()

"""What the Python tests share: a sandbox, a server before it, and a client of that server."""

import collections
import os
import pathlib
import tempfile
import unittest

import grpc

# The stubs of health and of ours are generated together; gRPC's own package must look there too.
STUBS = pathlib.Path(os.environ.get("PYTHONPATH", "").split(os.pathsep)[0])
grpc.__path__.append(str(STUBS / "grpc"))

from google.rpc import error_details_pb2, status_pb2
from grpc.health.v1 import health_pb2, health_pb2_grpc
from tidegate.v1 import (
    capital_flow_pb2,
    instrument_pb2,
    kline_pb2,
    market_data_service_pb2_grpc,
    status_pb2 as server_status_pb2,
    status_service_pb2_grpc,
)

import process

Health = health_pb2.HealthCheckResponse

# A failed call: its code, its sentence, and the standard details by the names of their messages.
Failure = collections.namedtuple("Failure", "code message details")

KINDS = [
    error_details_pb2.ErrorInfo,
    error_details_pb2.BadRequest,
    error_details_pb2.RetryInfo,
    error_details_pb2.QuotaFailure,
]


def details_of(error):
    """The trailer grpc-status-details-bin, decoded by Python's own protobuf."""
    trailers = dict(error.trailing_metadata())
    if "grpc-status-details-bin" not in trailers:
        return {}
    status = status_pb2.Status.FromString(trailers["grpc-status-details-bin"])
    if (status.code, status.message) != (error.code().value[0], error.details()):
        raise AssertionError(f"the trailer says {status}, the call {error}")
    details = {}
    for packed in status.details:
        kind = next(each for each in KINDS if packed.Is(each.DESCRIPTOR))
        message = kind()
        packed.Unpack(message)
        details[kind.DESCRIPTOR.name] = message
    return details


class Client:
    """The stubs of all three services on a connection of its own."""

    def __init__(self, address):
        self.channel = grpc.insecure_channel(
            address, options=[("grpc.enable_http_proxy", 0), ("grpc.use_local_subchannel_pool", 1)]
        )
        self.market_data = market_data_service_pb2_grpc.MarketDataServiceStub(self.channel)
        self.status = status_service_pb2_grpc.StatusServiceStub(self.channel)
        self.health = health_pb2_grpc.HealthStub(self.channel)

    def close(self):
        self.channel.close()

    def flow(self, symbol, timeout=process.PATIENCE, metadata=None, **fields):
        request = capital_flow_pb2.GetCapitalFlowRequest(symbol=symbol, **fields)
        return self.market_data.GetCapitalFlow(request, timeout=timeout, metadata=metadata)

    def distribution(self, symbol, timeout=process.PATIENCE, **fields):
        request = capital_flow_pb2.GetCapitalDistributionRequest(symbol=symbol, **fields)
        return self.market_data.GetCapitalDistribution(request, timeout=timeout)

    def latest(self, symbols, interval, timeout=process.PATIENCE, metadata=None, **fields):
        request = kline_pb2.GetLatestKlinesRequest(symbols=symbols, interval=interval, **fields)
        return self.market_data.GetLatestKlines(request, timeout=timeout, metadata=metadata)

    def klines(self, timeout=process.PATIENCE, **fields):
        request = kline_pb2.ListKlinesRequest(**fields)
        return self.market_data.ListKlines(request, timeout=timeout)

    def resolve(self, symbol, timeout=process.PATIENCE, metadata=None, **fields):
        request = instrument_pb2.ResolveInstrumentRequest(symbol=symbol, **fields)
        return self.market_data.ResolveInstrument(request, timeout=timeout, metadata=metadata)

    def server_status(self, timeout=process.PATIENCE, metadata=None):
        request = server_status_pb2.GetStatusRequest()
        return self.status.GetStatus(request, timeout=timeout, metadata=metadata)

    def health_of(self, name):
        request = health_pb2.HealthCheckRequest(service=name)
        return self.health.Check(request, timeout=process.PATIENCE).status

    def watch(self, name):
        """A stream of statuses, which the caller iterates."""
        return self.health.Watch(health_pb2.HealthCheckRequest(service=name))


class ServiceTest(unittest.TestCase):
    """Each test has a sandbox and a server of its own; afterwards none is left."""

    key = "sandbox-key"
    settings = ["log: { level: debug }"]

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.sandbox = process.Sandbox(self.folder, key=self.key)
        self.addCleanup(self.sandbox.kill)
        self.server = self.start_server(*self.settings)
        self.client = self.connect()

    def start_server(self, *settings):
        config = process.write_config(self.folder / "tidegate.yaml", self.sandbox, *settings)
        server = process.Server(config)
        self.addCleanup(server.kill)
        self.assertEqual(server.page("/readyz").body, "ready\n")
        return server

    def connect(self):
        client = Client(self.server.grpc)
        self.addCleanup(client.close)
        return client

    def failure_of(self, call, *arguments, **fields):
        """How the call fails, which it must."""
        with self.assertRaises(grpc.RpcError) as caught:
            call(*arguments, **fields)
        error = caught.exception
        return Failure(error.code(), error.details(), details_of(error))

    def stop_server(self):
        """A server that is told to end does so, and well."""
        # An idle client in Python looks at its connection every five seconds only, and would hold
        # up the end for so long.
        self.client.close()
        self.server.signal()
        self.assertEqual(self.server.wait(), 0, self.server.text())

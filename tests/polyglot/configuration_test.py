"""tidegate-server before it serves: what it says of itself, of its file, and of a taken port."""

import pathlib
import socket
import tempfile
import unittest

import process
import service

DEFAULTS = """\
grpc.listen: 127.0.0.1:50051
admin.listen: 127.0.0.1:8080
shutdown.delay: 0s
shutdown.grace: 20s
log.level: info
log.slow_call: 1s
log.sample: 0.01
providers.tickdb.base_url: https://api.tickdb.ai
providers.tickdb.api_key_file: (set)
providers.tickdb.ca_file: (system)
"""


class Configuration(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "key").write_text("a-key\n")
        self.file = self.folder / "tidegate.yaml"

    def check(self, text, **changes):
        self.file.write_text(text)
        return process.run("tidegate-server", "--check-config", "--config", self.file, **changes)

    def refusal_of(self, text, **changes):
        """The lines that refuse the file, without its name."""
        checked = self.check(text, **changes)
        self.assertEqual((checked.returncode, checked.stdout), (1, ""))
        lines = checked.stderr.removeprefix("tidegate-server: ").splitlines()
        for line in lines:
            self.assertTrue(line.startswith(f"{self.file}:"), line)
        return [line.removeprefix(f"{self.file}:") for line in lines]

    def test_version_is_said(self):
        said = process.run("tidegate-server", "--version")

        self.assertEqual((said.returncode, said.stderr), (0, ""))
        self.assertRegex(said.stdout, r"^tidegate-server \d+\.\d+\.\d+\n$")

    def test_help_shows_a_file_that_is_enough(self):
        said = process.run("tidegate-server", "--help")

        self.assertEqual((said.returncode, said.stderr), (0, ""))
        for option in ("--config", "--check-config", "--version", "SIGTERM", "HTTPS_PROXY"):
            self.assertIn(option, said.stdout)
        enough = "providers:\n    tickdb: { api_key_file: /run/secrets/tickdb }\n"
        self.assertIn(enough, said.stdout)
        checked = self.check(enough.replace("/run/secrets/tickdb", "key"))
        self.assertEqual(checked.returncode, 0, checked.stderr)

    def test_without_a_file_it_says_which_option_is_missing(self):
        for arguments in ([], ["--check-config"]):
            with self.subTest(arguments):
                said = process.run("tidegate-server", *arguments)
                self.assertEqual((said.returncode, said.stdout), (2, ""))
                needed = "--config FILE is needed; --help shows one that is enough"
                self.assertEqual(said.stderr, f"tidegate-server: {needed}\n")

    def test_unknown_option_is_refused(self):
        said = process.run("tidegate-server", "--confg", "x")

        self.assertNotEqual(said.returncode, 0)
        self.assertIn("--confg", said.stderr)

    def test_checked_file_shows_all_that_is_in_force(self):
        checked = self.check("providers: { tickdb: { api_key_file: key } }\n")

        self.assertEqual((checked.returncode, checked.stderr), (0, ""))
        self.assertTrue(checked.stdout.startswith(DEFAULTS), checked.stdout)

    def test_values_come_from_the_environment_where_the_file_says_so(self):
        text = 'grpc: { listen: "${HOST}:1" }\nproviders: { tickdb: { api_key_file: key } }\n'

        self.assertIn("grpc.listen: 127.0.0.9:1\n", self.check(text, HOST="127.0.0.9").stdout)
        self.assertEqual(
            self.refusal_of(text),
            ['1:17: grpc.listen needs the environment variable "HOST", which is not set'],
        )

    def test_missing_file_is_said(self):
        missing = self.folder / "nothing.yaml"
        said = process.run("tidegate-server", "--config", missing)

        self.assertEqual(said.returncode, 1)
        self.assertEqual(
            said.stderr, f"tidegate-server: {missing}: cannot be read: No such file or directory\n"
        )

    def test_every_mistake_is_named_with_its_place_and_what_was_meant(self):
        lines = self.refusal_of("grpc:\n  listn: 127.0.0.1:1\n"
                                "admin: { listen: nowhere }\n"
                                "log: { level: debgu, sample: 2 }\n"
                                "shutdwn: { grace: 5s }\n"
                                "providers:\n  tickdb:\n    api_key_fil: key\n")  # fmt: skip

        self.assertEqual(len(lines), 7, lines)
        self.assertEqual(lines[0], '2:3: unknown key "listn" in grpc; did you mean "listen"?')
        self.assertRegex(lines[1], r'^3:18: admin\.listen must be host:port.*, not "nowhere"$')
        self.assertRegex(lines[2], r'^4:15: log\.level must be .*did you mean "debug"\?$')
        self.assertEqual(lines[3], '4:30: log.sample must be a number from 0 to 1, not "2"')
        self.assertEqual(lines[4], '5:1: unknown key "shutdwn"; did you mean "shutdown"?')
        self.assertEqual(lines[5], "7:3: providers.tickdb.api_key_file is missing")
        unknown = '8:5: unknown key "api_key_fil" in providers.tickdb'
        self.assertEqual(lines[6], f'{unknown}; did you mean "api_key_file"?')

    def test_broken_yaml_is_refused_with_its_place(self):
        for text in ("providers: { tickdb: [\n", "a: b: c\n", "\tgrpc: {}\n", "- providers\n"):
            with self.subTest(text):
                lines = self.refusal_of(text)
                self.assertEqual(len(lines), 1)
                self.assertRegex(lines[0], r"^\d+:\d+: \S")

    def test_file_without_a_provider_is_refused(self):
        self.assertEqual(self.refusal_of("grpc: {}\n"), ["1:1: providers is missing"])
        self.assertEqual(
            self.refusal_of("providers: {}\n"),
            ["1:1: providers must name tickdb, valuescan or opend, at least one"],
        )


class TakenPort(service.ServiceTest):
    def refusal_with(self, which):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            config = self.folder / "second.yaml"
            process.write_config(config, self.sandbox, **{which: address})
            return address, process.run("tidegate-server", "--config", config)

    def test_taken_port_is_said_in_a_sentence(self):
        for which, setting in (("grpc", "grpc.listen"), ("admin", "admin.listen")):
            with self.subTest(which):
                address, refused = self.refusal_with(which)
                self.assertEqual(refused.returncode, 1)
                last = refused.stderr.splitlines()[-1]
                self.assertTrue(last.startswith("tidegate-server: cannot listen for "), last)
                self.assertIn(address, last)
                self.assertTrue(last.endswith(f"change {setting}"), last)

    def test_second_server_on_the_same_port_does_not_take_calls_from_the_first(self):
        config = self.folder / "second.yaml"
        process.write_config(config, self.sandbox, grpc=self.server.grpc)

        second = process.run("tidegate-server", "--config", config)

        self.assertEqual(second.returncode, 1)
        self.assertEqual(self.client.flow("700.HK").instrument.symbol, "700.HK")


if __name__ == "__main__":
    unittest.main()

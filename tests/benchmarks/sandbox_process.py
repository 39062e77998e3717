"""The sandbox in a process of its own, over TLS if asked: `python -m tests.benchmarks.sandbox_process`."""

import argparse
import ssl
import sys
import threading

from chats.sandbox import Sandbox
from chats.sandbox.server import Server


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, default=0.0, help="seconds that every answer takes")
    parser.add_argument("--keep-alive", action="store_true")
    parser.add_argument("--certificate", help="a PEM file with certificate and key: speak TLS")
    options = parser.parse_args()
    if options.certificate:
        speak_tls(options.certificate)
    with Sandbox(latency=options.latency, keep_alive=options.keep_alive) as sandbox:
        sys.stdout.write(f"{sandbox.port}\n")
        sys.stdout.flush()
        threading.Event().wait()


def speak_tls(certificate: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    plain = Server.get_request

    def secure(server: Server) -> tuple[ssl.SSLSocket, object]:
        sock, address = plain(server)
        # The handshake comes with the first read, in the connection's own thread.
        return context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False), address

    Server.get_request = secure


if __name__ == "__main__":
    main()

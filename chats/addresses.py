"""The address that a request comes from, and whether the browser used HTTPS, through proxies that the desk trusts."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

# Headers by which proxies say how the browser called them, the usual one first.
SCHEME_HEADERS = ("X-Forwarded-Proto", "X-Forwarded-Protocol", "X-Forwarded-Scheme", "X-Forwarded-Ssl")
SCHEMES = {"https": "https", "ssl": "https", "on": "https", "wss": "https", "http": "http", "off": "http", "ws": "http"}
PROTO = re.compile(r'(?:^|;)\s*proto\s*=\s*"?([a-z]+)', re.IGNORECASE)


def client_address(request: HttpRequest) -> str:
    """The client's address: the right-most one in X-Forwarded-For that is not a trusted proxy, else the peer's own.

    X-Forwarded-For counts only when the peer is a trusted proxy. It is read from the right, because each proxy
    appends the address that called it. The client may have written anything further left itself.
    """
    peer: str = request.META.get("REMOTE_ADDR", "")
    if not is_trusted(peer):
        return peer
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    untrusted = [hop for hop in hops if not is_trusted(hop)]
    return untrusted[-1] if untrusted and is_address(untrusted[-1]) else peer


def client_scheme(request: HttpRequest) -> str | None:
    """How the browser called the first proxy, "https" or "http"; None when the proxy does not say. Ask it only of a
    request that a trusted proxy brings.

    Each proxy appends to the list, or replaces it, so that the first entry is the browser's. A browser that wrote an
    entry of its own would only fool itself.
    """
    said = [request.headers.get(name, "") for name in SCHEME_HEADERS]
    proto = PROTO.search(request.headers.get("Forwarded", "").partition(",")[0])  # RFC 7239
    firsts = [one.partition(",")[0].strip().lower() for one in (*said, proto[1] if proto else "")]
    return next((SCHEMES[one] for one in firsts if one in SCHEMES), None)


def believes_in_https(request: HttpRequest) -> bool:
    """Whether the browser is at an https:// address: elsewhere it sends no Sec-Fetch headers, but to its own machine.
    https://www.w3.org/TR/fetch-metadata/#sec-fetch-mode-header"""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    own_machine = host == "localhost" or (is_address(host) and ip_address(host).is_loopback)
    return "Sec-Fetch-Mode" in request.headers and not own_machine


def is_trusted(address: str) -> bool:
    return is_within(address, settings.TRUSTED_PROXIES)


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether an address lies in one of the networks. A text that is no address lies in none."""
    return is_address(address) and any(plain(address) in ip_network(one, strict=False) for one in networks)


def plain(address: str) -> IPv4Address | IPv6Address:
    """A socket that listens on both kinds of addresses calls 127.0.0.1 ::ffff:127.0.0.1."""
    parsed = ip_address(address)
    return getattr(parsed, "ipv4_mapped", None) or parsed


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True

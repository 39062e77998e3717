"""The address that a request comes from, through proxies that the desk trusts."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


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


def is_trusted(address: str) -> bool:
    networks = [ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES]
    return is_address(address) and any(ip_address(address) in network for network in networks)


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True

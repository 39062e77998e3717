from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: the right-most address that is not a trusted proxy.

    X-Forwarded-For is read only when the peer itself is a trusted proxy; anyone else could write it.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if not is_trusted(peer):
        return peer
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    strangers = [hop for hop in hops if not is_trusted(hop)]
    return strangers[-1] if strangers and is_address(strangers[-1]) else peer


def is_trusted(address: str) -> bool:
    networks = [ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES]
    return is_address(address) and any(ip_address(address) in network for network in networks)


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True

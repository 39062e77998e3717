"""Addresses in settings: host names, networks, and the addresses of Market and of a proxy."""

import re
from ipaddress import ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from dashboard.environment.values import Kind, Unusable, items

LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST_NAME = re.compile(rf"{LABEL}(\.{LABEL})*\.?", re.IGNORECASE)
WHOLE_HOST = re.compile(rf"{LABEL}(\.{LABEL})+")
SANDBOX_ORIGIN = re.compile(r"http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?")


def host_names(text: str) -> list[str]:
    """As Django takes them: a leading dot stands for all hosts below, * for any, and IPv6 is in brackets."""
    names = [allowed_host(position, item) for position, item in enumerate(items(text), start=1)]
    if not names:
        raise Unusable("is empty, so that the desk would answer nobody")
    return names


def allowed_host(position: int, item: str) -> str:
    bare = item.strip("[]")
    if is_address(bare):
        return f"[{bare}]" if ":" in bare else bare
    try:
        name = item.encode("idna").decode() if not item.isascii() else item
    except UnicodeError:
        name = ""
    if item == "*" or HOST_NAME.fullmatch(name.removeprefix(".")):
        return name
    extra = " (it has a scheme, a port or a path)" if re.search("[:/]", item) else ""
    raise Unusable(f"has an entry {position} that is no host name{extra}")


def origins(text: str) -> list[str]:
    """The origins of the hosts, as addresses and a Content-Security-Policy begin with them: https://files.example.com.
    A policy with anything but a whole host would let more in."""
    return list(dict.fromkeys(origin(position, item) for position, item in enumerate(items(text), start=1)))


def origin(position: int, item: str) -> str:
    host = item.lower().removeprefix("https://")
    if WHOLE_HOST.fullmatch(host):
        return f"https://{host}"
    if SANDBOX_ORIGIN.fullmatch(item):
        return item
    raise Unusable(f"has an entry {position} that is not the whole name of a host and nothing else")


def networks(text: str) -> list[str]:
    return [network(position, item) for position, item in enumerate(items(text), start=1)]


def network(position: int, item: str) -> str:
    try:
        return str(ip_network(item.strip("[]"), strict=False))
    except ValueError:
        wrong = "is *, which would let anyone claim any address" if item == "*" else "is no address and no network"
        raise Unusable(f"has an entry {position} that {wrong}") from None


def listening_host(text: str) -> str:
    host = text.strip("[]")
    if is_address(host) or (HOST_NAME.fullmatch(host) and len(host) < 254):
        return host
    raise Unusable("is no address to listen on")


def api_address(text: str) -> str:
    parts = split(text)
    if "@" in parts.netloc:
        raise Unusable("holds a user name or a password")
    if parts.path not in {"", "/"} or "?" in text or "#" in text:
        raise Unusable("has something behind the host")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise Unusable("would send the sellers' tokens in the open")
    return text.rstrip("/")


def proxy_address(text: str) -> str:
    if not text:
        return ""
    parts = split(text)
    if parts.scheme not in {"http", "https"}:
        raise Unusable("names a kind of proxy that the desk does not speak")
    if parts.path not in {"", "/"} or "?" in text or "#" in text:
        raise Unusable("has something behind the port")
    return text.rstrip("/")


def engine_address(text: str) -> str:
    if not text:
        return ""
    if split(text).scheme not in {"redis", "rediss", "amqp", "amqps"}:
        raise Unusable("names a kind of server that no engine here speaks to")
    return text


def split(text: str) -> SplitResult:
    """The parts of an address with scheme and host. Raises Unusable for one that has no such parts."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Unusable("is no address") from None
    if not parts.scheme or port == 0 or not (is_address(host) or HOST_NAME.fullmatch(host)) or re.search(r"\s", text):
        raise Unusable("is no address")
    return parts


def is_loopback(host: str) -> bool:
    return host == "localhost" or (is_address(host) and ip_address(host).is_loopback)


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


HOST_NAMES = Kind("the names by which browsers reach the desk, such as desk.example.com,localhost", host_names)
NETWORKS = Kind("addresses or networks of proxies, such as 127.0.0.1,10.0.0.0/8; names are not looked up", networks)
ORIGINS = Kind("names of hosts that answer on https, such as files.example.com,cdn.example.com, or nothing", origins)
LISTENING_HOST = Kind("an address of this machine, such as 127.0.0.1, without scheme and port", listening_host)
API_ADDRESS = Kind(
    "https:// and a host, such as https://api.partner.market.yandex.ru; plain http is for a sandbox on this machine",
    api_address,
)
PROXY_ADDRESS = Kind("http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, or nothing for no proxy", proxy_address)
ENGINE_ADDRESS = Kind("redis://HOST:PORT/0 or amqp://USER:PASSWORD@HOST:PORT//, or nothing", engine_address)

"""The sandbox in the foreground: `manage.py sandbox` and `python -m chats.sandbox`."""

import errno
import threading
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Mapping
from typing import Any, Final

from . import listing
from .content.cabinets import SELLERS, cabinet_of
from .content.generated import Size
from .notifications.settings import SHARES, NotificationSettings
from .sandbox import Sandbox
from .world.options import FILES_URL, ListOrder, Paging, WorldOptions

DEFAULT_PORT: Final = 8001
# The settings of notifications that are numbers, by their names in `NotificationSettings`.
NUMBERS: Final = {
    "losses": "never sent",
    "duplicates": "sent twice",
    "disorder": "overtaken by others",
    "delay": "from the event to its notification, in the median",
    "delay_p99": "the same, at the 99th percentile",
    "retry": "between attempts, in the first hour after a failure",
}
Say = Callable[[str], object]


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="0 takes a free one")
    parser.add_argument("--alive", action="store_true", help="some chats change by themselves, and buyers answer")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds that every answer takes")
    many = parser.add_argument_group("many chats", "computed from their numbers, besides the written ones")
    many.add_argument(
        "--chats",
        type=number_of_chats,
        action="append",
        default=[],
        metavar="[BUSINESS=]NUMBER",
        help="so many more chats at each of the two sellers, or at one business; may be repeated",
    )
    many.add_argument("--open", type=int, default=0, help="how many of them are not finished (default: waiting)")
    many.add_argument("--waiting", type=int, default=0, help="how many of the open ones wait for the shop")
    many.add_argument("--only-generated", action="store_true", help="leave out the written chats")
    add_world_arguments(parser.add_argument_group("what Market does not document, and what happens by itself"))
    add_notification_arguments(parser.add_argument_group("notifications, to loopback only"))


def add_world_arguments(world: Any) -> None:
    world.add_argument("--order", choices=list(ListOrder), default=ListOrder.UPDATED, help="what getChats sorts by")
    world.add_argument("--paging", choices=list(Paging), default=Paging.KEY, help="what a page token of getChats means")
    world.add_argument("--no-reopening", action="store_true", help="a message leaves a finished chat finished")
    world.add_argument(
        "--traffic", type=float, default=0.0, metavar="PER_HOUR", help="buyers' messages an hour at each business"
    )
    world.add_argument(
        "--elsewhere", type=float, default=0.3, metavar="SHARE", help="of the answers, written in Market's cabinet"
    )
    world.add_argument("--busy", type=float, default=0.0, metavar="PACE", help="busy hours: 1 is usual, 0 is off")
    world.add_argument("--files-url", default=FILES_URL, metavar="URL", help="what the addresses of files begin with")
    world.add_argument("--seed", type=int, default=1, help="another one makes other chats and another traffic")


def add_notification_arguments(notifications: Any) -> None:
    notifications.add_argument(
        "--notify",
        type=address_of_business,
        action="append",
        default=[],
        metavar="BUSINESS=URL",
        help="send its notifications there, as soon as the address answers PING; may be repeated",
    )
    usual = NotificationSettings()
    for name, words in NUMBERS.items():
        notifications.add_argument(
            f"--notify-{name.replace('_', '-')}",
            type=float,
            default=getattr(usual, name),
            metavar="SHARE" if name in SHARES else "SECONDS",
            help=f"{words} (default: {getattr(usual, name):g})",
        )
    notifications.add_argument("--no-notify-own", action="store_true", help="not of what the shop itself does")


def address_of_business(text: str) -> tuple[int, str]:
    business, equals, url = text.partition("=")
    if not equals:
        raise ArgumentTypeError("it takes a business and an address: 1001=http://127.0.0.1:8000/…")
    return known_business(business), url


def known_business(text: str) -> int:
    try:
        return cabinet_of(int(text)).business_id
    except KeyError:
        raise ArgumentTypeError(f"there is no business {text}") from None


def number_of_chats(text: str) -> dict[int, int]:
    """How many chats, by business."""
    business, equals, number = text.rpartition("=")
    businesses = [known_business(business)] if equals else [seller.business_id for seller in SELLERS]
    return {one: int(number) for one in businesses}


def make(options: Mapping[str, Any]) -> Sandbox:
    """The sandbox that the arguments describe. Raises ValueError when their numbers do not fit together."""
    counts = {business: number for one in options["chats"] for business, number in one.items()}
    waiting, is_open = options["waiting"], max(options["open"], options["waiting"])
    world = WorldOptions(
        sizes={business: Size(chats=number, open=is_open, waiting=waiting) for business, number in counts.items()},
        written=not options["only_generated"],
        order=ListOrder(options["order"]),
        paging=Paging(options["paging"]),
        reopens=not options["no_reopening"],
        traffic=options["traffic"],
        elsewhere=options["elsewhere"],
        busy=options["busy"],
        seed=options["seed"],
        files_url=options["files_url"],
    )
    numbers = {name: options[f"notify_{name}"] for name in NUMBERS}
    return Sandbox(
        port=options["port"],
        alive=options["alive"],
        latency=options["latency"],
        world=world,
        notifications=NotificationSettings(**numbers, own=not options["no_notify_own"], seed=options["seed"]),
        notify=dict(options["notify"]),
    )


def run_as_told(options: Mapping[str, Any], say: Say) -> int:
    """Serves what the arguments describe until Ctrl-C. Returns the exit code."""
    try:
        sandbox = make(options)
    except ValueError as error:
        say(str(error))
        return 2
    return run(sandbox, say)


def run(sandbox: Sandbox, say: Say) -> int:
    """Serves until Ctrl-C. Returns the exit code."""
    try:
        sandbox.start()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        say(f"Port {sandbox.port} is taken. Choose another with --port.")
        return 1
    try:
        for line in listing.lines():
            say(line)
        say(f"The sandbox Market listens on {sandbox.url}. Ctrl-C stops it.")
        threading.Event().wait()
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        sandbox.stop()
    return 0

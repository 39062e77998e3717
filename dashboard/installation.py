"""Every setting that an installation may change, described once: its name, its default, its kind and bounds.

To add one: a line here, with the default written as in an env file and a kind from `dashboard.environment` (numbers
have bounds: think of the least and the most with which the desk still works), and the same default in .env.example. A
new kind is a function that raises `Unusable`, and words for what would be right. `settings.NAME` has the value then.
Tests compare this file with .env.example, and try wrong values on every setting.
"""

from pathlib import Path

from chats.services.attachments import KINDS
from dashboard.environment import (
    API_ADDRESS,
    CERTIFICATES,
    DATABASE,
    ENGINE_ADDRESS,
    HOST_NAMES,
    LISTENING_HOST,
    NAME_PART,
    NETWORKS,
    ORIGINS,
    PATH,
    PROXY_ADDRESS,
    SECRET,
    SWITCH,
    TASKS,
    ZONE,
    Environment,
    fernet_keys,
    number,
    some_of,
    whole,
)

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment.of_process(BASE_DIR)

SECRET_KEY = env.required("SECRET_KEY", SECRET, "It signs sessions: put a long random string there.")
TOKEN_KEYS = env.required(
    "TOKEN_KEYS",
    fernet_keys(SECRET_KEY),
    "It encrypts the sellers' tokens: one or more Fernet keys, newest first, separated by commas.",
)

HOST = env.read("HOST", "127.0.0.1", LISTENING_HOST)
PORT = env.read("PORT", "8000", whole(1, 65_535))
ALLOWED_HOSTS = env.read("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", HOST_NAMES)
BASE_PATH = env.read("BASE_PATH", "", PATH)
COOKIE_SUFFIX = env.read("COOKIE_SUFFIX", "", NAME_PART)
HTTPS = env.read("HTTPS", "off", SWITCH)
TRUSTED_PROXIES = env.read("TRUSTED_PROXIES", "127.0.0.1,::1", NETWORKS)
WEB_PROCESSES = env.read("WEB_PROCESSES", "2", whole(1, 64))
# Half of them may wait for Market; with one alone, nothing would be left for the pages.
WEB_THREADS = env.read("WEB_THREADS", "8", whole(2, 128))

DATABASE_URL = env.read("DATABASE_URL", "sqlite:///data/desk.sqlite3", DATABASE)

# Where Market's notifications come from; it signs nothing, so it asks shops to look at the address.
NOTIFICATION_NETWORKS = env.read("NOTIFICATION_NETWORKS", "5.45.207.0/25,141.8.142.0/25,5.255.253.0/25", NETWORKS)

# Yandex Market. Times are in seconds, and docs/operating.md explains them; Market itself gives up after 10 s.
MARKET_API_URL = env.read("MARKET_API_URL", "https://api.partner.market.yandex.ru", API_ADDRESS)
MARKET_PROXY = env.read("MARKET_PROXY", "", PROXY_ADDRESS)
MARKET_CA_FILE = env.read("MARKET_CA_FILE", "", CERTIFICATES)
MARKET_CONNECT_TIMEOUT = env.read("MARKET_CONNECT_TIMEOUT", "3.0", number(0.1, 60))
MARKET_READ_TIMEOUT = env.read("MARKET_READ_TIMEOUT", "12.0", number(0.1, 60))
# gunicorn lets requests under way end within 20 s when it stops: longer calls would be cut off.
MARKET_DEADLINE = env.read("MARKET_DEADLINE", "15.0", number(1, 20))
# A page of messages may have a few hundred KB.
MARKET_MAX_ANSWER_BYTES = env.read("MARKET_MAX_ANSWER_BYTES", "2097152", whole(1_048_576, 67_108_864))
# How old what an open page shows may be before Market is asked again, in seconds: the status, and the messages. The
# pulse of an active page comes every 4 to 6.
OPEN_CHAT_MAX_AGE = env.read("OPEN_CHAT_MAX_AGE", "30", whole(5, 3600))
OPEN_CHAT_MESSAGES_MAX_AGE = env.read("OPEN_CHAT_MESSAGES_MAX_AGE", "4", whole(2, 600))
# How long a lookup waits for all its sellers, in seconds; those without an answer by then are shown as slow. htmx gives
# a request up after 15 s.
LOOKUP_PATIENCE = env.read("LOOKUP_PATIENCE", "6.0", number(0.5, 14))
# How many numbers one person may look up in a minute; ten times as many in an hour.
LOOKUPS_PER_MINUTE = env.read("LOOKUPS_PER_MINUTE", "60", whole(1, 10_000))
# Which files agents may send, of those kinds that the desk can judge: Market documents no list.
FILE_KINDS = env.read("FILE_KINDS", ",".join(KINDS), some_of(KINDS))
# Where agents' browsers load the pictures in messages from.
PICTURE_HOSTS = env.read("PICTURE_HOSTS", "", ORIGINS)

# The background. A database of one file feeds one machine, and one worker has threads enough for hundreds of sellers.
WORKERS = env.read("WORKERS", "1", whole(0, 16))
WORK_THREADS = env.read("WORK_THREADS", "8", whole(1, 64))
TASKS_BACKEND = env.read("TASKS_BACKEND", "immediate", TASKS)
TASKS_URL = env.read("TASKS_URL", "", ENGINE_ADDRESS)
WORK_AT_ONCE = env.read("WORK_AT_ONCE", "64", whole(1, 1000))
# How often the background worker reads the list of waiting chats while somebody works, in seconds, and the part of an
# hour's calls of getChats that its regular passes take at most.
SWEEP_FASTEST = env.read("SWEEP_FASTEST", "20", whole(5, 3600))
SWEEP_SHARE = env.read("SWEEP_SHARE", "0.4", number(0.01, 0.6))

TIME_ZONE = env.read("TIME_ZONE", "Europe/Moscow", ZONE)
DEMO = env.read("DEMO", "off", SWITCH)
DEMO_BUSY = env.read("DEMO_BUSY", "1", number(0, 10))
DEMO_COLLEAGUE = env.read("DEMO_COLLEAGUE", "on", SWITCH)
DEBUG = env.read("DEBUG", "off", SWITCH)

env.finish()
UNKNOWN_SETTINGS = env.unknown_names()

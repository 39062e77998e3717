from base64 import urlsafe_b64encode

import pytest
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from dashboard.environment import Environment, UnusableSettings
from dashboard.environment.env_file import EnvFile
from dashboard.environment.values import BUILT_IN
from dashboard.installation import env as installation

# The same in every process, since it stands in the names of tests.
KEY = urlsafe_b64encode(b"a key of thirty-two bytes, fixed").decode()
SECRET_KEY = "only-for-tests-" + "x" * 50  # that of tests/settings.py
CANARY = "canaryofthesettings"

GOOD = {
    "TOKEN_KEYS": [(f"{KEY} , {KEY},", [KEY, KEY])],
    "PORT": [("1", 1), ("65535", 65535), (" 8000 ", 8000)],
    "WEB_THREADS": [("2", 2)],
    "HTTPS": [("on", True), ("Yes", True), ("TRUE", True), ("1", True), ("Off", False), ("no", False), ("0", False)],
    "HOST": [("0.0.0.0", "0.0.0.0"), ("[::1]", "::1"), ("::", "::"), ("localhost", "localhost")],
    "ALLOWED_HOSTS": [
        ("desk.example.com, ::1 ,10.0.0.1", ["desk.example.com", "[::1]", "10.0.0.1"]),
        (".example.com,*", [".example.com", "*"]),
        ("пример.рф", ["xn--e1afmkfd.xn--p1ai"]),
    ],
    "TRUSTED_PROXIES": [
        ("127.0.0.1, ::1", ["127.0.0.1/32", "::1/128"]),
        ("10.1.2.3/8", ["10.0.0.0/8"]),
        ("", []),
    ],
    "NOTIFICATION_NETWORKS": [("5.45.207.9/25, 2001:db8::1", ["5.45.207.0/25", "2001:db8::1/128"]), ("", [])],
    "MARKET_API_URL": [
        ("https://api.partner.market.yandex.ru/", "https://api.partner.market.yandex.ru"),
        *((url, url) for url in ("http://127.0.0.1:8001", "http://localhost:8001", "http://[::1]:8001")),
    ],
    "MARKET_PROXY": [("", ""), ("http://me:p%40ss@proxy:3128/", "http://me:p%40ss@proxy:3128")],
    "MARKET_CA_FILE": [("", ""), (DEFAULT_CA_BUNDLE_PATH, DEFAULT_CA_BUNDLE_PATH)],
    "MARKET_DEADLINE": [("1", 1.0), ("12.5", 12.5)],
    "BASE_PATH": [("", ""), ("/", ""), ("/desk/", "/desk"), ("/tools/desk-2", "/tools/desk-2")],
    "COOKIE_SUFFIX": [("", ""), ("eu-2", "eu-2")],
    "FILE_KINDS": [("pdf", ["pdf"]), (" JPG , pdf,", ["jpg", "pdf"])],
    "PICTURE_HOSTS": [
        ("", []),
        ("files.example.com, CDN.example.com,", ["https://files.example.com", "https://cdn.example.com"]),
        ("https://files.example.com,files.example.com", ["https://files.example.com"]),
        ("http://127.0.0.1:8001", ["http://127.0.0.1:8001"]),
    ],
    "WORKERS": [("0", 0)],
    "TASKS_BACKEND": [
        ("immediate", f"{BUILT_IN}.backends.immediate.ImmediateBackend"),
        ("Immediate", f"{BUILT_IN}.backends.immediate.ImmediateBackend"),
        ("rq", "django_tasks_rq.RQBackend"),
        ("our.own.Backend", "our.own.Backend"),
    ],
    "TASKS_URL": [("", ""), *((url, url) for url in ("redis://127.0.0.1:6379/0", "amqp://me:p%40ss@rabbit:5672//"))],
    "TIME_ZONE": [("UTC", "UTC"), ("Asia/Shanghai", "Asia/Shanghai")],
}

NUMBERS = ["", CANARY, "0", "-1", "999999999", "nan", "inf", "1e999", "9" * 5000, "12,5", "0x10"]
SWITCHES = ["", "maybe", "enabled", "yes please", "2", "on off"]
BAD = {
    "SECRET_KEY": ["", "  "],
    "FILE_KINDS": ["", ",", "zip", "jpg,exe", "*", ".jpg", f"jpg,{CANARY}", "jpg pdf"],
    "PICTURE_HOSTS": [
        *("*", "*.example.com", ".example.com", "example.com.", "com", "'self'", "https:", "a b", "пример.рф"),
        *(f"{CANARY}.example.com:8443", f"https://{CANARY}.example.com/", f"https://{CANARY}@example.com"),
        *(f"http://{CANARY}.example.com", f"http://127.0.0.1:8001/{CANARY}", f"http://127.0.0.1@{CANARY}.example"),
        *(f"{CANARY}.example; script-src *", f"a.example,{CANARY}?", "data:", "//example.com"),
    ],
    "TOKEN_KEYS": ["", ",", CANARY, "не ключ", f"{KEY},{CANARY}", f"{KEY},{SECRET_KEY}"],
    **{name: [*NUMBERS, "80.5"] for name in ("PORT", "WEB_PROCESSES", "MARKET_MAX_ANSWER_BYTES", "LOOKUPS_PER_MINUTE")},
    **{name: [*NUMBERS, "80.5", "1"] for name in ("WEB_THREADS", "OPEN_CHAT_MAX_AGE", "OPEN_CHAT_MESSAGES_MAX_AGE")},
    **{name: [*NUMBERS, "80.5"] for name in ("WORK_THREADS", "WORK_AT_ONCE", "SWEEP_FASTEST")},
    "WORKERS": [*(text for text in NUMBERS if text != "0"), "1.5"],
    "TASKS_BACKEND": ["", "huey", "a b.c", "our.own.", ".own", "redis://localhost", "our.own;Backend", f"{CANARY}="],
    "TASKS_URL": ["redis", f"http://{CANARY}", f"redis://me:{CANARY}@host:port", f"amqp://{CANARY} b", "redis:///0"],
    **{name: NUMBERS for name in ("LOOKUP_PATIENCE", "SWEEP_SHARE")},
    **{name: NUMBERS for name in ("MARKET_CONNECT_TIMEOUT", "MARKET_READ_TIMEOUT", "MARKET_DEADLINE")},
    "DEMO_BUSY": [number for number in NUMBERS if number != "0"],
    **{name: SWITCHES for name in ("HTTPS", "DEBUG", "DEMO", "DEMO_COLLEAGUE")},
    "HOST": ["", "*", f"http://{CANARY}", "127.0.0.1:8000", "a b", f"{CANARY}/", "x" * 300, "."],
    "ALLOWED_HOSTS": ["", ",", f"https://{CANARY}", f"{CANARY}:8443", f"{CANARY}/desk", "a b", "under_score", "**"],
    **{
        name: ["*", CANARY, "127.0.0.1:80", "10.0.0.0/99", f"127.0.0.1,{CANARY}"]
        for name in ("TRUSTED_PROXIES", "NOTIFICATION_NETWORKS")
    },
    "DATABASE_URL": [
        *("", "desk.sqlite3", "sqlite://", "sqlite:///", "sqlite://:memory:", "sqlite:///data/", "sqlite:///a?b=c"),
        *(f"mysql://desk:{CANARY}@db/desk", f"postgres://desk:{CANARY}@db:port/desk", f"sqlite://{CANARY}/desk"),
        *(f"postgres://desk:{CANARY}@db", f"postgres://u:{CANARY}@[db/desk", f"redis://:{CANARY}@db/1", CANARY),
        *(f"postgres://desk:{CANARY}@db/desk?sslmode={CANARY}", f"postgres://db/desk?{CANARY}=1"),
    ],
    "MARKET_API_URL": [
        *("", "https://", "ftp://127.0.0.1", CANARY, f"https://{CANARY}.example:0", "https://host:99999"),
        *(f"http://{CANARY}.example", f"http://127.0.0.1.{CANARY}", f"http://localhost.{CANARY}", "https://a b"),
        *(
            f"https://me:{CANARY}@host",
            f"https://host?key={CANARY}",
            f"https://host/{CANARY}",
            f"https://host#{CANARY}",
        ),
        *("https://host?", f"https://[{CANARY}"),
    ],
    "MARKET_PROXY": [
        *(f"socks5://{CANARY}:1080", "proxy:3128", "http://", f"http://{CANARY}/path", f"http://me:{CANARY}@"),
        *(f"http://host?{CANARY}", f"http://u:{CANARY}@host:port", f"http://u:{CANARY}#x@host"),
    ],
    "MARKET_CA_FILE": [f"/nowhere/{CANARY}.pem", "/", "/dev/null", __file__],
    "BASE_PATH": [
        CANARY,
        f"https://{CANARY}/desk",
        f"/{CANARY}?a",
        "//desk",
        "/a//b",
        "/../a",
        "/a b",
        "/стол",
        "/a;b",
    ],
    "COOKIE_SUFFIX": [f"{CANARY}; Path=/", "a=b", "стол", "x" * 41, f"{CANARY}\r\nX: y"],
    "TIME_ZONE": [
        "",
        CANARY,
        "Europe/Moskow",
        "MSK+3",
        "../../etc/passwd",
        "/etc/passwd",
        "Europe",
        "Europe/Moscow "[:8],
    ],
}


def parsed(name, text):
    setting = installation.described[name]
    env = Environment({name: text}, EnvFile())
    if setting.default is None:
        return env, env.required(name, setting.kind, "It is for something.")
    return env, env.read(name, setting.default, setting.kind)


@pytest.mark.parametrize(("name", "text", "value"), [(name, *pair) for name, pairs in GOOD.items() for pair in pairs])
def test_o2_a_value_that_can_be_used_is_understood(name, text, value):
    env, read = parsed(name, text)

    env.finish()

    assert read == value


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_a4_a_value_that_cannot_be_used_is_one_line_with_the_name_and_what_is_right_and_never_the_value(name, text):
    env, _ = parsed(name, text)

    with pytest.raises(UnusableSettings) as fault:
        env.finish()

    said = str(fault.value)
    assert said.startswith(f"{name} ") and ("Right would be " in said or "is not set" in said)
    assert said.count("\n") == 0 and len(said) < 400
    assert CANARY not in said and KEY not in said and SECRET_KEY not in said
    assert fault.value.__context__ is None  # nothing that a traceback would show


def test_a4_every_setting_has_values_that_it_refuses():
    assert installation.described.keys() == BAD.keys()


def test_o2_all_faults_are_told_at_once():
    env = Environment({"PORT": "0", "HTTPS": "maybe"}, EnvFile())
    for name in ("PORT", "HTTPS", "DEBUG"):
        env.read(name, installation.described[name].default, installation.described[name].kind)
    env.required("SECRET_KEY", installation.described["SECRET_KEY"].kind, "It signs sessions.")

    with pytest.raises(UnusableSettings) as faults:
        env.finish()

    said = [line.split()[0] for line in str(faults.value).splitlines()]
    assert said == ["PORT", "HTTPS", "SECRET_KEY"]


def test_the_environment_wins_over_the_file():
    file = EnvFile(values={"PORT": "8001", "WEB_THREADS": "3"}, lines={"PORT": 1, "WEB_THREADS": 2})
    env = Environment({"PORT": "9000"}, file)

    read = [env.read(name, "8", installation.described[name].kind) for name in ("PORT", "WEB_THREADS", "WEB_PROCESSES")]

    assert read == [9000, 3, 8]


def test_both_databases_are_understood():
    _, lite = parsed("DATABASE_URL", "sqlite:///data/desk.sqlite3")
    _, absolute = parsed("DATABASE_URL", "sqlite:////srv/desk.sqlite3")
    _, server = parsed("DATABASE_URL", "postgres://desk:p%40ss@db:5432/desk?sslmode=require")

    assert (lite["NAME"], absolute["NAME"]) == ("data/desk.sqlite3", "/srv/desk.sqlite3")
    assert (server["HOST"], server["PASSWORD"], server["NAME"]) == ("db", "p@ss", "desk")
    assert server["OPTIONS"] == {"sslmode": "require"}

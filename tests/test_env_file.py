import pytest

from dashboard.environment import Environment, UnusableSettings, env_file
from dashboard.environment.values import SECRET, SWITCH

CANARY = "canary-of-the-env-file"


def read(text, *, encoding="utf-8", tmp_path):
    path = tmp_path / "desk.env"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return env_file.read(path, required=True)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("KEY=value", "value"),
        ("  KEY = value  ", "value"),
        ("export KEY=value", "value"),
        ("KEY=", ""),
        ("KEY= # a comment", ""),
        ("KEY=value # a comment", "value"),
        ("KEY=value#no-comment", "value#no-comment"),
        ("KEY=#value", "#value"),
        ("KEY=a=b==", "a=b=="),
        ("KEY='a # b' # a comment", "a # b"),
        ('KEY="a # b"  # a comment', "a # b"),
        ('KEY="a \\"b\\" \\\\ \\n"', 'a "b" \\ \\n'),
        ("KEY='$VALUE'", "$VALUE"),
        ("KEY=pa$$word$1-x", "pa$$word$1-x"),
        ("KEY=p\\ss", "p\\ss"),
        ("KEY=it's", "it's"),
        ("\ufeffKEY=value", "value"),
        ("KEY=value\r", "value"),
    ],
)
def test_o2_a_line_is_read_as_people_write_it(line, value, tmp_path):
    file = read(f"# comment\n\n{line}\n", tmp_path=tmp_path)

    assert (file.values, file.broken) == ({"KEY": value}, [])


def test_o2_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    assert read("KEY=value\n", encoding="utf-8-sig", tmp_path=tmp_path).values == {"KEY": "value"}


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (f"KEY: {CANARY}", "colon"),
        (f"KEY {CANARY}", "NAME=VALUE"),
        ("export KEY", "NAME=VALUE"),
        (f"export KEY {CANARY}", "NAME=VALUE"),
        (f"set KEY={CANARY}", "NAME=VALUE"),
        (f"KEY='{CANARY}", "quote"),
        (f'KEY="{CANARY}', "quote"),
        (f'KEY="{CANARY}" {CANARY}', "quote"),
        (f"KEY=${CANARY.replace('-', '_')}", "another variable"),
        (f"KEY=a${{{CANARY.replace('-', '_')}}}b", "another variable"),
        (f"KEY-{CANARY}=x", "NAME=VALUE"),
        (f"; {CANARY}", "NAME=VALUE"),
        (f"[{CANARY}]", "NAME=VALUE"),
        (CANARY, "NAME=VALUE"),
    ],
)
def test_a1_a_line_that_cannot_be_read_is_told_by_its_number_and_never_repeated(line, wrong, tmp_path):
    env = Environment({}, read(f"# comment\n{line}\n", tmp_path=tmp_path))
    env.read("KEY", "off", SWITCH)

    said = said_by(env)

    assert said.startswith(".env, line 2") and wrong in said and said.count("\n") == 0
    assert CANARY not in said and CANARY.replace("-", "_") not in said


@pytest.mark.parametrize("line", [f"{CANARY.replace('-', '')}=x", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="])
def test_a1_a_name_that_is_no_setting_may_be_a_secret_and_is_not_repeated(line, tmp_path):
    env = Environment({}, read(f"{line}\nDEBGU=on\n", tmp_path=tmp_path))
    env.read("DEBUG", "off", SWITCH)
    env.finish()

    first, second = env.unknown_names()

    assert "line 1" in first and line.rstrip("=x") not in first
    assert "line 2" in second and "Is DEBUG meant?" in second


def test_o2_a_variable_that_is_nearly_a_setting_is_told_of():
    env = Environment({"ALLOWED_HOST": "x", "HOSTNAME": "x", "PATH": "x"}, env_file.EnvFile())
    for name in ("ALLOWED_HOSTS", "HOST"):
        env.read(name, "x", SECRET)

    assert env.unknown_names() == ["The environment has ALLOWED_HOST, which sets nothing. Is ALLOWED_HOSTS meant?"]


def test_o2_two_lines_that_disagree_are_a_fault_and_two_that_agree_are_not(tmp_path):
    disagree = Environment({}, read("DEBUG=on\nHTTPS=on\nDEBUG=off\n", tmp_path=tmp_path))
    agree = Environment({}, read("DEBUG=on\nHTTPS=on\nDEBUG=on\n", tmp_path=tmp_path))
    for env in (disagree, agree):
        env.read("DEBUG", "off", SWITCH)

    assert said_by(disagree) == ".env, line 3 (DEBUG) has another value than line 1 gives it; keep one of the two."
    agree.finish()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"KEY={CANARY}\n".encode("utf-16"), "UTF-16"),
        (f"KEY={CANARY}\n".encode("utf-16-le"), "UTF-16"),
        (f"# ключ\nKEY={CANARY}\n".encode("cp1251"), "line 1"),
        (f"A=b\nKEY=ключ{CANARY}\n".encode("koi8-r"), "line 2"),
    ],
)
def test_a3_a_file_in_another_charset_is_one_line_that_says_what_to_do(content, said, tmp_path):
    env = Environment({}, read(content, tmp_path=tmp_path))
    env.required("KEY", SECRET, "It signs.")

    words = said_by(env)

    assert said in words and "save it as UTF-8" in words and words.count("\n") == 0
    assert CANARY not in words


def test_o2_a_file_that_is_named_and_missing_or_a_folder_is_a_fault(tmp_path):
    assert "is not there" in said_by(Environment({}, env_file.read(tmp_path / "no.env", required=True)))
    assert "cannot be read" in said_by(Environment({}, env_file.read(tmp_path, required=False)))

    Environment({}, env_file.read(tmp_path / "no.env", required=False)).finish()


def said_by(env):
    with pytest.raises(UnusableSettings) as raised:
        env.finish()
    return str(raised.value)

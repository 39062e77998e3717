import pytest

from chats.market.http.multipart import encode, sendable_name


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("чек.pdf", "чек.pdf"),
        ('a"; filename="b.exe', "a_; filename=_b.exe"),
        ("a\r\nX-Evil: 1\r\n\r\n.png", "a X-Evil: 1 .png"),
        ("..\\..\\etc/passwd", "_.._etc_passwd"),
        ("счёт\u202efdp.exe\0", "счётfdp.exe"),
        ("a\ud800.png", "a\ufffd.png"),
        ("100%22.png", "100%22.png"),
        ("", "file"),
        ("\u200b", "file"),
        ("...", "file"),
        (".htaccess", "htaccess"),
    ],
)
def test_a_name_cannot_leave_its_header(name: str, sent: str) -> None:
    assert sendable_name(name) == sent


@pytest.mark.parametrize(
    ("name", "ending"), [("щ" * 400 + ".jpeg", "щщ.jpeg"), ("👍" * 200 + ".tar", "👍👍.tar"), ("x" * 400, "xx")]
)
def test_a_long_name_is_cut_between_characters_and_keeps_its_ending(name: str, ending: str) -> None:
    sent = sendable_name(name)

    assert 250 < len(sent.encode()) <= 255
    assert sent.endswith(ending) and "\ufffd" not in sent


def test_a_sent_name_stays_the_same_when_it_is_sent_again() -> None:
    once = sendable_name('фото "дома" \u202e/x.jpg')

    assert sendable_name(once) == once


def test_the_body_has_one_part_with_the_bytes_as_they_are() -> None:
    content = bytes(range(256)) * 3 + b"\r\n--"

    body, kind = encode("чек.pdf", content, "application/pdf")

    boundary = kind.removeprefix("multipart/form-data; boundary=").encode()
    head = 'Content-Disposition: form-data; name="file"; filename="чек.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    assert body == b"--" + boundary + b"\r\n" + head.encode() + content + b"\r\n--" + boundary + b"--\r\n"


@pytest.mark.parametrize("kind", ["", "image", "text/html\r\nX-Evil: 1", "тип/файла", "a" * 200 + "/b"])
def test_what_is_no_type_of_content_is_not_sent(kind: str) -> None:
    body, _ = encode("a", b"", kind)

    assert b"Content-Type: application/octet-stream\r\n" in body

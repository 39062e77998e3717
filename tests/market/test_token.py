import pytest

from chats.market.token import looks_like_a_token, with_tokens_cut_out

SECRET = "Q7" * 20
WHOLE = f"ACMA:{SECRET}:0123abcd"


@pytest.mark.parametrize(
    "text",
    [
        *(WHOLE, WHOLE.lower(), f"ключ {WHOLE}, не теряйте", f"«{WHOLE}»", WHOLE.replace(":", "%3A"), WHOLE[:12]),
        *(f"ACMA: {SECRET}", f"ACMA：{SECRET}", f"ACMA:\n{SECRET}:0123abcd", f"{SECRET}:0123abcd", f"Api-Key:{WHOLE}"),
    ],
)
def test_p6_a_key_is_known_by_its_shape_whole_or_in_part_and_no_secret_is_left_when_it_is_cut_out(text):
    assert looks_like_a_token(text)
    assert "Q7Q7" not in with_tokens_cut_out(text).upper()
    assert not looks_like_a_token(with_tokens_cut_out(text))


@pytest.mark.parametrize(
    "text",
    [
        *("", "Добрый день!", "ACMA", "ACMA:", "ACMA:***", "ACMA: это ключ Маркета", "Macma.ru", "12:34:56"),
        *("https://example.com/ACMA/1", "a" * 40, "f" * 64 + ":01234567", "№ 54810000102", "aa:bb:cc:dd:ee:ff"),
    ],
)
def test_p6_other_text_is_no_key_and_stays_as_it_is(text):
    assert not looks_like_a_token(text)
    assert with_tokens_cut_out(text) == text


def test_s11_no_text_takes_long():
    for text in (
        "ACMA" * 5000,
        "ACMA:" * 4000,
        "a" * 20_000,
        "ACMA " * 4000,
        "ACMA" + " " * 20_000,
        ("a" * 40 + ":") * 480,
    ):
        looks_like_a_token(text)

"""Dialogues that try to break a page, and some in other languages, by chat. `dialogue` explains the notation."""

from typing import Final

UNBROKEN: Final = "щ" * 4_000
ADDRESS: Final = "https://market.yandex.ru/product/" + "1" * 1_500
TOWER: Final = "е" + "\u0301" * 300

MARKUP: Final = """
К <script>alert('message')</script>
К <img src=x onerror=alert(1)> <b>жирно</b> &lt;i&gt; "кавычки" 'и такие' </article></main>
М Здравствуйте! Видим ваше сообщение как текст.
К javascript:alert(1) и data:text/html,<script>alert(2)</script> и https://example.com/?a=1&b=<2>"onmouseover="alert(3)
К [<img src=x onerror=alert(4)>.png 1200] {{ 7*7 }} {% debug %}
М Чем можем помочь?
"""
BIDI: Final = """
К Смотрите файл \u202egpj.exe\u202c и пароль\u200b\u2060: \u20661234\u2069
К [счёт\u202efdp.exe 88012]
К [\u200b\u2060 512]
М Здравствуйте! Исполняемые файлы мы не открываем.
К שלום, ההזמנה שלי לא הגיעה
К مرحبا، أين طلبي؟ 54820000201
М Проверяем.
"""
LONG: Final = f"""
К {UNBROKEN}
М Не совсем поняли вас. Уточните, пожалуйста.
К {ADDRESS}
К {"Очень длинное сообщение из обычных слов. " * 97}
М Спасибо, прочитали всё.
К {TOWER} так пишут у нас
М Хорошо!
"""
STICKERS: Final = """
К
К 👍🏽👩‍👩‍👧‍👦🇷🇺
М Спасибо за оценку!
К
М 🙂
"""
CHINESE: Final = """
К 你好，请问这款水壶可以发货到莫斯科以外的地方吗？
М 您好！可以，全俄罗斯都能送达。
К 太好了，大概几天？⏎我住在喀山。⏎是这个（https://market.yandex.ru/product/1788219604），对吗？🩷
М 三到五天。
"""
UZBEK: Final = """
К Assalomu alaykum! Buyurtmam qachon yetib keladi?
М Здравствуйте! Заказ приедет послезавтра.
К Rahmat!
М Пожалуйста!
"""
MANY_FILES: Final = """
К [1.jpg 100200]
К [2.jpg 100300]
К [3.jpg 100400]
К [Очень длинное имя файла, которое никуда не помещается, потому что его придумывал человек с фантазией.jpeg \
2147483647]
К [без расширения 0]
К [архив.tar.gz 5242880] это всё, что есть
М Получили шесть файлов, смотрим.
К И ещё чертёж: https://disk.yandex.ru/i/3Jh8sQxP0wXkzA (пароль 1234), а это почта ivan@example.com
М Спасибо!
"""
ODD_DIALOGUES: Final = {
    310036: MARKUP,
    310037: MANY_FILES,
    420008: MARKUP,
    420009: MARKUP,
    420010: LONG,
    420011: BIDI,
    310030: STICKERS,
    7700123: CHINESE,
    310024: UZBEK,
}

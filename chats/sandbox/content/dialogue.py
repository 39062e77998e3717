"""The dialogues of the sandbox's chats.

Each line is a message: the sender's letter (К buyer, М shop, А Market's automatic message, П Market's support), then
the text, where ⏎ stands for a line break. `[name size]` before the text is a file. An empty line of a buyer is a
sticker. Every dialogue ends with the shop; `lines_of` cuts it or adds to it until it agrees with the chat's status.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from chats.market.types import ChatStatus, ChatType, ContextType, Sender

from .chats import LONG_CHAT, Chat
from .odd_dialogue import ODD_DIALOGUES

SENDERS: Final = {"К": Sender.CUSTOMER, "М": Sender.PARTNER, "А": Sender.MARKET, "П": Sender.SUPPORT}
FILE_PATTERN: Final = re.compile(r"\[(?P<name>[^\]]*) (?P<size>\d+)\] ?(?P<text>.*)")
LONG_CHAT_MESSAGES: Final = 1_000

ORDERS: Final = (
    """
А Покупатель начал чат по заказу.
К Здравствуйте! Когда привезут? В приложении срок уже два раза сдвинули.
М Добрый день! Меня зовут Анна, сейчас всё проверю.
М Заказ сегодня утром выехал с сортировочного центра. Доставка завтра с 10 до 18.
К А раньше никак? Мне завтра в 15 уезжать
М Передала курьерской службе просьбу приехать до обеда. Курьер позвонит за час.
К Спасибо большое!
М Всегда пожалуйста. Если что-то пойдёт не так, напишите сюда.
""",
    """
К Добрый вечер, пришёл чайник, а крышка треснута
К [IMG_20261119_191204.jpg 1834202]
К [IMG_20261119_191231.jpg 2051877] и вот с другой стороны
М Здравствуйте! Очень жаль, что так вышло. Коробка снаружи была целой?
К Да, снаружи всё хорошо. Внутри болтался без плёнки
М Спасибо за фотографии. Оформите, пожалуйста, возврат в приложении: «Заказы» → «Вернуть товар», причина «Брак».⏎⏎Фото \
приложите те же, деньги вернутся на карту в течение трёх дней.
К А заменить нельзя? Мне нужен именно этот
М Такой есть на складе. Закажите новый, а этот верните: так выйдет быстрее всего.
""",
    """
К Подскажите, этот насос подойдёт к шлангу 3/4?
М Добрый день! Да, на выходе резьба 3/4 дюйма, переходник лежит в коробке.
М Инструкция здесь: https://market.yandex.ru/product/1788219604 — схема на странице 7.
К А длина кабеля?
М Десять метров.
К Отлично, жду
М Хорошего дня!
""",
    """
А Покупатель начал чат по заказу.
К Можно поменять адрес доставки?
К Вместо Ленина 4 нужно Ленина 14, корпус 2
М Здравствуйте! Заказ уже собран, адрес может поменять только служба доставки.
М Позвоните им по номеру из приложения, они перенаправят посылку. Номер отправления есть в разделе «Мои заказы».
К Звоню второй час, не берут трубку 😡
М Понимаю вас. Я отправила им запрос от магазина, ответ обещают до 18:00.
К Жду
М Адрес изменили: ул. Ленина, 14, корп. 2. Проверьте, пожалуйста, в приложении.
""",
    """
К Здравствуйте, нужен чек для работы
М Добрый день! Чек приходит на почту от «Яндекс Маркета» в день получения.
К Не пришёл
К можете сюда?
М [Чек № 000182.pdf 74211]
М Вот копия. Подойдёт?
К
М Рады помочь!
""",
    """
К Вместо синего пришёл зелёный
К [photo_2026-11-20_09-14-02.jpg 412009]
М Добрый день! Вижу, упаковщик перепутал цвет, извините нас.
М Есть два пути:⏎1. вернуть и получить деньги;⏎2. оставить себе, а мы вернём 15 % стоимости.⏎Как вам удобнее?
К Второе
М Хорошо. Напишите, пожалуйста, в этот чат, когда деньги поступят: обычно это 1–3 дня.
К Пришли, спасибо
М Спасибо, что дождались!
""",
    """
К есть кто живой
К ???
М Здравствуйте! Мы на связи каждый день с 9 до 21. Чем помочь?
К Курьер оставил под дверью и ушёл, коробка мокрая
К [видео.mp4 4870312]
М Посмотрела видео, спасибо. Проверьте, пожалуйста, работает ли прибор.
К Включается вроде
М Если за 14 дней что-то обнаружится, напишите: примем возврат по браку без вопросов.
""",
)
RETURNS: Final = (
    """
А Покупатель оформил возврат.
К Добрый день, оформил возврат, не подошёл размер
М Здравствуйте! Заявку видим. Товар с бирками, не стирали?
К Бирки на месте
К [бирка.jpg 598113]
М Спасибо, возврат одобрим сегодня. Сдайте посылку в пункт выдачи до конца недели.
К А деньги когда?
М После того как склад примет товар: обычно 3–5 дней.
""",
    """
А Покупатель оформил возврат.
К Сломался через два дня!! Гремит и пахнет горелым
К [звук.ogg 220418]
М Здравствуйте! Пожалуйста, отключите прибор от сети и больше не включайте.
М Пришлите, если можно, фото таблички с серийным номером: она снизу.
К [IMG_0031.HEIC 1490022]
М Получили. Передаю специалисту, ответим в течение дня.
К Уже второй день жду
М Заключение готово: заводской брак. Деньги вернём полностью, доставка обратно за наш счёт.
""",
    """
К Сдал посылку неделю назад, а денег нет
М Добрый день! По трекингу посылка ещё едет на склад: https://pochta.ru/tracking?barcode=80111202611229
К Долго
М Согласны, перевозчик задерживается. Как только отсканируют, деньги придут автоматически.
""",
)
QUESTIONS: Final = (
    """
К А зелёный будет?
М Здравствуйте! Ждём поставку в первых числах месяца.
К Отложите один пожалуйста
М Отложить не получится, но можно нажать «Сообщить о поступлении» на странице товара.
""",
    """
К Здравствуйте. Какой вес выдерживает полка? Хочу поставить аквариум 60 л
М Добрый день! До 40 кг при креплении в бетон. Для аквариума лучше взять модель «Титан», она держит 120 кг.
К Ссылку можно?
М https://market.yandex.ru/product/1899002137?sku=101771902231
К Спасибо, а крепёж в комплекте?
М Да, шесть анкеров и ключ.
""",
    """
К Скидку сделаете если возьму 10 штук?
М Здравствуйте! От пяти штук действует цена для юрлиц, её видно после входа как «Компания».
К я физлицо
М Тогда подождите до пятницы: будет распродажа, минус 12 %.
К Ок
М Ждём вас!
""",
)
DISPUTES: Final = (
    """
А Покупатель открыл спор.
К Магазин отказал в возврате, хотя товар пришёл сломанным
К [скол крупно.jpg 903441]
М Товар отправлен исправным, видео упаковки приложили.
М [упаковка_54810000117.mp4 5017224]
П Здравствуйте! Меня зовут Ирина, я арбитр Маркета. Изучаю материалы обеих сторон.
П Покупатель, уточните, пожалуйста, когда вы заметили повреждение.
К При получении, в пункте выдачи. Сотрудник видел
М Готовы возместить половину стоимости, чтобы закрыть вопрос.
""",
)
DIALOGUES_BY_CONTEXT: Final = {ContextType.RETURN: RETURNS, ContextType.DIRECT: QUESTIONS}
CLOSING_LINES: Final = {
    ChatStatus.FINISHED: "А Чат завершён. Спасибо за обращение!",
    ChatStatus.WAITING_FOR_MARKET: "А Вопрос передан специалисту Маркета. Ответим в этом чате.",
    ChatStatus.WAITING_FOR_ARBITER: "П Спасибо. Решение сообщу в течение двух рабочих дней.",
}


class DialogueLine(NamedTuple):
    sender: str
    text: str | None
    files: tuple[tuple[str, int], ...] = ()


def lines_of(chat: Chat) -> list[DialogueLine]:
    """The chat so far. The last sender agrees with the chat's status."""
    if chat.chat_id == LONG_CHAT:
        return filler(LONG_CHAT_MESSAGES)
    lines = parse(script_of(chat))
    if chat.status == ChatStatus.NEW:
        return [line for line in lines if line.sender == Sender.CUSTOMER][:1]
    if chat.status == ChatStatus.WAITING_FOR_PARTNER:
        while lines[-1].sender != Sender.CUSTOMER:
            lines.pop()
    return lines + parse(CLOSING_LINES.get(chat.status, ""))


def parse(script: str) -> list[DialogueLine]:
    return list(parsed(script))


@lru_cache(maxsize=256)
def parsed(script: str) -> tuple[DialogueLine, ...]:
    return tuple(parse_line(line) for line in script.splitlines() if line)


def filler(count: int) -> list[DialogueLine]:
    """`count` messages, no two alike; the last is the buyer's."""
    return [
        DialogueLine(Sender.PARTNER, f"Ответ {number // 2 + 1}. Да, всё верно, так и сделаем.")
        if number % 2 != (count - 1) % 2
        else DialogueLine(Sender.CUSTOMER, f"Вопрос {number // 2 + 1}. А если взять ещё одну упаковку, доставка та же?")
        for number in range(count)
    ]


def parse_line(line: str) -> DialogueLine:
    letter, text = line[0], line[2:].replace("⏎", "\n")
    file = FILE_PATTERN.fullmatch(text)
    if file is None:
        return DialogueLine(SENDERS[letter], text or None)
    return DialogueLine(SENDERS[letter], file["text"] or None, ((file["name"], int(file["size"])),))


def script_of(chat: Chat) -> str:
    if chat.chat_id in ODD_DIALOGUES:
        return ODD_DIALOGUES[chat.chat_id]
    scripts: Sequence[str] = DIALOGUES_BY_CONTEXT.get(chat.context.type, ORDERS)
    if chat.type == ChatType.ARBITRAGE:
        scripts = DISPUTES
    number = int(hashlib.sha256(str(chat.chat_id).encode()).hexdigest(), 16)
    return scripts[number % len(scripts)]

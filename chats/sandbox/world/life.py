"""What happens to chats without a call of the API: buyers write, the shop answers in Market's cabinet, chats end."""

from datetime import datetime
from typing import Any, Final

from chats.market.types import ChatStatus, ChatType, ContextType, Sender

from ..content.chats import Chat
from ..content.dialogue import DialogueLine
from ..content.generated import buyer_by, scrambled
from ..content.listed import microseconds
from . import events
from .conversations import Message
from .world import World

FIRST_RETURN: Final = 66_000_000  # the returns of new chats, plus the number of the chat
QUESTIONS: Final = (
    "Здравствуйте! Когда отправите?",
    "Подскажите, а размер точно тот, что на фото?",
    "Заказ до сих пор не приехал",
    "Можно поменять адрес доставки?",
    "Пришло не то, что заказывали. Что делать?",
    "А гарантия на него есть?",
    "Как оформить возврат?",
)
ANSWERS: Final = (
    "Здравствуйте! Уже проверяем, ответим сегодня.",
    "Добрый день! Да, всё верно.",
    "Отправим завтра утром, номер для отслеживания появится в заказе.",
    "Оформите, пожалуйста, возврат в личном кабинете, мы одобрим.",
)


def by_time(texts: tuple[str, ...], at: datetime) -> str:
    return texts[scrambled(microseconds(at)) % len(texts)]


def buyer_writes(  # noqa: PLR0913 (a message, by name)
    world: World, business_id: int, chat_id: int, at: datetime, text: str | None = None, *, sticker: bool = False
) -> Message:
    """A message of the buyer: `text`, one of a few questions, or a sticker, which has neither text nor files."""
    said = None if sticker else text or by_time(QUESTIONS, at)
    return world.say(business_id, chat_id, DialogueLine(Sender.CUSTOMER, said), at)


def buyer_begins(
    world: World, business_id: int, at: datetime, line: DialogueLine | None = None, **details: Any
) -> Chat:
    """A new chat with the buyer's first message: `line`, or one of a few questions. `details` as of `with_changes`; by
    default it is about a new order, a new return or goods."""
    luck = scrambled(microseconds(at))
    buyer = buyer_by(luck)
    usual = {"name": buyer.name, "public_id": buyer.public_id, **subject_by(luck >> 16)}
    chat = world.add_chat(business_id, {**usual, **details}, at)
    if chat.context.type == ContextType.RETURN and chat.context.return_id is None:
        changes = {"return_id": FIRST_RETURN + chat.chat_id, "updated_at": at}
        chat = world.change_chat(business_id, chat.chat_id, changes, at)
    if "order_id" not in details:
        world.tell(events.subject_created(business_id, chat.context, at))
    first = line or DialogueLine(Sender.CUSTOMER, by_time(QUESTIONS, at))
    world.say(business_id, chat.chat_id, first, at, status=ChatStatus.NEW)
    return world.chat_or_refusal(business_id, chat.chat_id)


def subject_by(luck: int) -> dict[str, str]:
    if luck % 20 < 13:
        return {}
    return {"context_type": ContextType.RETURN if luck % 20 < 16 else ContextType.DIRECT}


def shop_answers_elsewhere(
    world: World, business_id: int, chat_id: int, at: datetime, text: str | None = None
) -> Message:
    """A message of the shop that was written in Market's cabinet."""
    return world.say(business_id, chat_id, DialogueLine(Sender.PARTNER, text or by_time(ANSWERS, at)), at)


def change_status(world: World, business_id: int, chat_id: int, status: str) -> Chat:
    """Without a message, so that the time of the chat stays as it is."""
    chat = world.chat_or_refusal(business_id, chat_id)
    return world.change_chat(business_id, chat_id, {"status": status, "updated_at": chat.updated_at}, chat.updated_at)


def start_dispute(world: World, business_id: int, chat_id: int, at: datetime) -> Chat:
    """The chat becomes a dispute. Raises ValueError for a chat about goods, which can have none."""
    chat = world.chat_or_refusal(business_id, chat_id)
    if chat.context.type == ContextType.DIRECT:
        raise ValueError(f"Chat {chat_id} is about goods: it can have no dispute.")
    world.change_chat(business_id, chat_id, {"type": ChatType.ARBITRAGE}, at)
    world.tell([events.dispute_started(business_id, chat_id, at)])
    line = DialogueLine(Sender.MARKET, "Покупатель открыл спор.")
    world.say(business_id, chat_id, line, at, status=ChatStatus.WAITING_FOR_ARBITER)
    return world.chat_or_refusal(business_id, chat_id)


def end_dispute(world: World, business_id: int, chat_id: int, at: datetime) -> Chat:
    line = DialogueLine(Sender.SUPPORT, "Решение по спору принято, спор завершён.")
    world.say(business_id, chat_id, line, at, status=ChatStatus.FINISHED)
    world.tell([events.dispute_finished(business_id, chat_id, at)])
    return world.chat_or_refusal(business_id, chat_id)

"""Prepared answers, and what a page says of them."""

from chats.models import PreparedAnswer

NEW = "/answers/new/"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{% now "Y" %}'


def answer(title="Где заказ", text="{покупатель}, заказ {заказ} едет", **details):
    return PreparedAnswer.objects.create(title=title, text=text, **details)


def said(page, selector):
    return " ".join(page.cssselect(selector)[0].text_content().split())

"""The seller's pages in the admin: filled in and sent as a person would, and what they then say."""

from django.urls import reverse

from chats.sandbox.content.cabinets import HOME

ADD = "/admin/chats/seller/add/"
LIST = "/admin/chats/seller/"
CANARY = "ACMA:CANARYcanaryCANARYcanaryCANARYcanary0000:0badcafe"


def edit(seller):
    return reverse("admin:chats_seller_change", args=[seller.pk])


def add(admin, **fields):
    return admin.post(ADD, {"active": "on", "token": HOME.token, **fields}, follow=True)


def change(admin, seller, **fields):
    target = {"answer_within": seller.answer_within, "works_from": "09:00", "works_until": "21:00"}
    target["answering_takes"] = "on"
    usual = {"name": seller.name, "business_id": seller.business_id, "active": "on", **target}
    return admin.post(edit(seller), {**usual, **fields}, follow=True)


def errors(page, name):
    return " ".join(node.text_content().strip() for node in page.cssselect(f".field-{name} .errorlist li"))


def said(page, level):
    return [node.text_content() for node in page.cssselect(f".messagelist .{level}")]


def warnings(page):
    """But for the one that nobody sees the seller, which has a link."""
    return [node.text_content() for node in page.cssselect(".messagelist .warning") if not node.cssselect("a")]


def column(page, name):
    return [node.text_content().strip() for node in page.cssselect(f"#result_list .field-{name}")]


def check_now(admin, *chosen):
    chosen = [seller.pk for seller in chosen]
    return admin.post(LIST, {"action": "check_now", "_selected_action": chosen}, follow=True)

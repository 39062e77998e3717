"""Tags: the pages on which leads make them, and the menu of a chat that gives them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from chats.forms import GiveTagForm, TagForm
from chats.models import Chat, Tag
from chats.presenters import tags as presenter
from chats.presenters.formats.text import clean
from chats.services import people, tags
from chats.services.people import Action
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import allowed, with_chat

CHAT_TAGS = "chat-tag-menu"


@require_GET
@allowed(Action.MANAGE_TAGS)
def page(request: AgentRequest) -> HttpResponse:
    found = tags.managed_tags(request.user)
    rows = [
        presenter.tag_row(tag, chats=tag.chats, changes=not tag.is_shared)  # type: ignore[attr-defined]
        for tag in found
    ]
    return render(request, "chats/team/tags.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@allowed(Action.MANAGE_TAGS)
def new(request: AgentRequest) -> HttpResponse:
    return edit(request, Tag())


@require_http_methods(["GET", "POST"])
@allowed(Action.MANAGE_TAGS)
def change(request: AgentRequest, tag_id: int) -> HttpResponse:
    return edit(request, tag_or_refuse(request, tag_id))


@require_POST
@allowed(Action.MANAGE_TAGS)
def delete(request: AgentRequest, tag_id: int) -> HttpResponse:
    tag = tag_or_refuse(request, tag_id)
    tags.delete_tag(tag)
    messages.success(request, _("The tag “%(name)s” is deleted.") % {"name": clean(tag.name, 40)})
    return redirect("tags")


def tag_or_refuse(request: AgentRequest, tag_id: int) -> Tag:
    """404 for a tag of sellers that the person does not see, and 403 for one that not all are led by them."""
    tag = tags.tag_for(request.user, tag_id)
    if tag is None:
        raise Http404
    if not tags.may_manage(request.user, tag):
        raise PermissionDenied
    return tag


def edit(request: AgentRequest, tag: Tag) -> HttpResponse:
    led = [seller.pk for seller in people.sellers_where(request.user, Action.MANAGE_TAGS)]
    sellers = people.sellers_for(request.user).filter(pk__in=led)
    form = TagForm(request.POST if request.method == "POST" else None, instance=tag, sellers=sellers)
    if form.is_valid() and save_or_add_error(form):
        messages.success(request, _("The tag “%(name)s” is saved.") % {"name": clean(tag.name, 40)})
        return redirect("tags")
    context = {"form": form, "tag_id": tag.pk, "several": len(led) > 1}
    return render(request, "chats/team/tag.html", context, status=422 if form.errors else 200)


def save_or_add_error(form: TagForm) -> bool:
    try:
        tags.save_tag(form.save(commit=False), form.cleaned_data["sellers"])
    except tags.TagTaken as taken:
        form.add_error("name", presenter.taken_words(str(taken)))
    except tags.TagFull as full:
        form.add_error("sellers", presenter.full_words(str(full)))
    return not form.errors


# ---- on a chat


@require_POST
@with_chat(Action.TAG)
def give(request: AgentRequest, chat: Chat) -> HttpResponse:
    """Gives a tag or takes one off. The list learns of it by the pulse, which beats at once."""
    form = GiveTagForm(request.POST)
    error = given_or_error(request, chat, form.cleaned_data) if form.is_valid() else ""
    if not asks_for(request, CHAT_TAGS):
        if error:
            messages.error(request, error)
        return redirect("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    chat = people.reread_chat(request.user, chat)
    context = {
        "chat": {"business_id": chat.seller.business_id, "chat_id": chat.chat_id},
        "tags": presenter.tags_view(chat, tags.tags_seen_by(request.user), error=error),
    }
    answer = render(request, "chats/chat/tags.html#answer", context, status=422 if error else 200)
    return trigger_client_event(answer, "desk:ask", after="settle")


def given_or_error(request: AgentRequest, chat: Chat, sent: dict[str, int | None]) -> str:
    try:
        if sent["give"]:
            tags.give(request.user, chat, sent["give"])
        elif sent["take_off"]:
            tags.take_off(chat, sent["take_off"])
    except tags.NotOffered:
        return str(presenter.NOT_OFFERED)
    except tags.TooManyOnChat:
        return presenter.too_many_words()
    return ""

"""Prepared answers: the pages on which agents keep their own, and the options that the composer offers."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chats.forms import OwnAnswerForm
from chats.market.ids import market_id
from chats.models import Chat, PreparedAnswer
from chats.presenters import prepared as presenter
from chats.presenters.formats.text import clean
from chats.services import people, prepared
from chats.services.people import Action
from chats.views.request import AgentRequest
from chats.views.threshold import with_chat


@require_GET
def page(request: AgentRequest) -> HttpResponse:
    now = timezone.now()
    answers = cast("list[presenter.ListedAnswer]", prepared.answers_of(request.user))  # `beginning` is an annotation
    rows = [presenter.answer_row(answer, now=now) for answer in answers[: prepared.MOST_LISTED]]
    own, shared = ([row for row in rows if row.shared is kind] for kind in (False, True))
    more = len(answers) > len(rows)
    return render(request, "chats/prepared/answers.html", {"own": own, "shared": shared, "more": more})


@require_http_methods(["GET", "POST"])
def new(request: AgentRequest) -> HttpResponse:
    return edit(request, PreparedAnswer(owner=request.user, **copied_fields(request)))


@require_http_methods(["GET", "POST"])
def own_or_shared(request: AgentRequest, answer_id: int) -> HttpResponse:
    answer = answer_or_404(request, answer_id)
    if answer.owner_id is not None:
        return edit(request, answer)
    if request.method == "POST":
        raise PermissionDenied
    shown = {"answer": presenter.shared_answer(answer), "preview": preview(request, answer.text)}
    return render(request, "chats/prepared/shared_answer.html", shown)


@require_POST
def delete(request: AgentRequest, answer_id: int) -> HttpResponse:
    answer_or_404(request, answer_id)
    title = prepared.delete_answer(request.user, answer_id)
    if title is None:
        raise PermissionDenied
    messages.success(request, _("“%(title)s” is deleted.") % {"title": clean(title, 100)})
    return redirect("answers")


@require_GET
@with_chat(Action.ANSWER)
def options(request: AgentRequest, chat: Chat) -> HttpResponse:
    like = request.GET.get("q", "")
    found = prepared.answers_for(request.user, chat.seller, like=like, most=5 * presenter.MOST_OPTIONS)
    rows = presenter.options(found, prepared.fill_for_chat(found, chat, request.user))
    return render(request, "chats/prepared/answer_options.html", {"options": rows, "like": clean(like, 40)})


def answer_or_404(request: AgentRequest, answer_id: int) -> PreparedAnswer:
    answer = prepared.answer_for(request.user, answer_id)
    if answer is None:
        raise Http404
    return answer


def copied_fields(request: AgentRequest) -> dict[str, object]:
    """The fields of the answer that a new one starts as a copy of, if the address names one."""
    answer_id = market_id(request.GET.get("from"))
    answer = prepared.answer_for(request.user, answer_id) if answer_id else None
    return {"title": answer.title, "text": answer.text, "seller": answer.seller} if answer else {}


def edit(request: AgentRequest, answer: PreparedAnswer) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = OwnAnswerForm(posted, instance=answer, sellers=people.sellers_for(request.user))
    if posted is not None and form.is_valid() and "preview" not in posted and save_or_add_error(form):
        messages.success(request, _("“%(title)s” is saved.") % {"title": clean(answer.title, 100)})
        return redirect("answers")
    focus_first_error(form)
    shown = preview(request, str(form["text"].value() or ""))
    context = {"form": form, "answer_id": answer.pk, "placeholders": presenter.placeholders(), "preview": shown}
    return render(request, "chats/prepared/answer.html", context, status=422 if form.errors else 200)


def focus_first_error(form: OwnAnswerForm) -> None:
    for name in [name for name in form.errors if name in form.fields][:1]:
        form.fields[name].widget.attrs["autofocus"] = True


def save_or_add_error(form: OwnAnswerForm) -> bool:
    try:
        prepared.save_answer(form.save(commit=False))
    except prepared.TooManyAnswers:
        form.add_error(None, presenter.TOO_MANY)
        return False
    return True


def preview(request: AgentRequest, text: str) -> dict[str, str]:
    shown = presenter.sample(text, request.user.get_full_name())
    return {"text": shown.text, "missing": presenter.missing(shown)}

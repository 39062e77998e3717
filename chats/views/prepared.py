"""Prepared answers: the pages on which agents keep their own, and the options that the composer offers."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chats.forms import DeskAnswerForm
from chats.market.ids import market_id
from chats.models import Chat, PreparedAnswer
from chats.presenters import answer_options as offered
from chats.presenters import prepared as presenter
from chats.presenters.formats.text import clean
from chats.services import people, prepared
from chats.services.people import Action
from chats.services.prepared import Wanted
from chats.views.request import AgentRequest
from chats.views.threshold import with_chat


@require_GET
def page(request: AgentRequest) -> HttpResponse:
    now, wanted = timezone.now(), wanted_by(request)
    answers = cast("list[presenter.ListedAnswer]", prepared.answers_of(request.user, wanted, now=now))
    rows = [presenter.answer_row(answer, now=now) for answer in answers[: prepared.MOST_LISTED]]
    own, shared = ([row for row in rows if row.shared is kind] for kind in (False, True))
    context = {"own": own, "shared": shared, "more": len(answers) > len(rows), "wanted": wanted}
    context["folders"] = presenter.folder_links(prepared.folders_of(request.user), wanted)
    context["unused"] = prepared.unused_of(request.user, now=now)
    return render(request, "chats/prepared/answers.html", context)


def wanted_by(request: AgentRequest) -> Wanted:
    fields = request.GET
    return Wanted(like=fields.get("q", "").strip()[:100], folder=fields.get("folder"), unused="unused" in fields)


@require_http_methods(["GET", "POST"])
def new(request: AgentRequest) -> HttpResponse:
    """One of the agent's own, or with `shared` in the address one for all who see a seller."""
    if "shared" not in request.GET:
        return edit(request, PreparedAnswer(owner=request.user, **copied_fields(request)))
    if not people.may(request.user, Action.MANAGE_ANSWERS):
        raise PermissionDenied
    return edit(request, PreparedAnswer(owner=None))


@require_http_methods(["GET", "POST"])
def own_or_shared(request: AgentRequest, answer_id: int) -> HttpResponse:
    answer = prepared.answer_for(request.user, answer_id)
    if answer is None:
        return typed_anew(request)
    if prepared.may_change(request.user, answer):
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
    """Those that match the letters typed; before any, first those that may fit what the buyer wrote last."""
    like, question = request.GET.get("q", ""), prepared.question_of(chat)
    fit = [] if like.strip() else prepared.suggestions_for(request.user, chat, question)
    found = prepared.answers_for(request.user, chat.seller, like=like, most=5 * offered.MOST_OPTIONS)
    others = [one for one in found if one not in fit]
    texts = prepared.fill_for_chat([*fit, *others], chat, request.user)
    rows = offered.options(fit, texts[: len(fit)], question.language, fits=True)
    rows += offered.options(others, texts[len(fit) :], question.language)
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
    names = ("title", "folder", "text", "text_ru", "text_en", "text_zh", "seller")
    return {name: getattr(answer, name) for name in names} if answer else {}


def edit(request: AgentRequest, answer: PreparedAnswer) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = DeskAnswerForm(posted, instance=answer, **choices_for(request, answer))
    if posted is not None and form.is_valid() and "preview" not in posted and save_or_add_error(form):
        messages.success(request, _("“%(title)s” is saved.") % {"title": clean(answer.title, 100)})
        return redirect("answers")
    focus_first_error(form)
    context = form_context(request, form, answer)
    return render(request, "chats/prepared/answer.html", context, status=422 if form.errors else 200)


def form_context(request: AgentRequest, form: DeskAnswerForm, answer: PreparedAnswer) -> dict[str, object]:
    return {
        "form": form,
        "answer_id": answer.pk,
        "shared": answer.owner_id is None,
        "placeholders": presenter.placeholders(),
        "preview": preview(request, str(form["text"].value() or "")),
        "folders": [name for name in prepared.folders_of(request.user) if name],
        "now_beside": offered.wordings_beside(form.now) if form.now else (),
    }


def typed_anew(request: AgentRequest) -> HttpResponse:
    """What was typed for an answer that is not there, perhaps no longer: as a new one, so that nothing is lost."""
    if not request.POST.get("text", "").strip():
        raise Http404
    answer = PreparedAnswer(owner=request.user)
    form = DeskAnswerForm(request.POST, instance=answer, **choices_for(request, answer))
    form.is_valid()
    form.add_error(None, presenter.GONE)
    context = form_context(request, form, answer) | {"address": resolve_url("new-answer")}
    return render(request, "chats/prepared/answer.html", context, status=422)


def choices_for(request: AgentRequest, answer: PreparedAnswer) -> dict[str, Any]:
    """The sellers that the form offers: for a shared answer, those that the person leads."""
    sellers = people.sellers_for(request.user)
    if answer.owner_id is not None:
        return {"sellers": sellers}
    led = [seller.pk for seller in people.sellers_where(request.user, Action.MANAGE_ANSWERS)]
    return {"sellers": sellers.filter(pk__in=led), "for_all": prepared.may_share(request.user, None)}


def focus_first_error(form: DeskAnswerForm) -> None:
    for name in [name for name in form.errors if name in form.fields][:1]:
        form.fields[name].widget.attrs["autofocus"] = True


def save_or_add_error(form: DeskAnswerForm) -> bool:
    try:
        prepared.save_answer(form.save(commit=False), seen=form.cleaned_data["seen"])
    except prepared.ChangedMeanwhile as changed:
        form.refuse(changed.now)
        return False
    except prepared.TooManyAnswers:
        form.add_error(None, presenter.TOO_MANY if form.instance.owner_id else presenter.TOO_MANY_SHARED)
        return False
    return True


def preview(request: AgentRequest, text: str) -> dict[str, str]:
    shown = presenter.sample(text, request.user.get_full_name())
    return {"text": shown.text, "missing": offered.missing(shown)}

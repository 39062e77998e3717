from django.urls import path, register_converter

from chats.market.ids import market_id
from chats.views import (
    assignee,
    board,
    bulk,
    chat,
    draft,
    first_administrator,
    health,
    history,
    inbox,
    invitation,
    ledger,
    lookup,
    new_chat,
    notes,
    notices,
    notifications,
    order,
    preferences,
    prepared,
    reply,
    reports,
    same_subject,
    saved_views,
    search,
    sign_in,
    snooze,
    tags,
    targets,
    team,
)


class MarketId:
    """One of Market's IDs in an address: 1 to 2⁶³ − 1. Anything else is a 404."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, text: str) -> int:
        number = market_id(text)
        if number is None:
            raise ValueError
        return number

    def to_url(self, number: int | str) -> str:
        return str(number)


register_converter(MarketId, "id")

urlpatterns = [
    path("", inbox.home, name="start"),
    path("next/", inbox.next_chat, name="next"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/undo/", bulk.undo, name="bulk-undo"),
    path("views/", saved_views.page, name="views"),
    path("views/<id:view_id>/", saved_views.change, name="view"),
    path("lookup/", lookup.look_up, name="lookup"),
    path("lookup/names/", lookup.by_name, name="names"),
    path("search/", search.page, name="search"),
    path("recents/forget/", lookup.forget, name="forget"),
    path("chats/<id:business_id>/<id:chat_id>/", chat.page, name="chat"),
    path("chats/<id:business_id>/<id:chat_id>/refresh/", chat.refresh, name="refresh"),
    path("chats/<id:business_id>/<id:chat_id>/take/", assignee.take, name="take"),
    path("chats/<id:business_id>/<id:chat_id>/assign/", assignee.assign, name="assign"),
    path("chats/<id:business_id>/<id:chat_id>/give-back/", assignee.give_back, name="give-back"),
    path("chats/<id:business_id>/<id:chat_id>/snooze/", snooze.snooze, name="snooze"),
    path("chats/<id:business_id>/<id:chat_id>/bring-back/", snooze.bring_back, name="bring-back"),
    path("chats/<id:business_id>/<id:chat_id>/done/", snooze.done, name="done"),
    path("chats/<id:business_id>/<id:chat_id>/tags/", tags.give, name="chat-tags"),
    path("answers/", prepared.page, name="answers"),
    path("answers/new/", prepared.new, name="new-answer"),
    path("answers/<id:answer_id>/", prepared.own_or_shared, name="answer"),
    path("answers/<id:answer_id>/delete/", prepared.delete, name="delete-answer"),
    path("answers/for/<id:business_id>/<id:chat_id>/", prepared.options, name="answer-options"),
    path("chats/<id:business_id>/<id:chat_id>/older/", history.older, name="older"),
    path("chats/<id:business_id>/<id:chat_id>/at/", history.at, name="at"),
    path("chats/<id:business_id>/<id:chat_id>/read/", history.mark_read, name="read"),
    path("chats/<id:business_id>/<id:chat_id>/reply/", reply.send, name="reply"),
    path("chats/<id:business_id>/<id:chat_id>/file/", reply.send_file, name="reply-file"),
    path("chats/<id:business_id>/<id:chat_id>/draft/", draft.keep_draft, name="draft"),
    path("chats/<id:business_id>/<id:chat_id>/drop/", draft.drop, name="drop-reply"),
    path("chats/<id:business_id>/<id:chat_id>/arrived/", draft.confirm, name="confirm-reply"),
    path("chats/<id:business_id>/<id:chat_id>/notes/", notes.compose, name="notes"),
    path("chats/<id:business_id>/<id:chat_id>/notes/draft/", notes.keep_draft, name="note-draft"),
    path("chats/<id:business_id>/<id:chat_id>/notes/one/", notes.one, name="note"),
    path("chats/<id:business_id>/<id:chat_id>/notes/delete/", notes.delete, name="delete-note"),
    path("chats/<id:business_id>/<id:chat_id>/notes/restore/", notes.restore, name="restore-note"),
    path("chats/<id:business_id>/<id:chat_id>/notes/colleagues/", notes.colleagues, name="colleagues"),
    path("chats/new/", new_chat.start, name="new-chat"),
    path("chats/<id:business_id>/<id:chat_id>/order/", order.order_panel, name="order"),
    path("chats/<id:business_id>/<id:chat_id>/others/", same_subject.others, name="others"),
    path("ledger/", ledger.page, name="ledger"),
    path("reports/", reports.page, name="reports"),
    path("reports/table.csv", reports.table, name="report-table"),
    path("team/board/", board.page, name="board"),
    path("team/people/", team.page, name="people"),
    path("team/people/new/", team.new, name="new-person"),
    path("team/people/<id:person_id>/", team.person, name="person"),
    path("team/people/<id:person_id>/link/", team.link, name="person-link"),
    path("team/people/<id:person_id>/switch/", team.switch, name="person-switch"),
    path("team/people/<id:person_id>/delete/", team.delete, name="delete-person"),
    path("team/targets/", targets.page, name="targets"),
    path("team/targets/<id:business_id>/", targets.target, name="target"),
    path("team/tags/", tags.page, name="tags"),
    path("team/tags/new/", tags.new, name="new-tag"),
    path("team/tags/<id:tag_id>/", tags.change, name="tag"),
    path("team/tags/<id:tag_id>/delete/", tags.delete, name="delete-tag"),
    path("bell/", notices.bell, name="bell"),
    path("bell/sound/", notices.switch_sound, name="sound"),
    path("settings/", preferences.page, name="settings"),
    path("settings/password/", preferences.PasswordView.as_view(), name="password"),
    path("login/", sign_in.SignInView.as_view(), name="login"),
    path("logout/", sign_in.sign_out, name="logout"),
    path("setup/<str:secret>/", first_administrator.setup, name="setup"),
    path("invitation/", invitation.set_password, name="set-password"),
    path("invitation/<str:secret>/", invitation.open_link, name="invitation"),
    path("worker/", health.worker, name="worker"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # Market does not say whether it appends its own path to the address that it is given, and follows no redirect.
    path("notifications/<str:secret>", notifications.receive, name="notifications"),
    path("notifications/<str:secret>/", notifications.receive),
    path("notifications/<str:secret>/notification", notifications.receive),
    path("notifications/<str:secret>/notification/", notifications.receive),
]

"""The answers of every route to every person: tests/security/test_s1_routes.py says how to read them."""

from tests.notification_fixture import FORMS

CHANGE = "/admin/{}/<path:object_id>/change/"
ADMIN = "admin admin admin"
SHUT = ("login 401 login", ADMIN, ADMIN, ADMIN)  # a page of the admin, to all but the administrator
CLOSED = (ADMIN, ADMIN, ADMIN, ADMIN)  # the same, where the admin itself asks who is there
OPEN = "200 200 200"
# A page that lists, one with a form, and a button, to all but those who manage people.
NOT_PEOPLE = ("login 401 login", *("403 403 405",) * 3)
NOT_PERSON = ("login 401 login", *("403 403 403",) * 3)
NO_ACT_ON_PEOPLE = ("login 401 login", *("405 405 403",) * 3)
LINK = "/team/people/<id:person_id>/link/"
BACKUPS = "/admin/first-steps/backups/"
SWITCH = "/team/people/<id:person_id>/switch/"

CHAT_PAGE = "/chats/<id:business_id>/<id:chat_id>/"
TAKE = "/chats/<id:business_id>/<id:chat_id>/take/"
SNOOZE = "/chats/<id:business_id>/<id:chat_id>/snooze/"  # without saying until when
REFRESH = "/chats/<id:business_id>/<id:chat_id>/refresh/"
ORDER = "/chats/<id:business_id>/<id:chat_id>/order/"
DELETE_TAG = "/team/tags/<id:tag_id>/delete/"
DELETE_ANSWER = "/answers/<id:answer_id>/delete/"

TABLE = {
    #                     anonymous          stranger         agent            staff            boss
    "/":                 ("login 401 login", "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/next/":            ("login 401 login", "-> -> 405",     "-> -> 405",     "-> -> 405",     "-> -> 405"),
    "/bulk/":           ("login 401 login", "-> -> ->",      "-> -> ->",      "403 403 403",   "-> -> ->"),
    "/bulk/undo/":      ("login 401 login", "405 405 ->",    "405 405 ->",    "405 405 403",   "405 405 ->"),
    "/views/":          ("login 401 login", "200 200 422",   "200 200 422",   "200 200 422",   "200 200 422"),
    "/views/<id:view_id>/":
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 404"),
    "/lookup/":          ("login 401 login", "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/lookup/names/":    ("login 401 login", "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/search/":          ("login 401 login", "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/recents/forget/":  ("login 401 login", "405 405 ->",    "405 405 ->",    "405 405 ->",    "405 405 ->"),
    "/answers/":         ("login 401 login", "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/answers/new/":     ("login 401 login", "200 200 422",   "200 200 422",   "200 200 422",   "200 200 422"),
    "/answers/<id:answer_id>/":
                         ("login 401 login", "404 404 404",   "200 200 422",   "404 404 404",   "404 404 404"),
    DELETE_ANSWER:       ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 404"),
    "/answers/for/<id:business_id>/<id:chat_id>/":
                         ("login 401 login", "404 404 405",   "200 200 405",   "404 404 405",   "200 200 405"),
    "/ledger/":          ("login 401 login", "403 403 405",   "403 403 405",   "403 403 405",   "200 200 405"),
    "/reports/":             (*NOT_PEOPLE, "200 200 405"),
    "/reports/table.csv":    (*NOT_PEOPLE, "200 200 405"),
    "/team/board/":         (*NOT_PEOPLE, "200 200 405"),
    "/team/people/":        (*NOT_PEOPLE, "200 200 405"),
    "/team/people/new/":    (*NOT_PERSON, "200 200 422"),
    "/team/people/<id:person_id>/":
                            (*NOT_PERSON, "200 200 422"),
    LINK:                   (*NO_ACT_ON_PEOPLE, "405 405 200"),
    SWITCH:                 (*NO_ACT_ON_PEOPLE, "405 405 ->"),
    "/team/people/<id:person_id>/delete/":  # who has signed in is not
                            (*NO_ACT_ON_PEOPLE, "405 405 ->"),
    "/team/targets/":       (*NOT_PEOPLE, "200 200 405"),
    "/team/targets/<id:business_id>/":
                         ("login 401 login", "404 404 404",   "403 403 403",   "404 404 404",   "200 200 422"),
    "/team/tags/":          (*NOT_PEOPLE, "200 200 405"),
    "/team/tags/new/":      (*NOT_PERSON, "200 200 422"),
    "/team/tags/<id:tag_id>/":
                            (*NOT_PERSON, "200 200 422"),
    DELETE_TAG:             (*NO_ACT_ON_PEOPLE, "405 405 404"),  # after the lead's POST
    "/bell/":           ("login 401 login", "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/bell/sound/":     ("login 401 login", "405 405 ->",    "405 405 ->",    "405 405 ->",    "405 405 ->"),
    "/settings/":        ("login 401 login", "200 200 200",   "200 200 200",   "200 200 200",   "200 200 200"),
    "/settings/password/":
                         ("login 401 login", "200 200 422",   "200 200 422",   "200 200 422",   "200 200 422"),
    "/login/":           ("200 200 200",     "-> -> ->",      "-> -> ->",      "-> -> ->",      "-> -> ->"),
    "/logout/":          ("login 401 login", "405 405 login", "405 405 login", "405 405 login", "405 405 login"),
    "/setup/<str:secret>/": ("404 404 404",     "404 404 404",   "404 404 404",   "404 404 404",   "404 404 404"),
    "/invitation/":        ("404 404 404",) * 5,  # no link was opened
    "/invitation/<str:secret>/": ("404 404 405",) * 5,
    # Nobody's secret, from nobody's network; with those it is Market that asks (tests/faults/test_notifications_*.py).
    **{f"/notifications/<str:secret>{form}": ("405 405 404",) * 5 for form in FORMS},
    "/healthz":          ("200 200 405",     "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/worker/":          ("204 204 405",     "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/readyz":           ("503 503 405",     "503 503 405",   "503 503 405",   "503 503 405",   "503 503 405"),
    "/language/":        ("-> -> ->",        "-> -> ->",      "-> -> ->",      "-> -> ->",      "-> -> ->"),
    "/chats/<id:business_id>/<id:chat_id>/":
                         ("login 401 login", "404 404 405",   "200 200 405",   "404 404 405",   "200 200 405"),
    REFRESH:
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 ->"),
    TAKE:
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 ->"),
    "/chats/<id:business_id>/<id:chat_id>/assign/":  # without saying to whom
                         ("login 401 login", "404 404 404",   "200 200 422",   "404 404 404",   "200 200 422"),
    "/chats/<id:business_id>/<id:chat_id>/give-back/":
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 ->"),
    SNOOZE:
                         ("login 401 login", "405 405 404",   "405 405 422",   "405 405 404",   "405 405 422"),
    "/chats/<id:business_id>/<id:chat_id>/tags/":  # without saying which
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 ->"),
    "/chats/<id:business_id>/<id:chat_id>/bring-back/":
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 ->"),
    "/chats/<id:business_id>/<id:chat_id>/done/":
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 ->"),
    ORDER:
                         ("login 401 login", "404 404 404",   "200 200 ->",    "404 404 404",   "200 200 ->"),
    "/chats/<id:business_id>/<id:chat_id>/others/":
                         ("login 401 login", "404 404 405",   "-> -> 405",     "404 404 405",   "-> -> 405"),
    "/chats/<id:business_id>/<id:chat_id>/older/":  # than no message
                         ("login 401 login", "404 404 405",   "404 404 405",   "404 404 405",   "404 404 405"),
    "/chats/<id:business_id>/<id:chat_id>/at/":  # no message
                         ("login 401 login", "404 404 405",   "404 404 405",   "404 404 405",   "404 404 405"),
    "/chats/<id:business_id>/<id:chat_id>/read/":
                         ("login 401 login", "405 405 404",   "405 405 204",   "405 405 404",   "405 405 204"),
    "/chats/<id:business_id>/<id:chat_id>/reply/":
                         ("login 401 login", "405 405 404",   "405 405 400",   "405 405 404",   "405 405 400"),
    "/chats/<id:business_id>/<id:chat_id>/file/":
                         ("login 401 login", "405 405 404",   "405 405 400",   "405 405 404",   "405 405 400"),
    "/chats/<id:business_id>/<id:chat_id>/draft/":
                         ("login 401 login", "405 405 404",   "405 405 204",   "405 405 404",   "405 405 204"),
    "/chats/<id:business_id>/<id:chat_id>/notes/":  # without a word
                         ("login 401 login", "404 404 404",   "200 200 422",   "404 404 404",   "200 200 422"),
    "/chats/<id:business_id>/<id:chat_id>/notes/draft/":
                         ("login 401 login", "405 405 404",   "405 405 204",   "405 405 404",   "405 405 204"),
    "/chats/<id:business_id>/<id:chat_id>/notes/one/":  # this and the next ones without saying which
                         ("login 401 login", "404 404 404",   "404 404 404",   "404 404 404",   "404 404 404"),
    "/chats/<id:business_id>/<id:chat_id>/notes/colleagues/":
                         ("login 401 login", "404 404 405",   "200 200 405",   "404 404 405",   "200 200 405"),
    "/chats/<id:business_id>/<id:chat_id>/notes/delete/":
                         ("login 401 login", "405 405 404",   "405 405 404",   "405 405 404",   "405 405 404"),
    "/chats/<id:business_id>/<id:chat_id>/notes/restore/":
                         ("login 401 login", "405 405 404",   "405 405 404",   "405 405 404",   "405 405 404"),
    "/chats/<id:business_id>/<id:chat_id>/drop/":
                         ("login 401 login", "405 405 404",   "405 405 404",   "405 405 404",   "405 405 404"),
    "/chats/<id:business_id>/<id:chat_id>/arrived/":
                         ("login 401 login", "405 405 404",   "405 405 404",   "405 405 404",   "405 405 404"),
    "/chats/new/":       ("login 401 login", "405 405 404",   "405 405 404",   "405 405 404",   "405 405 404"),
    "/admin/login/":     ("login 401 login", "403 403 403",   "403 403 403",   "403 403 403",   "-> -> ->"),
    "/admin/logout/":    (ADMIN,             "-> -> ->",      "-> -> ->",      "-> -> ->",      "405 405 login"),
    "/admin/":                       (*CLOSED, OPEN),
    "/admin/(?P<url>.*)$":           (*CLOSED, "404 404 404"),
    "/admin/^(?P<app_label>chats|auth)/$": (*CLOSED, OPEN),
    BACKUPS:                         (*SHUT, "405 405 ->"),
    "/admin/autocomplete/":          (*CLOSED, "403 403 405"),
    "/admin/jsi18n/":                (*CLOSED, "200 200 405"),
    "/admin/password_change/":       (*CLOSED, OPEN),
    "/admin/password_change/done/":  (*CLOSED, "200 200 405"),
    "/admin/r/<path:content_type_id>/<path:object_id>/": (*CLOSED, "404 404 404"),
    "/admin/chats/seller/":          (*SHUT, OPEN),
    "/admin/chats/seller/add/":      (*SHUT, OPEN),
    CHANGE.format("chats/seller"):   (*SHUT, OPEN),
    "/admin/chats/seller/<path:object_id>/":         (*SHUT, "-> -> ->"),
    "/admin/chats/seller/<path:object_id>/reading/": (*SHUT, "405 405 ->"),
    "/admin/chats/seller/<path:object_id>/delete/":  (*SHUT, "403 403 403"),
    "/admin/chats/seller/<path:object_id>/history/": (*SHUT, OPEN),
    "/admin/chats/seller/<path:object_id>/new-address/":  (*SHUT, OPEN),
    "/admin/chats/seller/<path:object_id>/events-again/": (*SHUT, "405 405 ->"),
    "/admin/chats/seller/<path:object_id>/replace-token/": (*SHUT, "405 405 ->"),
    "/admin/chats/preparedanswer/":     (*SHUT, OPEN),
    "/admin/chats/preparedanswer/add/": (*SHUT, OPEN),
    CHANGE.format("chats/preparedanswer"):                  (*SHUT, OPEN),
    "/admin/chats/preparedanswer/<path:object_id>/":         (*SHUT, "-> -> ->"),
    "/admin/chats/preparedanswer/<path:object_id>/delete/":  (*SHUT, OPEN),
    "/admin/chats/preparedanswer/<path:object_id>/history/": (*SHUT, OPEN),
    "/admin/chats/lookup/":          (*SHUT, OPEN),
    "/admin/chats/lookup/add/":      (*SHUT, "403 403 403"),
    CHANGE.format("chats/lookup"):   (*SHUT, "200 200 403"),
    "/admin/chats/lookup/<path:object_id>/":         (*SHUT, "-> -> ->"),
    "/admin/chats/lookup/<path:object_id>/delete/":  (*SHUT, "403 403 403"),
    "/admin/chats/lookup/<path:object_id>/history/": (*SHUT, OPEN),
    "/admin/chats/worker/":          (*SHUT, "200 200 ->"),
    "/admin/auth/group/":            (*SHUT, OPEN),
    "/admin/auth/group/add/":        (*SHUT, OPEN),
    CHANGE.format("auth/group"):     (*SHUT, OPEN),
    "/admin/auth/group/<path:object_id>/":           (*SHUT, "-> -> ->"),
    "/admin/auth/group/<path:object_id>/delete/":    (*SHUT, OPEN),
    "/admin/auth/group/<path:object_id>/history/":   (*SHUT, OPEN),
}  # fmt: skip


# The cells of a lead of the chat's seller, and of a lead of another one, where those of agents do not hold for them.
LEADS = {
    "/reports/":                   ("200 200 405", "200 200 405"),
    "/reports/table.csv":          ("200 200 405", "200 200 405"),
    "/team/board/":                ("200 200 405", "200 200 405"),
    "/ledger/":                    ("200 200 405", "200 200 405"),
    "/team/targets/":              ("200 200 405", "200 200 405"),
    "/team/targets/<id:business_id>/": ("200 200 422", "404 404 404"),
    "/team/tags/":                 ("200 200 405", "200 200 405"),
    "/team/tags/new/":             ("200 200 422", "200 200 422"),
    "/team/tags/<id:tag_id>/":     ("200 200 422", "404 404 404"),
    DELETE_TAG:                    ("405 405 ->", "405 405 404"),
    # The agent's own.
    "/views/<id:view_id>/":        ("405 405 404", "405 405 404"),
    "/answers/<id:answer_id>/":    ("404 404 404", "404 404 404"),
    DELETE_ANSWER:                 ("405 405 404", "405 405 404"),
}  # fmt: skip

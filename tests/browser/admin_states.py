"""The admin's pages; `states` has the desk's."""

from playwright.sync_api import Page, expect

from tests.browser.states import World, goes_to, state

state("admin-answer-add", "boss")(goes_to("/admin/chats/preparedanswer/add/"))
state("admin-index", "boss")(goes_to("/admin/"))
state("admin-sellers", "boss")(goes_to("/admin/chats/seller/"))
state("admin-seller-add", "boss")(goes_to("/admin/chats/seller/add/"))
state("admin-lookups", "boss")(goes_to("/admin/chats/lookup/"))
state("admin-people", "boss")(goes_to("/admin/auth/user/"))


@state("admin-seller", "boss")
def _(world: World, page: Page) -> None:
    page.goto(f"/admin/chats/seller/{world.home.pk}/change/")


@state("admin-seller-error", "boss")
def _(world: World, page: Page) -> None:
    page.goto("/admin/chats/seller/add/")
    page.locator("#id_token").fill("not a token")
    page.locator("[name=_save]").click()
    expect(page.locator(".errorlist").first).to_be_visible()

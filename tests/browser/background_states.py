"""What pages say about the work in the background; `states` has the rest."""

from playwright.sync_api import Page

from chats.services import workers
from tests.browser.states import World, chat, state


@state("no-worker")
def _(world: World, page: Page) -> None:
    workers.any_alive = lambda *, now: False  # the fixture takes it back
    chat(310002)(world, page)

"""Pasting and dropping, with what systems put on the clipboard: playwright has no files there."""

import base64

from playwright.sync_api import Page

from tests.browser.composer import FIELD, PIXEL

GIVE = """([selector, how, files, texts]) => {
  const held = new DataTransfer();
  for (const [name, type, content] of files) {
    const bytes = typeof content === "number" ? new Uint8Array(content)
      : Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    held.items.add(new File([bytes], name, { type }));
  }
  for (const [type, text] of Object.entries(texts)) held.setData(type, text);
  const target = document.querySelector(selector);
  const options = { bubbles: true, cancelable: true };
  const event = how === "paste" ? new ClipboardEvent("paste", { clipboardData: held, ...options })
    : new DragEvent("drop", { dataTransfer: held, ...options });
  return target.dispatchEvent(event);
}"""
Files = list[tuple[str, str, bytes | int | None]]


def paste(page: Page, *, files: Files = (), texts: dict[str, str] | None = None, into: str = FIELD) -> bool:
    """Pastes files, each as name, type and content (a number: so many zeros; None: a picture), and texts by their type.
    Returns whether the browser would go on to paste text by itself."""
    return give(page, "paste", files, texts or {}, into)


def drop(page: Page, *, files: Files = (), texts: dict[str, str] | None = None, into: str = "#history") -> bool:
    return give(page, "drop", files, texts or {}, into)


def give(page: Page, how: str, files: Files, texts: dict[str, str], into: str) -> bool:
    written = [(name, kind, in_base64(content)) for name, kind, content in files]
    return page.evaluate(GIVE, [into, how, written, texts])


def in_base64(content: bytes | int | None) -> str | int:
    if isinstance(content, bytes):
        return base64.b64encode(content).decode()
    return PIXEL if content is None else content

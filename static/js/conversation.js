// The messages: the scroll position, new messages, and how far they have been read.
window.desk.part("#history", (history, life) => {
  "use strict";
  const { on, signal } = life;
  const { all, emit, find, hear, origin } = window.desk;
  const messages = find("#messages");
  const below = find("#news-below");
  const newest = () => messages.dataset.last;
  // The column is laid out backwards (column-reverse), so that it opens at its end even without scripts. scrollTop is 0
  // at the end and negative further up. Up to 60 px from the end still counts as the end.
  const atEnd = () => history.scrollTop > -60;
  let waiting = 0; // messages that have come while the reader was further up
  let unseen = 0; // messages that came while the tab was hidden
  let marked = ""; // the newest message that was reported as read
  let height = 0;

  /** Shows the button that leads to the end: as soon as there is a new message, else from a screenful up. */
  function updateJumpButton() {
    if (atEnd()) waiting = 0;
    const farUp = history.scrollTop <= -history.clientHeight;
    below.hidden = atEnd() || (!waiting && !farUp);
    const { one, none } = below.dataset;
    find("span", below).textContent = waiting ? one.replace("%(count)s", String(waiting)) : none;
  }
  function toEnd() {
    history.scrollTop = 0;
    updateJumpButton();
    markRead();
  }
  const countInTitle = () => window.desk.countInTitle("unseen", unseen ? String(unseen) : "");

  // ---- new messages are announced and counted, and never scroll the reader's text
  /** @param {Element} message */
  function inWords(message) {
    const said = all(".msg-text, .files bdi", message).map((one) => one.textContent);
    const who = all("header :is(b, .note-by)", message).map((one) => one.textContent);
    return `${who.join(" ")}: ${said.join(", ")}`;
  }
  /** @param {HTMLElement[]} came */
  function announce(came) {
    // What was sent from this page was announced then.
    const own = find("#sending")?.dataset.own?.split(" ") ?? [];
    for (const message of came) if (!own.includes(message.dataset.reply)) hear(inWords(message));
    if (!atEnd()) waiting += came.length;
    if (document.hidden) unseen += came.length;
  }
  /** Notes that come again, in another place. @type {Set<Element>} */
  const moved = new Set();
  /** Notes change, and come again with what is newer than they are. What the page has of them stays where it is, unless
   * something new stands above; one that is open, to be changed, stays in any case.
   * @param {Element} fragment */
  function placeNotes(fragment) {
    moved.clear();
    let somethingNew = false;
    for (const one of all(":scope > :is(.msg, .note)", fragment)) {
      const here = document.getElementById(one.id);
      if (!here || here.matches(".msg")) {
        if ("renewed" in one.dataset) one.remove();
        else if (!here) somethingNew = true;
        continue;
      }
      if ("open" in here.dataset) one.remove();
      else if (somethingNew) {
        here.remove();
        moved.add(one);
      } else if (one.dataset.digest === here.dataset.digest) one.remove();
      else {
        here.replaceWith(one);
        htmx.process(one);
      }
    }
    // Below a note, a message stands under a name of its own.
    if (messages.lastElementChild?.matches(".note")) find(".msg", fragment)?.removeAttribute("data-follows");
  }
  on("htmx:oobBeforeSwap", (event) => {
    const { fragment, target } = event.detail;
    height = history.scrollHeight;
    if (target !== messages) return;
    placeNotes(fragment);
    // A pulse and a reply may run at the same time, and then both bring the messages since the same one.
    for (const one of [...fragment.children]) if (document.getElementById(one.id)) one.remove();
    target.dataset.last = fragment.dataset.last;
    const came = all(".msg, .note:not([data-own])", fragment).filter((one) => !moved.delete(one));
    const isFirstFill = !find(".msg", target);
    for (const message of came) message.classList.add("came");
    if (!isFirstFill) announce(came);
  });
  on("htmx:oobAfterSwap", (event) => {
    // scrollTop counts from the end, so content added below a reader who is further up would shift the text: scroll
    // back by as much. Content added above ("earlier") shifts nothing.
    if (event.detail.target.id !== "earlier" && !atEnd()) history.scrollTop -= history.scrollHeight - height;
    height = history.scrollHeight;
  });
  on("htmx:afterSettle", () => {
    countInTitle();
    updateJumpButton();
    updateTabStop();
    markRead();
    emit("desk:shown");
  });
  on("desk:sent", toEnd);

  // ---- earlier messages: the column keeps its distance from the end by itself
  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "earlier") return;
    // If a day began among the earlier messages, its heading is there now: remove the second one.
    const days = new Set();
    for (const day of all(".day", messages)) {
      if (days.has(day.id)) day.remove();
      days.add(day.id);
    }
    if (document.activeElement === document.body) history.focus({ preventScroll: true });
  });

  // ---- a message counts as read when the end of the column has been visible for a second, not when it scrolls past
  let soon = 0;
  function markRead() {
    clearTimeout(soon);
    const notes = document.hasFocus() ? String(all(".note[data-for-me]", messages).length) : "";
    const seen = `${newest()} ${notes}`;
    if (document.hidden || !atEnd() || !newest() || seen === marked) return;
    soon = setTimeout(() => {
      marked = seen;
      const token = /** @type {HTMLInputElement} */ (find("[name=csrfmiddlewaretoken]")).value;
      const body = new URLSearchParams({ csrfmiddlewaretoken: token, message_id: newest(), notes });
      fetch(history.dataset.read, { method: "POST", headers: { "HX-Request": "true" }, body }).catch(() => {
        marked = ""; // reported again on the next occasion
      });
    }, 1000);
  }
  const scrolled = () => {
    updateJumpButton();
    markRead();
  };
  history.addEventListener("scroll", scrolled, { passive: true });
  const lookedAt = () => {
    if (document.hidden) return;
    unseen = 0;
    countInTitle();
    markRead();
  };
  document.addEventListener("visibilitychange", lookedAt, { signal });
  signal.addEventListener("abort", () => {
    clearTimeout(soon);
    window.desk.countInTitle("unseen", "");
  });
  below.addEventListener("click", () => {
    toEnd();
    history.focus({ preventScroll: true });
  });

  // ---- of all copy buttons only the last is a Tab stop ("roving tabindex"); the arrow keys move on from there
  const copies = () => all("[data-copy-text]", messages);
  function updateTabStop() {
    const buttons = copies();
    const inside = buttons.some((one) => one === document.activeElement);
    if (!inside) for (const one of buttons) one.tabIndex = -1;
    if (buttons.length) buttons[buttons.length - 1].tabIndex = 0;
  }
  history.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const buttons = copies();
    const at = buttons.indexOf(origin(event));
    const next = step && at >= 0 && buttons[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  // ---- the page opens at the first unread message, if that is more than a screenful up
  const unread = find("#unread");
  if (unread) {
    const above = unread.getBoundingClientRect().top - history.getBoundingClientRect().top - 40;
    if (above < 0) history.scrollTop += above;
  }
  updateJumpButton();
  updateTabStop();
  markRead();
});

// The messages: where the reader stands, what came below, how far they have been read.
(() => {
  "use strict";
  const { all, emit, find, hear, on, origin } = window.desk;
  const history = find("#history");
  if (!history) return;
  const messages = find("#messages");
  const below = find("#news-below");
  const newest = () => messages.dataset.last;
  // The column is laid out backwards (column-reverse), so that it opens at its end without a script. There scrollTop is
  // 0; further up it is negative. A finger's breadth from the end is still the end.
  const atEnd = () => history.scrollTop > -60;
  let waiting = 0; // messages that came while the reader was further up
  let unseen = 0; // messages that came while the tab was hidden
  let marked = ""; // the newest that the desk was told is read
  let height = 0;

  /** The button that leads to the end: with news at once, without any from a screenful up. */
  function offerEnd() {
    if (atEnd()) waiting = 0;
    const farUp = history.scrollTop <= -history.clientHeight;
    below.hidden = atEnd() || (!waiting && !farUp);
    const { one, none } = below.dataset;
    find("span", below).textContent = waiting ? one.replace("%(count)s", String(waiting)) : none;
  }
  function toEnd() {
    history.scrollTop = 0;
    offerEnd();
    markRead();
  }
  function countInTitle() {
    document.title = (unseen ? `(${unseen}) ` : "") + document.title.replace(/^\(\d+\) /, "");
  }

  // ---- what is new is heard, counted, and never moves the reader
  /** @param {Element} message */
  function inWords(message) {
    const said = all(".msg-text, .files bdi", message).map((one) => one.textContent);
    return `${find("header b", message).textContent}: ${said.join(", ")}`;
  }
  /** @param {HTMLElement[]} came */
  function announce(came) {
    // Our own reply was said when it was sent. It stands in the tail until this answer, which brings it as a message,
    // has swapped the tail too.
    const ownIsKnown = Boolean(find('[data-state="SENT"]', history));
    for (const message of came) if (!ownIsKnown || message.dataset.sender !== "PARTNER") hear(inWords(message));
    if (!atEnd()) waiting += came.length;
    if (document.hidden) unseen += came.length;
  }
  on("htmx:oobBeforeSwap", (event) => {
    const { fragment, target } = event.detail;
    height = history.scrollHeight;
    if (target !== messages) return;
    // A pulse and a reply may be under way at once, and both bring what came since the same message.
    for (const one of [...fragment.children]) if (document.getElementById(one.id)) one.remove();
    target.dataset.last = fragment.dataset.last;
    const came = all(".msg", fragment);
    const isFirstFill = !find(".msg", target);
    for (const message of came) message.classList.add("came");
    if (!isFirstFill) announce(came);
  });
  on("htmx:oobAfterSwap", (event) => {
    // scrollTop counts from the end, so what grows below a reader further up would push the text under their eyes: step
    // back by as much. What grows above them ("earlier") moves nothing.
    if (event.detail.target.id !== "earlier" && !atEnd()) history.scrollTop -= history.scrollHeight - height;
    height = history.scrollHeight;
  });
  on("htmx:afterSettle", () => {
    countInTitle();
    offerEnd();
    rove();
    markRead();
    emit("desk:shown");
  });
  on("desk:sent", toEnd);

  // ---- earlier messages: the column keeps its distance from the end by itself
  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "earlier") return;
    // A day that began on the earlier page has its heading there; the one in the middle of it goes.
    const days = new Set();
    for (const day of all(".day", messages)) {
      if (days.has(day.id)) day.remove();
      days.add(day.id);
    }
    if (document.activeElement === document.body) history.focus({ preventScroll: true });
  });

  // ---- read is what has been at the end of the column, in a tab that is seen, for a second: not what flew past
  let soon = 0;
  function markRead() {
    clearTimeout(soon);
    if (document.hidden || !atEnd() || !newest() || newest() === marked) return;
    soon = setTimeout(() => {
      marked = newest();
      const token = /** @type {HTMLInputElement} */ (find("[name=csrfmiddlewaretoken]")).value;
      const body = new URLSearchParams({ csrfmiddlewaretoken: token, message_id: marked });
      fetch(history.dataset.read, { method: "POST", headers: { "HX-Request": "true" }, body }).catch(() => {
        marked = ""; // told again with the next occasion
      });
    }, 1000);
  }
  const scrolled = () => {
    offerEnd();
    markRead();
  };
  history.addEventListener("scroll", scrolled, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    unseen = 0;
    countInTitle();
    markRead();
  });
  below.addEventListener("click", () => {
    toEnd();
    history.focus({ preventScroll: true });
  });

  // ---- one stop for Tab among all copy buttons ("roving tabindex"): the last one; arrows go on from there
  const copies = () => all("[data-copy-text]", messages);
  function rove() {
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

  // ---- the page opens at the first message that is not read yet, if that is further up than a screenful
  const unread = find("#unread");
  if (unread) {
    const above = unread.getBoundingClientRect().top - history.getBoundingClientRect().top - 40;
    if (above < 0) history.scrollTop += above;
  }
  offerEnd();
  rove();
  markRead();
})();

// The messages: where the reader stands, what came below, how far they have been read.
(() => {
  "use strict";
  const { find, all, on } = window.desk;
  const history = find("#history");
  if (!history) return;
  const below = find("#news-below");
  const log = find("#live-log");
  const messages = () => find("#messages");
  const newest = () => messages().dataset.last;
  // The column runs backwards: its end is 0, what is further up is negative.
  const atEnd = () => history.scrollTop > -60;
  let waiting = 0; // came below while the reader was further up
  let unseen = 0; // came while the tab was hidden
  let marked = "";
  let height = 0;

  function tell() {
    if (atEnd()) waiting = 0;
    below.hidden = atEnd() || (!waiting && history.scrollTop > -history.clientHeight);
    find("span", below).textContent = waiting ? below.dataset.one.replace("%(count)s", waiting) : below.dataset.none;
  }
  function toEnd() {
    history.scrollTop = 0;
    tell();
    read();
  }
  function title() {
    document.title = (unseen ? `(${unseen}) ` : "") + document.title.replace(/^\(\d+\) /, "");
  }

  // ---- what is new is heard, counted, and never moves the reader
  const words = (message) => {
    const said = all(".msg-text, .files bdi", message).map((one) => one.textContent);
    return `${find("header b", message).textContent}: ${said.join(", ")}`;
  };
  function hear(message) {
    const line = document.createElement("p");
    line.textContent = words(message);
    log.append(line);
    while (log.children.length > 10) log.firstChild.remove();
  }
  on("htmx:oobBeforeSwap", (event) => {
    const { fragment, target } = event.detail;
    height = history.scrollHeight;
    // The pulse that is on its way brings what it asked for to the very part that asked.
    if (target.id === "freshness" && target.classList.contains("htmx-request")) event.detail.shouldSwap = false;
    if (target !== messages()) return;
    for (const one of [...fragment.children]) if (document.getElementById(one.id)) one.remove();
    target.dataset.last = fragment.dataset.last;
    const came = all(".msg", fragment);
    const first = !find(".msg", target);
    for (const message of came) message.classList.add("came");
    if (!came.length || first) return;
    came.filter((message) => !find(`#tail [data-state="SENT"]`) || message.dataset.sender !== "PARTNER").forEach(hear);
    if (!atEnd()) waiting += came.length;
    if (document.hidden) unseen += came.length;
  });
  on("htmx:oobAfterSwap", (event) => {
    const { target } = event.detail;
    if (target.id !== "earlier" && !atEnd()) history.scrollTop -= history.scrollHeight - height;
    height = history.scrollHeight;
  });
  on("htmx:afterSettle", () => {
    title();
    tell();
    rove();
    read();
    document.dispatchEvent(new CustomEvent("desk:shown"));
  });
  on("htmx:configRequest", (event) => {
    if (event.detail.verb === "get") return;
    event.detail.parameters.last = newest();
    event.detail.parameters.reply = find("#reply-id")?.value || "";
  });

  // ---- earlier messages: the column keeps its distance from the end by itself
  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "earlier") return;
    const days = new Set();
    for (const day of all(".day", messages())) {
      if (days.has(day.id)) day.remove();
      days.add(day.id);
    }
    if (document.activeElement === document.body) history.focus({ preventScroll: true });
  });

  // ---- read, once the newest is on screen
  let soon = 0;
  function read() {
    clearTimeout(soon);
    if (document.hidden || !atEnd() || !newest() || newest() === marked) return;
    soon = setTimeout(() => {
      marked = newest();
      const token = find("[name=csrfmiddlewaretoken]").value;
      const body = new URLSearchParams({ csrfmiddlewaretoken: token, message_id: marked });
      fetch(history.dataset.read, { method: "POST", headers: { "HX-Request": "true" }, body }).catch(() => (marked = ""));
    }, 1000);
  }
  history.addEventListener("scroll", () => {
    tell();
    read();
  }, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    unseen = 0;
    title();
    read();
  });
  below.addEventListener("click", () => {
    toEnd();
    history.focus({ preventScroll: true });
  });

  // ---- one stop for the keyboard among all copy buttons; arrows go on from there
  const copies = () => all("[data-copy-text]", messages());
  function rove() {
    const buttons = copies();
    if (!buttons.some((one) => one === document.activeElement)) buttons.forEach((one) => (one.tabIndex = -1));
    if (buttons.length) buttons[buttons.length - 1].tabIndex = 0;
  }
  history.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const next = step && "copyText" in event.target.dataset && copies()[copies().indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  const unread = find("#unread");
  if (unread) {
    const above = unread.getBoundingClientRect().top - history.getBoundingClientRect().top - 40;
    if (above < 0) history.scrollTop += above;
  }
  window.desk.toEnd = toEnd;
  window.desk.newest = newest;
  tell();
  rove();
  read();
})();

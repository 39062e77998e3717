// Reading beside the list: a row opens its chat in place of the one on the page, the list stays as it is, and the address
// changes. Where the list is not beside the chat, a row is a link like any other.
(() => {
  "use strict";
  const { all, emit, find, on, origin, say, showError } = window.desk;
  const wide = matchMedia("(min-width: 75rem)"); // as in layout.css
  const page = { address: location.pathname + location.search };
  const chatOf = (/** @type {string} */ path) => /\/chats\/\d+\/(\d+)\/$/.exec(path)?.[1] || "";
  /** The row that is being opened. @type {HTMLAnchorElement | null} */
  let opening = null;
  /** What asks the desk for it. @type {Element | null} */
  let asking = null;
  let turn = 0; // of the chats asked for, only the last one opens
  let toComposer = false;
  /** The result of a lookup from which the chat is opened. @type {Element | null} */
  let found = null;
  let again = () => {};

  /** @returns {HTMLAnchorElement[]} */
  const rows = () => all(".list a.row");
  const canOpen = () => wide.matches && Boolean(find("#chat") && find(".list"));

  document.addEventListener("click", (event) => {
    /** @type {HTMLAnchorElement} */
    const link = origin(event).closest(".list a.row, a[data-next], :is(.strip, .home-side) a.row");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || elsewhere || event.defaultPrevented || !canOpen()) return;
    // What was looked up or opened lately opens by its row in the list; the page of a chat without one brings that.
    const isOfList = link.matches(".list *");
    const row = isOfList ? link : rows().find((one) => one.pathname === link.pathname);
    if (!row) return;
    event.preventDefault();
    found = link.closest("#lookup-result");
    const top = "next" in row.dataset; // of the queue; of which the open chat is no part
    if (top) row.search = row.search.replace(/&but=\d+|$/, `&but=${chatOf(location.pathname)}`);
    const write = top || (event.detail === 0 && event.isTrusted); // Enter on a row means to write there
    if (row.pathname !== location.pathname) open(row.pathname + row.search, { row, write });
    else if (write) toReply();
  });

  /** @param {string} address @param {{ row?: HTMLAnchorElement, write?: boolean, back?: boolean }} how */
  async function open(address, { row, write = false, back = false }) {
    turn += 1;
    const mine = turn;
    if (asking) htmx.trigger(asking, "htmx:abort");
    toComposer = write;
    wait(row);
    const reason = await leave();
    if (mine !== turn) return;
    if (reason) return stay(reason, row);
    asking = row?.isConnected ? row : find("#chat");
    const how = { source: asking, target: "#chat", swap: "outerHTML", push: back ? "false" : "true" };
    again = () => open(address, { row, write, back });
    await htmx.ajax("GET", address, how).catch(() => {});
    if (mine === turn) wait(null);
  }
  const toReply = () => {
    find("#composer[data-note] #reply-tab")?.click();
    (find("#reply-text") || find("#main")).focus({ preventScroll: true });
  };
  /** What has to be done before this chat may go; a reason why it stays, or nothing. */
  async function leave() {
    /** @type {(() => Promise<string>)[]} */
    const steps = [];
    document.body.dispatchEvent(new CustomEvent("desk:leaving", { detail: { steps } }));
    for (const step of steps) {
      const reason = await step();
      if (reason) return reason;
    }
    return "";
  }
  /** @param {string} reason @param {HTMLAnchorElement} [row] */
  function stay(reason, row) {
    wait(null);
    backToAddress();
    showError(reason, /** @type {any} */ ({ detail: { elt: row } }));
  }
  /** After a Back that led nowhere, the address is again that of the chat on the page. */
  function backToAddress() {
    if (location.pathname + location.search !== page.address) history.pushState({ htmx: true }, "", page.address);
  }
  let slow = 0;
  /** @param {HTMLAnchorElement | null} row */
  function wait(row) {
    clearTimeout(slow);
    opening?.removeAttribute("data-opening");
    opening = row;
    if (!row) asking = null;
    if (row) slow = setTimeout(() => row.setAttribute("data-opening", ""), 150);
  }

  const isOurs = (/** @type {HtmxEvent} */ { detail }) => detail.target?.id === "chat";
  on("htmx:beforeSwap", (event) => {
    const { requestConfig, shouldSwap, xhr } = event.detail;
    if (!isOurs(event) || !xhr.status || xhr.status >= 500) return;
    // A chat that is gone, or could not be fetched: a page of its own says so.
    const isPart = shouldSwap && xhr.status === 200 && /<div id="chat" /.test(xhr.responseText);
    if (!isPart) location.assign(requestConfig.path);
    // A reply that was sent since goes first.
    const sending = isPart && find(":is(#reply-form, #send-file).htmx-request");
    if (sending) setTimeout(again);
    event.detail.shouldSwap = isPart && !sending;
  });
  for (const name of /** @type {const} */ (["htmx:responseError", "htmx:sendError", "htmx:timeout"])) {
    on(name, (event) => isOurs(event) && (event.detail.xhr.status || 500) >= 500 && backToAddress());
  }
  on("htmx:afterSwap", (event) => {
    if (!isOurs(event)) return;
    page.address = location.pathname + location.search;
    document.body.classList.remove("home"); // how the page without a chat is laid out
    found?.replaceChildren();
    bringWay();
    for (const row of rows()) {
      if (row.pathname === location.pathname) row.setAttribute("aria-current", "page");
      else row.removeAttribute("aria-current");
    }
  });
  // The way to the list stands above a chat where the list is not beside it. One that was opened beside it has none, and
  // needs it when the window is made narrow.
  function bringWay() {
    if (wide.matches || !find("#way[hidden]")) return;
    htmx.ajax("GET", location.pathname + location.search, { target: "#way", swap: "outerHTML" }).catch(() => {});
  }
  wide.addEventListener("change", bringWay);

  on("htmx:afterSettle", (event) => {
    if (!isOurs(event)) return;
    if (toComposer) toReply();
    toComposer = false;
    say(find("#chat h1").textContent, true);
    emit("desk:ask");
  });

  // ---- by keyboard: the next row and the one before it, and the chat beside follows
  const shown = () => rows().filter((row) => row.getClientRects().length);
  let soon = 0;
  /** @param {number} by */
  function step(by) {
    const all = shown();
    const focused = all.indexOf(/** @type {any} */ (document.activeElement));
    const at = focused < 0 ? all.findIndex((row) => row.hasAttribute("aria-current")) : focused;
    const row = at < 0 ? all[0] : all[at + by];
    if (!row) return;
    row.focus();
    clearTimeout(soon);
    if (find(".list[data-picking]")) return; // who selects several goes from row to row, and opens none
    if (canOpen()) soon = setTimeout(() => row.click(), 120); // of rows that a held key passes, none opens
  }
  on("desk:next-row", () => step(1));
  on("desk:previous-row", () => step(-1));
  on("desk:next", () => {
    const all = shown().filter((row) => !row.closest("[data-gone]") || row.hasAttribute("aria-current"));
    const at = all.findIndex((row) => row.hasAttribute("aria-current"));
    const row = all[at + 1] || all[0];
    if (canOpen() && row && all[at] !== row) open(row.pathname + row.search, { row, write: true });
  });

  // ---- Back and forward: the page must be up to date, so the desk is asked. From one chat to another of the same list,
  // the list stays.
  on("htmx:historyCacheMiss", (event) => {
    event.preventDefault();
    const { pathname, search } = location;
    const beside = canOpen() && chatOf(pathname) && chatOf(new URL(page.address, location.href).pathname);
    if (!beside || (search.slice(1) || "from=waiting") !== query) return location.reload();
    open(pathname + search, { row: rows().find((row) => row.pathname === pathname), back: true });
  });

  // ---- the list is where it was after a page has loaded: a number is kept, and only until then
  const KEPT = "list";
  const list = find(".inbox-scroll");
  const query = find("#inbox")?.dataset.query;
  try {
    const [top, of] = (sessionStorage.getItem(KEPT) || "").split(" ");
    if (list && of === query) list.scrollTop = Number(top);
    sessionStorage.removeItem(KEPT);
    addEventListener("pagehide", () => list?.scrollTop && sessionStorage.setItem(KEPT, `${list.scrollTop} ${query}`));
  } catch {
    // Storage is switched off: the list begins at its top.
  }
})();

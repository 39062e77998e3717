// The list of the inbox, kept up to date: rows change in place, and nothing moves under a hand. While the pointer or the
// focus is in the list, or it is scrolled, rows that come or change places wait behind a button above it.
(() => {
  "use strict";
  const { all, emit, errorInTitle, find, isTick, on, origin, say } = window.desk;
  const GOES = 10000; // how long a row that has left the view stays, if nobody has the focus in it
  const shownRows = () => find("#inbox-rows");
  const items = () => /** @type {HTMLLIElement[]} */ (all("#inbox-rows > li"));
  const scroller = () => find(".inbox-scroll");
  let pointed = false;
  /** The list as the desk had it last. @type {HTMLElement} */
  let latest = null;
  /** What of that waits behind the button. @type {HTMLElement | null} */
  let waiting = null;

  // ---- one pulse for the page: beside a chat, the chat's asks for the list as well
  on("htmx:configRequest", (event) => {
    const { elt, parameters } = event.detail;
    const list = shownRows();
    if (!isTick(event.detail) || !list || !["inbox", "freshness"].includes(elt.id)) return;
    if (elt.id === "inbox" && find('#freshness[hx-trigger*="desk:tick"]')) return event.preventDefault();
    if (elt.id === "freshness") {
      for (const [name, value] of new URLSearchParams(find("#inbox").dataset.query)) parameters[name] = value;
    }
    parameters.list = list.dataset.list;
    parameters.shown = String(all("#inbox-rows li:not([data-apart], [data-gone], [data-left]) .entry").length);
  });

  on("htmx:oobBeforeSwap", (event) => {
    const { detail } = event;
    if (detail.target.id !== "inbox-rows") return;
    detail.shouldSwap = false;
    const fresh = /** @type {HTMLElement} */ (detail.fragment.firstElementChild);
    shownRows().dataset.list = fresh.dataset.list;
    count(fresh.dataset.counts);
    latest = fresh;
    update(fresh);
    if (![...keysOf(fresh), ...keysOf(shownRows())].length) return arrange(fresh); // why it is empty may have changed
    if (!movesSomething(fresh)) return;
    if (isBusy()) hold(fresh);
    else arrange(fresh);
  });

  // What an empty list means depends on how old it is: nobody waits only while the chats are known.
  on("htmx:afterSwap", ({ detail }) => {
    if (detail.target.id !== "inbox-standing" || find("#inbox-rows .entry")) return;
    shownRows().dataset.list = "";
    setTimeout(() => emit("desk:ask")); // once the request that told so is over
  });

  const isBusy = () =>
    Boolean(find("#inbox-rows [name=chat]:checked")) ||
    pointed ||
    shownRows().contains(document.activeElement) ||
    scroller().scrollTop > 8;
  /** @param {HTMLElement} list */
  const keysOf = (list) =>
    /** @type {HTMLLIElement[]} */ (Array.from(list.children)).map((item) => item.dataset.key).filter(isRow);
  const isRow = (/** @type {string} */ key) => !["next", "empty"].includes(key) && !key.startsWith("section-");
  /** Whether rows came or changed places; that some have gone moves nothing, because they stay for a while.
   * @param {HTMLElement} fresh */
  function movesSomething(fresh) {
    const now = keysOf(fresh);
    const stayed = keysOf(shownRows()).filter((key) => now.includes(key));
    return now.length !== stayed.length || now.some((key, place) => key !== stayed[place]);
  }

  /** Shows in each row what has changed in it, where it stands.
   * @param {HTMLElement} fresh */
  function update(fresh) {
    const now = new Map(
      /** @type {HTMLLIElement[]} */ (Array.from(fresh.children)).map((one) => [one.dataset.key, one]),
    );
    for (const item of items()) {
      const { key } = item.dataset;
      if (!isRow(key)) continue;
      const next = now.get(key);
      if (next) change(item, next);
      else leave(item);
    }
  }
  /** The link itself stays, so that the focus stays in it.
   * @param {HTMLLIElement} item @param {HTMLLIElement} next */
  function change(item, next) {
    const [link, fresh] = [find(".entry", item), find(".entry", next)];
    find("[name=chat]", item).setAttribute("value", find("[name=chat]", next).getAttribute("value"));
    delete item.dataset.gone;
    delete item.dataset.left;
    item.toggleAttribute("data-apart", "apart" in next.dataset);
    link.setAttribute("href", fresh.getAttribute("href"));
    link.dataset.type = fresh.dataset.type;
    if (wordsOf(link) === wordsOf(fresh)) return;
    link.replaceChildren(...fresh.cloneNode(true).childNodes);
    item.classList.remove("changed");
    requestAnimationFrame(() => item.classList.add("changed"));
  }
  /** What a row says, but for the time that passes.
   * @param {Element} link */
  function wordsOf(link) {
    const copy = /** @type {Element} */ (link.cloneNode(true));
    for (const time of all("time", copy)) time.textContent = "";
    return copy.innerHTML;
  }
  /** A row that has left the view turns pale, and goes at the next move. The open chat's stays until another one opens,
   * and says why where the chat does.
   * @param {HTMLLIElement} item */
  function leave(item) {
    if ("gone" in item.dataset) return;
    if (find("[aria-current]", item)) {
      const [why, place] = [find("[data-row-left]")?.dataset.rowLeft, find(":is(.wait, .row-when)", item)];
      item.dataset.left = why || "";
      if (why && place) place.textContent = why;
      return;
    }
    item.dataset.gone = "";
    const away = () => {
      if (!item.isConnected || !("gone" in item.dataset)) return;
      if (item.contains(document.activeElement)) return setTimeout(away, GOES);
      item.remove();
      if (!find("#inbox-rows .entry")) arrange(latest); // the desk says what an empty list means
    };
    setTimeout(away, GOES);
  }

  /** Puts the rows in the desk's order. Those beyond what the desk has sent stay below them.
   * @param {HTMLElement} fresh */
  function arrange(fresh) {
    waiting = null;
    find("#inbox-new").hidden = true;
    const list = shownRows();
    const known = new Map(items().map((item) => [item.dataset.key, item]));
    const focus = /** @type {HTMLElement} */ (document.activeElement);
    /** @type {HTMLLIElement[]} */
    const wanted = [];
    for (const next of /** @type {HTMLLIElement[]} */ (Array.from(fresh.children))) {
      const here = known.get(next.dataset.key);
      if (here && isRow(next.dataset.key)) wanted.push(here);
      else wanted.push(/** @type {HTMLLIElement} */ (document.importNode(next, true)));
    }
    const kept = items().filter((item) => isRow(item.dataset.key) && !wanted.includes(item));
    const open = kept.filter((item) => find("[aria-current]", item));
    const before = scroller().scrollTop;
    list.replaceChildren(...open, ...wanted);
    scroller().scrollTop = before;
    if (list.contains(focus) && document.activeElement !== focus) focus.focus({ preventScroll: true });
    htmx.process(list);
  }

  // ---- what waits behind the button
  /** @param {HTMLElement} fresh */
  function hold(fresh) {
    waiting = fresh;
    const here = keysOf(shownRows());
    const came = keysOf(fresh).filter((key) => !here.includes(key)).length;
    const button = find("#inbox-new");
    const { one, none } = button.dataset;
    find("span", button).textContent = came ? one.replace("%(count)s", String(came)) : none;
    if (button.hidden) say(find("span", button).textContent);
    button.hidden = false;
  }
  function show() {
    if (!waiting) return;
    for (const item of items()) if ("gone" in item.dataset) item.remove();
    arrange(waiting);
  }
  document.addEventListener("click", (event) => {
    if (!origin(event).closest("#inbox-new")) return;
    scroller().scrollTop = 0;
    show();
    find("#inbox-rows .entry")?.focus({ preventScroll: true });
  });
  // The hand has left: nothing is being looked at that could move.
  const perhaps = () => waiting && !isBusy() && show();
  document.addEventListener("pointerover", (event) => {
    const inside = event.pointerType !== "touch" && Boolean(origin(event).closest(".inbox-scroll, #inbox-new"));
    if (pointed && !inside) setTimeout(perhaps, 600);
    pointed = inside;
  });
  document.documentElement.addEventListener("pointerleave", () => {
    pointed = false;
    perhaps();
  });
  document.addEventListener("focusout", () => setTimeout(perhaps));
  document.addEventListener("scroll", () => setTimeout(perhaps), { capture: true, passive: true });

  on("htmx:afterSwap", ({ detail }) => {
    if (detail.target.id !== "chat") return;
    for (const item of items()) if ("left" in item.dataset) leave(item);
  });

  // ---- how many wait
  /** @param {string} counts such as "waiting=12 mine=3" */
  function count(counts) {
    for (const [name, number] of counts
      .trim()
      .split(/\s+/)
      .map((one) => one.split("="))) {
      for (const place of all(`[data-count="${CSS.escape(name)}"]`)) if (number) place.textContent = number;
    }
    countInTitle();
    sayHanded(/handed=(\d+)/.exec(counts)?.[1]);
  }
  /** What colleagues have handed to the agent, whatever the list shows. @param {string | undefined} number */
  function sayHanded(number) {
    const link = find("#inbox-handed");
    if (!link || number === undefined) return; // a filtered list counts nothing
    const hides = number === "0" || "here" in link.dataset;
    if (link.hidden && !hides) say(link.dataset.come);
    link.hidden = hides;
  }
  function countInTitle() {
    const head = find(".list-head [data-count]");
    if (!head) return;
    const waits = ["waiting", "mine", "nobodys", "new"].includes(head.dataset.count) && head.textContent !== "0";
    window.desk.countInTitle("waiting", waits ? head.textContent : "");
    errorInTitle();
  }
  on("htmx:afterSettle", countInTitle); // a chat that opened beside the list brought a title of its own
  countInTitle();
})();

// What htmx's answers replace: a part that did not change is not swapped, and the focus is never lost.
(() => {
  "use strict";
  const { all, cursors, errorInTitle, field, find, isTick, live, on, pulse, recovered, say } = window.desk;
  /** What had the focus when the person pressed. @type {Element} */
  let focused = null;
  /** The ids of the parts that the present answer replaces. @type {string[]} */
  let changed = [];
  /** Live parts whose request this script aborted: not a failure of the desk. @type {WeakSet<Element>} */
  const aborted = new WeakSet();
  /** @type {WeakMap<XMLHttpRequest, number>} */
  const busyTimers = new WeakMap();
  /** The chat that was open when the pulse asked. @type {WeakMap<XMLHttpRequest, Element>} */
  const askedFor = new WeakMap();

  /** @param {Element[]} parts */
  function selectionIn(parts) {
    const selection = getSelection();
    return selection && !selection.isCollapsed && parts.some((part) => selection.containsNode(part, true));
  }
  // A whole page in place of a part comes from somebody else: a proxy, or a network's own sign-in page. nginx's have no
  // doctype, and some proxies send plain text.
  const isForeign = (/** @type {XMLHttpRequest} */ xhr) =>
    /^\s*<(!doctype|html|head|\?xml)/i.test(xhr.responseText || "") ||
    (xhr.status !== 204 && !/^text\/html/i.test(xhr.getResponseHeader("Content-Type") || "text/html"));

  on("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") Object.assign(event.detail.parameters, cursors());
  });
  on("htmx:beforeRequest", (event) => {
    const { elt, requestConfig, target, xhr } = event.detail;
    if (isTick(requestConfig)) {
      pulse.running += 1;
      askedFor.set(xhr, find("[data-chat]"));
      return;
    }
    focused = document.activeElement;
    if ("forget" in elt.dataset) focusNeighbour(elt.closest("li"));
    /** @type {HTMLElement} */
    const busy = elt.closest("[data-busy]");
    if (!busy) return;
    const tell = () => {
      target?.setAttribute("aria-busy", "true");
      say(busy.dataset.busy, true);
    };
    busyTimers.set(xhr, setTimeout(tell, 400));
  });
  /** Moves the focus from a row that is about to go to its neighbour.
   * @param {Element} item */
  function focusNeighbour(item) {
    const near = item.nextElementSibling || item.previousElementSibling;
    const next = (near && find(".row", near)) || field();
    next?.focus();
    focused = next;
  }
  on("htmx:afterRequest", (event) => {
    const { elt, requestConfig, successful, xhr, target } = event.detail;
    clearTimeout(busyTimers.get(xhr));
    target?.removeAttribute("aria-busy");
    // That a part which rarely changes was answered disproves nothing that was said of the page's own.
    const aside = requestConfig?.triggeringEvent?.type === "desk:calm" && find('[hx-trigger*="desk:tick"]');
    if (successful && !aside) recovered(requestConfig);
    if (!isTick(requestConfig)) return keepFocus();
    pulse.running = Math.max(0, pulse.running - 1);
    if (!aborted.delete(elt) && !aside) pulse.failures = successful ? 0 : Math.min(pulse.failures + 1, 4);
  });
  on("htmx:beforeSwap", (event) => {
    const { detail } = event;
    const tick = isTick(detail.requestConfig);
    if (isForeign(detail.xhr)) Object.assign(detail, { shouldSwap: false, isError: true });
    // A person's own request (Refresh) replaces a live part whose request is running. htmx would deliver its answer to
    // an element that is no longer on the page, so that request is aborted.
    const { id } = detail.target;
    const asking = id && !tick && detail.shouldSwap && find(`#${CSS.escape(id)}:is(${live}).htmx-request`);
    if (asking) abort(asking);
    // Another chat comes in place of this one: what this one has asked for must not be swapped into that.
    if (id === "chat" && detail.shouldSwap) for (const one of all(".htmx-request", detail.target)) abort(one);
    if (tick && askedFor.get(detail.xhr) !== find("[data-chat]")) detail.shouldSwap = false;
    // Text that a person has selected, to copy it, stays selected: the news come with the next beat.
    if (tick && selectionIn(all(`${live}, [data-digest]`))) detail.shouldSwap = false;
    changed = [];
  });
  function abort(/** @type {Element} */ element) {
    aborted.add(element);
    htmx.trigger(element, "htmx:abort");
  }
  on("htmx:oobBeforeSwap", (event) => {
    const { detail } = event;
    const { fragment, target } = detail;
    const fresh = /** @type {HTMLElement} */ (fragment.firstElementChild);
    const same = fresh?.dataset.digest && fresh.dataset.digest === target.dataset.digest;
    // A live part whose request is running gets its own answer soon; replaced now, it could not receive it.
    const asking = target.matches(`${live}.htmx-request`);
    if (same || asking) detail.shouldSwap = false;
    else changed.push(target.id);
  });
  on("htmx:afterSettle", () => {
    errorInTitle();
    const parts = changed.splice(0).map((id) => id && document.getElementById(id));
    // In reverse order: a later announcement replaces an earlier one, so the first part of the page is the one heard.
    for (const part of parts.filter(Boolean).reverse()) {
      part.classList.add("changed");
      say(part.dataset.announce);
    }
  });
  function keepFocus() {
    const lost = document.activeElement === document.body || !document.activeElement;
    if (lost && focused?.isConnected) /** @type {HTMLElement} */ (focused).focus({ preventScroll: true });
  }
})();

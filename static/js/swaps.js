(() => {
  "use strict";
  const { desk } = window;
  const { find, all, on, field, say, trouble, isTick, pulse } = desk;
  const body = document.body;

  // ---- htmx: one request of the pulse at a time, and nothing moves that did not change
  const selectionIn = (parts) => {
    const selection = getSelection();
    return selection && !selection.isCollapsed && parts.some((part) => selection.containsNode(part, true));
  };
  const wholePage = (text) => /^\s*<!doctype/i.test(text || "");
  let focused = null;
  let changed = [];

  on("htmx:beforeRequest", (event) => {
    const { elt, requestConfig, target } = event.detail;
    if (isTick(requestConfig)) return void (pulse.running += 1);
    focused = document.activeElement;
    const form = elt.closest("[data-busy]");
    if (!form) return;
    event.detail.xhr.deskTimer = setTimeout(() => {
      if (target) target.setAttribute("aria-busy", "true");
      say(form.dataset.busy, true);
    }, 400);
  });
  on("htmx:beforeRequest", (event) => {
    if ("forget" in event.detail.elt.dataset) stepOver(event.detail.elt.closest("li"));
  });
  function stepOver(item) {
    const near = item.nextElementSibling || item.previousElementSibling;
    const next = (near && find(".row", near)) || field();
    if (next) next.focus();
    focused = next;
  }
  on("htmx:afterRequest", (event) => {
    const { requestConfig, successful, xhr, target } = event.detail;
    clearTimeout(xhr && xhr.deskTimer);
    if (target) target.removeAttribute("aria-busy");
    const tick = isTick(requestConfig);
    if (tick) {
      pulse.running = Math.max(0, pulse.running - 1);
      if (!pulse.dropped) pulse.failures = successful ? 0 : Math.min(pulse.failures + 1, 4);
      pulse.dropped = false;
    }
    if (successful) trouble("");
    if (!tick) keepFocus();
  });
  on("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    // A page where a part was asked for is somebody else's answer: a proxy's, or a network's own sign-in.
    if (wholePage(xhr.responseText)) Object.assign(event.detail, { shouldSwap: false, isError: true });
    // A pulse that is under way asks for a part that is going to be another one: its answer would find no place.
    const asking = event.detail.target.id === "freshness" && !isTick(requestConfig) && find("#freshness.htmx-request");
    if (asking && event.detail.shouldSwap) {
      pulse.dropped = true;
      htmx.trigger(asking, "htmx:abort");
    }
    if (isTick(requestConfig) && selectionIn(all("#freshness, [data-digest]"))) event.detail.shouldSwap = false;
    changed = [];
  });
  on("htmx:oobBeforeSwap", (event) => {
    const { fragment, target } = event.detail;
    const fresh = fragment.firstElementChild;
    if (fresh && fresh.dataset.digest && fresh.dataset.digest === target.dataset.digest) event.detail.shouldSwap = false;
    else changed.push(target.id);
  });
  on("htmx:afterSettle", () => {
    for (const part of changed.splice(0).map((id) => find(`#${CSS.escape(id)}`)).filter(Boolean).reverse()) {
      part.classList.add("changed");
      say(part.dataset.announce);
    }
    desk.ages();
    desk.tooltips();
  });
  function keepFocus() {
    const lost = document.activeElement === body || !document.activeElement;
    if (lost && focused && focused.isConnected) focused.focus({ preventScroll: true });
  }

  desk.focusOn = (target) => {
    focused = target;
    target.focus();
  };
})();

// What all scripts of the desk share. Everything else is HTML that works without them.
(() => {
  "use strict";
  const body = document.body;
  const word = body.dataset;
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (name, act) => body.addEventListener(name, act);
  const field = () => find("#q");
  const desk = { word, find, all, on, field, say, trouble, renewToken };
  window.desk = desk;

  // ---- what is said to screen readers: at most one sentence in five seconds, unless a person caused it
  const status = find("#live-status");
  let saidAt = 0;
  let saying = 0;
  function say(text, byPerson = false) {
    if (!text || !status) return;
    clearTimeout(saying);
    saying = setTimeout(() => {
      saidAt = Date.now();
      status.textContent = "";
      requestAnimationFrame(() => (status.textContent = text));
    }, byPerson ? 0 : Math.max(0, saidAt + 5000 - Date.now()));
  }

  // ---- trouble: what failed stays as it was, and can be tried again
  const alertRegion = find("#live-alert");
  let failed = null;
  function trouble(text, event) {
    failed = event ? event.detail : null;
    if (alertRegion && alertRegion.textContent !== text) alertRegion.textContent = text;
  }
  function retry() {
    const { elt, requestConfig } = failed || {};
    trouble("");
    if (requestConfig && desk.isTick(requestConfig)) return desk.beat();
    const form = elt && elt.closest("form");
    if (form) form.requestSubmit();
    else location.reload();
  }

  // ---- errors
  on("htmx:responseError", async (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.status === 401) return;
    if (xhr.status === 403 && (await renewToken())) return trouble(word.wordRenewed);
    if (desk.isTick(requestConfig) && desk.pulse.failures < 1 && xhr.status >= 500) return;
    trouble(xhr.status === 404 ? word.wordGone : word.wordFailed, event);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    on(name, (event) => {
      if (!desk.isTick(event.detail.requestConfig) || desk.pulse.failures > 1) trouble(word.wordOffline, event);
    });
  }
  async function renewToken() {
    try {
      const page = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (page.redirected && !find("#reply-text")?.value) location.reload(); // to the sign-in page, and back here
      const fresh = !page.redirected && find("[name=csrfmiddlewaretoken]", new DOMParser().parseFromString(await page.text(), "text/html"));
      if (!fresh) return false;
      for (const input of all("[name=csrfmiddlewaretoken]")) input.value = fresh.value;
      return true;
    } catch {
      return false;
    }
  }

  // ---- what every page has to press
  document.addEventListener("click", (event) => {
    const menu = find("details.menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
    const button = event.target.closest("button");
    if (!button) return;
    if ("retry" in button.dataset) retry();
    else if (button.dataset.close) close(find(button.dataset.close));
  });
  function close(region) {
    region.replaceChildren();
    if (field()) field().focus();
  }
  desk.close = close;

  // ---- the history: Back asks the desk for the whole page, and htmx keeps no address in the browser's storage
  function keepNoAddress() {
    try {
      sessionStorage.removeItem("htmx-current-path-for-history");
    } catch {
      return; // storage is switched off: nothing was kept
    }
  }
  keepNoAddress();
  on("htmx:pushedIntoHistory", keepNoAddress);
  on("htmx:historyCacheMiss", (event) => {
    event.preventDefault();
    location.reload();
  });
})();

// The pulse, the keys, copying, ages and errors. Everything else is HTML that works without this file.
(() => {
  "use strict";
  const body = document.body;
  const word = body.dataset;
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (name, act) => body.addEventListener(name, act);
  const field = () => find("#q");

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
    if (requestConfig && isTick(requestConfig)) return beat();
    const form = elt && elt.closest("form");
    if (form) form.requestSubmit();
    else location.reload();
  }

  // ---- the pulse: parts of a page that follow Market listen to desk:tick
  const pulse = { active: Date.now(), failures: 0, running: 0, timer: 0, at: 0 };
  const isTick = (config) => config && config.triggeringEvent && config.triggeringEvent.type === "desk:tick";
  function gap() {
    if (document.hidden) return 60000;
    const calm = Date.now() - pulse.active > 60000 ? 15000 : 5000;
    return Math.min(calm * 2 ** pulse.failures, 60000) * (0.8 + Math.random() * 0.4);
  }
  function next() {
    clearTimeout(pulse.timer);
    pulse.timer = setTimeout(beat, gap());
  }
  function beat() {
    next();
    if (pulse.running) return;
    pulse.at = Date.now();
    body.dispatchEvent(new CustomEvent("desk:tick"));
  }
  for (const sign of ["pointerdown", "pointermove", "keydown", "scroll"]) {
    addEventListener(sign, () => {
      const wasQuiet = Date.now() - pulse.active > 60000;
      pulse.active = Date.now();
      if (wasQuiet) beat();
    }, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    ages();
    if (Date.now() - pulse.at > 5000) beat();
    else next();
  });

  // ---- ages, by the server's clock
  const skew = Date.now() - word.now * 1000;
  const dayIn = (() => {
    try {
      const format = new Intl.DateTimeFormat("en-CA", { timeZone: word.zone });
      return (at) => format.format(at);
    } catch {
      return (at) => new Date(at).toDateString();
    }
  })();
  function ageOf(time) {
    const form = time.dataset.age;
    const now = Date.now() - skew;
    const at = Date.parse(time.dateTime);
    const minutes = Math.floor(Math.max(0, now - at) / 60000);
    if (minutes < 1) return word.wordNow;
    if (minutes < 60) return word[form === "list" ? "wordListMin" : "wordSinceMin"].replace("%(count)s", minutes);
    if (minutes < 1440) return word[form === "list" ? "wordListH" : "wordSinceH"].replace("%(count)s", Math.floor(minutes / 60));
    if (dayIn(now - 86400000) === dayIn(at)) return word.wordYesterday;
    return form === "since" ? "" : time.dataset.date;
  }
  function ages() {
    for (const time of all("time[data-age]")) {
      const text = ageOf(time);
      if (time.textContent !== text) time.textContent = text;
    }
  }
  setInterval(ages, 60000);

  // ---- copying; without a clipboard (plain http) by selecting
  async function copy(button) {
    const text = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      if (!copyBySelecting(text)) return selectBeside(button);
    }
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 2000);
    say(word.wordCopied, true);
  }
  function copyBySelecting(text) {
    const active = document.activeElement;
    const area = document.createElement("textarea");
    area.className = "sr";
    area.value = text;
    body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (active) active.focus({ preventScroll: true });
    return copied;
  }
  function selectBeside(button) {
    const shown = find(".id, a", button.parentElement);
    if (shown) getSelection().selectAllChildren(shown);
    say(word.wordSelect, true);
  }

  // ---- keys: the sheet is the registry
  const sheet = find("#keys");
  const keys = new Map(all("#keys [data-codes]").map((row) => [row.dataset.codes, row]));
  const singleKeys = word.singleKeys === "on";
  const actions = {
    focus: (target) => (target.focus(), target.select()),
    press: (target) => target.click(),
    sheet: (target) => target.showModal(),
  };
  let begun = "";
  let forgetBegun = 0;
  function tooltips() {
    for (const row of keys.values()) {
      const target = find(row.dataset.for);
      if (target && singleKeys && target.hasAttribute("aria-label")) {
        target.title = `${target.getAttribute("aria-label")} · ${find("kbd", row).textContent}`;
      }
    }
  }
  function chord(event) {
    const question = event.key === "?" ? "Shift+Slash" : "";
    return question || (event.ctrlKey || event.metaKey ? "Mod+" : "") + (event.altKey ? "Alt+" : "") + (event.shiftKey ? "Shift+" : "") + event.code;
  }
  function pressed(event) {
    const now = chord(event);
    const whole = begun ? `${begun} ${now}` : now;
    begun = "";
    clearTimeout(forgetBegun);
    const row = keys.get(whole) || keys.get(now);
    const target = row && find(row.dataset.for);
    if (target) {
      event.preventDefault();
      actions[row.dataset.action](target);
    } else if ([...keys.keys()].some((codes) => codes.startsWith(`${now} `))) {
      begun = now;
      forgetBegun = setTimeout(() => (begun = ""), 1500);
    }
    return Boolean(row);
  }
  const rows = () => all("[data-walk] .row").filter((row) => row.getClientRects().length);
  function walk(event) {
    const list = rows();
    const at = list.indexOf(event.target.closest(".row"));
    const inField = event.target === field();
    if (event.key === "ArrowDown" && (inField || at >= 0)) return list[at + 1];
    if (event.key === "ArrowUp" && at >= 0) return list[at - 1] || field();
    return null;
  }
  function chosen(event) {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    const mark = digit && find(`[data-choice="${digit[1]}"]`);
    return mark && mark.closest("a");
  }
  function escape() {
    const menu = find("details[open]");
    if (menu) {
      menu.open = false;
      find("summary", menu).focus();
    } else if (find(".strip :is(.result, .field-error:not(:empty))")) {
      close(find("#lookup-result"));
    }
  }
  function close(region) {
    region.replaceChildren();
    if (field()) field().focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || find("dialog[open]")) return;
    if (event.key === "Escape") return escape();
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    const next = modified || event.shiftKey ? null : walk(event);
    if (next) {
      event.preventDefault();
      return next.focus();
    }
    const forget = event.key === "Delete" && !typing && find("[data-forget]", event.target.closest("li") || document.createElement("li"));
    if (forget) return forget.requestSubmit();
    if (modified) return void pressed(event);
    if (typing || !singleKeys) return;
    const choice = chosen(event);
    if (choice) choice.click();
    else pressed(event);
  });
  // What is pasted anywhere on the page is looked for: the field is what a paste is meant for.
  document.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    const inField = event.target === field();
    if (!field() || !text || find("dialog[open]") || (!inField && event.target.closest("input, textarea, [contenteditable]"))) return;
    if (inField && !/[\r\n\t]/.test(text)) return;
    event.preventDefault();
    // A field of one line would glue the numbers of two lines together.
    const line = text.trim().replace(/[\r\n\t]+/g, ", ");
    if (!inField) field().value = line;
    else field().setRangeText(line, field().selectionStart, field().selectionEnd, "end");
    field().focus();
  });

  document.addEventListener("click", (event) => {
    const target = event.target;
    const button = target.closest("button");
    const menu = find("details.menu[open]");
    if (menu && !menu.contains(target)) menu.open = false;
    if (target === sheet) sheet.close();
    if (!button) return;
    if (button.dataset.copy) copy(button);
    else if ("sheet" in button.dataset) {
      if (menu) menu.open = false;
      sheet.showModal();
    } else if ("retry" in button.dataset) retry();
    else if (button.dataset.close) close(find(button.dataset.close));
  });
  // A new number may be looked for while the last is still searched for; the same one twice may not.
  on("input", (event) => {
    if (event.target === field()) for (const button of all("button", field().form)) button.disabled = false;
  });

  // A key never leaves the browser: not in an address, which logs and the history keep.
  document.addEventListener("submit", (event) => {
    const { token } = event.target.dataset;
    if (!token || !/\bACMA:/i.test(field().value.normalize("NFKC").replace(/\p{Cf}/gu, ""))) return;
    event.preventDefault();
    event.stopPropagation();
    field().value = "";
    refuse(token);
  }, true);
  function refuse(text) {
    find("#lookup-error").textContent = text;
    field().setAttribute("aria-invalid", "true");
    field().focus();
    say(text, true);
  }

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
      pulse.failures = successful ? 0 : Math.min(pulse.failures + 1, 4);
    }
    if (successful) trouble("");
    if (!tick) keepFocus();
  });
  on("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    // A page where a part was asked for is somebody else's answer: a proxy's, or a network's own sign-in.
    if (wholePage(xhr.responseText)) Object.assign(event.detail, { shouldSwap: false, isError: true });
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
    ages();
    tooltips();
  });
  function keepFocus() {
    const lost = document.activeElement === body || !document.activeElement;
    if (lost && focused && focused.isConnected) focused.focus({ preventScroll: true });
  }

  // After a person's own search: the choices, or back in the field with its text marked for the next paste.
  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "lookup-result") return;
    const result = find("#lookup-result");
    const refused = find("#lookup-error", result).textContent.trim();
    field().toggleAttribute("aria-invalid", false);
    if (refused) field().setAttribute("aria-invalid", "true");
    const first = find(".row", result);
    focused = first || field();
    focused.focus();
    if (!first) field().select();
    say(refused || result.dataset.announce, true);
  });

  // ---- errors
  on("htmx:responseError", async (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.status === 401) return;
    if (xhr.status === 403 && (await renewToken())) return trouble(word.wordRenewed);
    if (isTick(requestConfig) && pulse.failures < 1 && xhr.status >= 500) return;
    trouble(xhr.status === 404 ? word.wordGone : word.wordFailed, event);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    on(name, (event) => {
      if (!isTick(event.detail.requestConfig) || pulse.failures > 1) trouble(word.wordOffline, event);
    });
  }
  async function renewToken() {
    try {
      const page = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (page.redirected) location.reload(); // to the sign-in page, and back here
      const fresh = !page.redirected && find("[name=csrfmiddlewaretoken]", new DOMParser().parseFromString(await page.text(), "text/html"));
      if (!fresh) return false;
      for (const input of all("[name=csrfmiddlewaretoken]")) input.value = fresh.value;
      return true;
    } catch {
      return false;
    }
  }

  addEventListener("beforeprint", () => {
    const at = new Date(Date.now() - skew);
    for (const time of all("[data-printed]")) {
      time.textContent = at.toLocaleString(document.documentElement.lang, { timeZone: word.zone });
    }
  });
  tooltips();
  ages();
  addEventListener("pageshow", () => setTimeout(beat, 300));
})();

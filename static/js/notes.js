// The form for a private note, the second tab of the composer. It shares nothing with the form of the reply: what is
// typed here is kept by the desk as a draft of its own, and goes to an address that cannot send.
window.desk.part("#note-form", (/** @type {HTMLFormElement} */ form, life) => {
  "use strict";
  const { on, signal } = life;
  const { emit, find, isComposing, origin, renewToken, say } = window.desk;
  /** @type {HTMLTextAreaElement} */
  const text = find("#note-text");
  /** @type {HTMLInputElement} */
  const key = find("#note-key");
  const composer = find("#composer");
  const state = find("#note-state");
  const count = find("#note-count");
  const begun = find("#note-begun");
  const words = form.dataset;
  const longest = Number(text.dataset.longest);
  const saveAfter = 800;

  // ---- the tabs
  const tabs = { reply: find("#reply-tab"), note: find("#note-tab") };
  /** @param {boolean} note */
  function choose(note) {
    composer.toggleAttribute("data-note", note);
    tabs[note ? "note" : "reply"].setAttribute("aria-current", "true");
    tabs[note ? "reply" : "note"].removeAttribute("aria-current");
    /** @type {HTMLTextAreaElement} */
    const field = note ? text : find("#reply-text");
    if (!field) return;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    measure();
  }
  for (const [name, tab] of Object.entries(tabs)) {
    tab.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(name === "note");
    });
  }

  // A prepared answer is for the buyer.
  const toReply = (/** @type {MouseEvent} */ event) => origin(event).closest("#open-answers") && choose(false);
  document.addEventListener("click", toReply, { capture: true, signal });

  // ---- what is typed: its length, and that it is kept
  function measure() {
    const length = [...text.value].length;
    const left = longest - length;
    count.textContent = "";
    if (left < 0) count.textContent = words.over.replace("%(count)s", String(-left));
    else if (left <= 300) count.textContent = words.left.replace("%(count)s", String(left));
    count.toggleAttribute("data-over", left < 0);
    begun.hidden = !text.value.trim();
    if (CSS.supports("field-sizing", "content")) return;
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  }
  /** The versions of the draft that this page has shown or saved. @type {string[]} */
  const known = [words.version];
  const page = [...crypto.getRandomValues(new Uint32Array(4))].map((number) => number.toString(36)).join("");
  let saves = 0;
  let saved = text.value; // what the desk has as the draft
  let timer = 0;
  /** @type {Promise<void> | null} */
  let saving = null;
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, saveAfter);
  };
  const isBeingNoted = () => form.classList.contains("htmx-request");
  function base() {
    const before = known.slice(-20).join(" ");
    saves += 1;
    known.push(`${page}-${saves}`);
    return `${before} >${page}-${saves}`;
  }
  // With `keepalive` the request survives when the page is left.
  function save(leaving = false) {
    clearTimeout(timer);
    const { value } = text;
    if (value === saved || isBeingNoted()) return;
    const body = new FormData();
    const { csrfmiddlewaretoken } = Object.fromEntries(/** @type {any} */ (new FormData(form)));
    const fields = { csrfmiddlewaretoken, text: value, key: key.value, base: base(), ...(leaving && { leaving: "1" }) };
    for (const [name, one] of Object.entries(fields)) body.append(name, one);
    const headers = { "HX-Request": "true", "HX-Target": "note-form" };
    /** @type {Promise<void>} */
    const latest = fetch(words.draft, { method: "POST", keepalive: true, headers, body })
      .catch(() => /** @type {Response | null} */ (null))
      .then(async (answer) => {
        if (latest === saving && !signal.aborted) await draftSaved(answer, value);
      });
    saving = latest;
  }
  /** @param {Response | null} answer @param {string} value */
  async function draftSaved(answer, value) {
    saving = null;
    if (answer?.ok) saved = value;
    if (answer?.ok || answer?.status === 409) known.push(answer.headers.get("Draft-Version"));
    if (answer?.status === 409) return merge(await answer.text());
    const outdated = answer?.status === 403 && !answer.headers.has("Desk-Refused");
    if (outdated && (await renewToken())) saveSoon();
    state.textContent = text.value ? (answer?.ok ? words.saved : words.unsaved) : "";
  }
  /** Another tab has begun a note, too: both texts stand here, and nobody has to choose. @param {string} theirs */
  function merge(theirs) {
    const mine = text.value;
    if (!mine.includes(theirs)) text.value = theirs.includes(mine) ? theirs : `${theirs}\n\n${mine}`;
    measure();
    saveSoon();
  }
  text.addEventListener("input", () => {
    state.textContent = "";
    text.removeAttribute("aria-invalid");
    find("#note-error").textContent = "";
    measure();
    saveSoon();
  });
  const leave = () => save(true);
  text.addEventListener("blur", () => save());
  document.addEventListener("visibilitychange", () => document.hidden && leave(), { signal });
  addEventListener("pagehide", leave, { signal });
  signal.addEventListener("abort", leave);
  on("desk:leaving", ({ detail }) => {
    detail.steps.push(async () => {
      await saving;
      save(true);
      await saving;
      return text.value === saved ? "" : words.unkept;
    });
  });

  // ---- saving the note. The text stays in the field until the desk has it
  text.addEventListener("keydown", (event) => {
    if (isComposing(event) || event.defaultPrevented || event.key !== "Enter") return;
    if (!(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    form.requestSubmit();
  });
  let sent = "";
  // Wait for a draft that is being saved: arriving after the note, it would be a draft again.
  on("htmx:confirm", (event) => {
    if (event.target !== form) return;
    clearTimeout(timer);
    if (!saving) return;
    event.preventDefault();
    saving.finally(() => event.detail.issueRequest(true));
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target === form) sent = text.value;
  });
  on("htmx:afterSwap", ({ detail }) => {
    if (detail.target.id !== "note-outcome") return;
    const error = find("#note-error").textContent;
    text.toggleAttribute("aria-invalid", false);
    if (error) text.setAttribute("aria-invalid", "true");
    say(error || words.noted, true);
    if (error) return;
    // What has been typed since the press stays, as the beginning of the next note.
    text.value = text.value.startsWith(sent) ? text.value.slice(sent.length).trimStart() : text.value;
    saved = "";
    measure();
    state.textContent = text.value ? "" : words.noted;
    if (text.value) saveSoon();
    emit("desk:sent");
  });
  for (const name of /** @type {const} */ (["htmx:sendError", "htmx:timeout", "htmx:responseError"])) {
    on(name, ({ detail }) => {
      if (detail.elt !== form || detail.xhr.status === 401) return;
      find("#note-error").textContent = words.notNoted;
      say(words.notNoted, true);
    });
  }
  // Signed out: htmx would go to the sign-in page.
  on("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status !== 401 || text.value === saved) return;
    event.preventDefault();
    find("#note-error").textContent = words.unsaved;
  });

  // ---- a note that is open in its place: the focus goes into it, and back to where it was opened
  on("htmx:afterSettle", ({ detail }) => {
    const note = document.getElementById(detail.target.id);
    if (!note?.matches(".note")) return;
    const field = find("textarea", note) || find("a, button", note);
    field?.focus({ preventScroll: true });
    note.scrollIntoView({ block: "nearest" });
    const error = find(".field-error", note)?.textContent;
    if (error) say(error, true);
  });
  document.addEventListener(
    "keydown",
    (event) => {
      const open = /** @type {HTMLElement} */ (origin(event).closest?.(".note[data-open]"));
      if (event.key !== "Escape" || !open || isComposing(event)) return;
      event.preventDefault();
      find("[data-note-close]", open).click();
    },
    { signal },
  );

  measure();
});

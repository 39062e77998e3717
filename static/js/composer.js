// The composer: nothing typed is lost, and nothing is sent twice.
(() => {
  "use strict";
  const { cursors, emit, find, isComposing, on, renewToken, say, showError } = window.desk;
  /** @type {HTMLFormElement} */
  const form = find("#reply-form");
  if (!form) return;
  /** @type {HTMLTextAreaElement} */
  const text = find("#reply-text");
  const send = find("#send");
  /** @type {HTMLInputElement} */
  const seen = find("#reply-seen");
  const count = find("#reply-count");
  const state = find("#draft-state");
  const words = form.dataset;
  const longest = Number(text.dataset.longest);
  const countedFrom = longest - 300; // the counter appears only near the limit
  const saveAfter = 800;
  let saved = text.value; // what the desk has as the draft
  /** A draft that is being saved. @type {Promise<void> | null} */
  let saving = null;
  let timer = 0;
  let sent = ""; // the text of the reply being sent: the person may have typed on since
  let signedOut = false;
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(saveDraft, saveAfter);
  };

  // ---- the draft, saved on the server. With `keepalive` the request survives when the page is left.
  function saveDraft() {
    clearTimeout(timer);
    if (text.value === saved || signedOut) return;
    const { value } = text;
    const { csrfmiddlewaretoken, reply_id } = Object.fromEntries(/** @type {any} */ (new FormData(form)));
    const body = new URLSearchParams({ csrfmiddlewaretoken, text: value, reply_id });
    saving = fetch(words.draft, { method: "POST", keepalive: true, headers: { "HX-Request": "true" }, body }).then(
      (answer) => draftSaved(answer, value),
      () => draftSaved({ ok: false }, value),
    );
  }
  /** @param {{ok: boolean, status?: number}} answer @param {string} value */
  async function draftSaved(answer, value) {
    saving = null;
    if (answer.ok) saved = value;
    if (answer.status === 401) holdOut();
    if (answer.status === 403 && (await renewToken())) saveSoon();
    if (text.value) state.textContent = answer.ok ? words.saved : words.unsaved;
    else state.textContent = "";
  }
  text.addEventListener("input", () => {
    saveSoon();
    if (!text.value) acknowledge();
    state.textContent = "";
    if (text.value) find('.said[data-kind="sent"]', form)?.remove();
    text.removeAttribute("aria-invalid");
    find("#reply-error").textContent = "";
    measure();
  });
  text.addEventListener("blur", saveDraft);
  document.addEventListener("visibilitychange", () => document.hidden && saveDraft());
  addEventListener("pagehide", saveDraft);
  addEventListener("beforeunload", (event) => {
    // Only if the draft could not be saved: otherwise it is there when the person comes back.
    if (signedOut && text.value !== saved) event.preventDefault();
  });

  /** Market counts characters, not UTF-16 units: an emoji is one. */
  function measure() {
    const length = [...text.value].length;
    const over = length - longest;
    count.textContent = "";
    if (over > 0) count.textContent = words.over.replace("%(count)s", String(over));
    else if (length >= countedFrom) count.textContent = words.left.replace("%(count)s", String(-over));
    count.toggleAttribute("data-over", over > 0);
    if (CSS.supports("field-sizing", "content")) return;
    // Shrink first: scrollHeight is never less than the present height, so it would not follow deleted lines.
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  }

  // ---- when the session has ended, the text stays; the person signs in in another tab
  function holdOut() {
    signedOut = true;
    showError(words.out);
    const link = document.createElement("a");
    Object.assign(link, { href: words.signIn, target: "_blank", textContent: words.signInText });
    find("#reply-error").replaceChildren(link);
  }
  on("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status !== 401 || text.value === saved) return;
    event.preventDefault(); // htmx would go to the sign-in page, and the text would be lost
    holdOut();
  });

  // ---- what the person has seen. A reply says which message was the newest then, and a later one holds the reply back
  // once. A message that comes while the composer is empty counts as seen; one that comes after the first letter does
  // not, until the composer is empty again.
  function acknowledge() {
    const { last } = cursors();
    if (!text.value && last) seen.value = last;
  }
  on("desk:shown", acknowledge);

  // ---- sending
  text.addEventListener("keydown", (event) => {
    if (isComposing(event) || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!event.repeat) form.requestSubmit(send);
  });
  // Wait for a draft that is being saved: arriving after the reply, it would restore the text.
  form.addEventListener("htmx:confirm", (event) => {
    clearTimeout(timer);
    if (!saving || event.target !== form) return;
    event.preventDefault();
    saving.finally(() => event.detail.issueRequest(true));
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    sent = text.value;
    text.defaultValue = sent; // lets `settled` tell the text that was sent from text typed since
    signedOut = false;
  });
  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "reply-outcome") return;
    const outcome = find("#reply-outcome");
    const kind = outcome.dataset.outcome;
    const error = find("#reply-error").textContent;
    if (kind === "sent") clearSentText();
    if (kind === "held") seen.value = cursors().last; // what held it back is on screen now
    if (error) text.setAttribute("aria-invalid", "true");
    else text.removeAttribute("aria-invalid");
    if (error || document.activeElement === document.body) text.focus();
    say(error || outcome.dataset.announce.trim(), true);
    if (kind === "sent" || kind === "unknown") setTimeout(() => emit("desk:ask"), 300);
  });
  /** Removes the text that was sent; text typed meanwhile stays, as the draft of the next reply. */
  function clearSentText() {
    if (text.value.startsWith(sent)) text.value = text.value.slice(sent.length).trimStart();
    text.defaultValue = text.value;
    saved = "";
    state.textContent = "";
    measure();
    emit("desk:sent");
    acknowledge();
    if (text.value) saveSoon();
  }

  // ---- a reply whose outcome is unknown: its text stays in the composer until the history shows that it arrived. Then
  // a pulse brings the ID of the next reply, and the text is removed.
  let ownAnswer = false; // the answer being swapped in is to this form, and shows the outcome itself
  on("htmx:beforeSwap", (event) => {
    ownAnswer = event.detail.requestConfig.elt === form;
  });
  on("htmx:oobBeforeSwap", (event) => {
    const { detail } = event;
    if (detail.target.id !== "reply-id" || ownAnswer) return;
    /** @type {HTMLInputElement} */
    const fresh = find("input", detail.fragment);
    if (!fresh || fresh.value === /** @type {HTMLInputElement} */ (detail.target).value) return;
    // A reply that is being sent keeps its ID: pressed again with another ID, it would be a second message.
    if (form.classList.contains("htmx-request")) detail.shouldSwap = false;
    else if (text.value && text.value === text.defaultValue) settled();
  });
  function settled() {
    text.value = "";
    text.defaultValue = "";
    saved = "";
    state.textContent = "";
    find("#reply-outcome .said")?.remove();
    measure();
  }

  measure();
})();

// The composer: nothing typed is lost, and nothing leaves twice.
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
  const countedFrom = longest - 300; // the counter shows near the end only
  const saveAfter = 800;
  let saved = text.value; // what the desk has as the draft
  /** A draft on its way to the desk. @type {Promise<void> | null} */
  let saving = null;
  let timer = 0;
  let sent = ""; // what the reply under way says: the person may have gone on typing
  let signedOut = false;
  const keepSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, saveAfter);
  };

  // ---- the draft, kept on the server. `keepalive` lets it arrive although the page is being left.
  function keep() {
    clearTimeout(timer);
    if (text.value === saved || signedOut) return;
    const { value } = text;
    const { csrfmiddlewaretoken, reply_id } = Object.fromEntries(/** @type {any} */ (new FormData(form)));
    const body = new URLSearchParams({ csrfmiddlewaretoken, text: value, reply_id });
    saving = fetch(words.draft, { method: "POST", keepalive: true, headers: { "HX-Request": "true" }, body }).then(
      (answer) => kept(answer, value),
      () => kept({ ok: false }, value),
    );
  }
  /** @param {{ok: boolean, status?: number}} answer @param {string} value */
  async function kept(answer, value) {
    saving = null;
    if (answer.ok) saved = value;
    if (answer.status === 401) holdOut();
    if (answer.status === 403 && (await renewToken())) keepSoon();
    if (text.value) state.textContent = answer.ok ? words.saved : words.unsaved;
    else state.textContent = "";
  }
  text.addEventListener("input", () => {
    keepSoon();
    if (!text.value) acknowledge();
    state.textContent = "";
    if (text.value) find('.said[data-kind="sent"]', form)?.remove();
    text.removeAttribute("aria-invalid");
    find("#reply-error").textContent = "";
    measure();
  });
  text.addEventListener("blur", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  addEventListener("pagehide", keep);
  addEventListener("beforeunload", (event) => {
    // Only where the desk could not keep it: otherwise the draft is there when the person comes back.
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
    // Smaller first: else scrollHeight never falls again when lines are deleted.
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  }

  // ---- when the session ends the text stays; signing in is for another tab
  function holdOut() {
    signedOut = true;
    showError(words.out);
    const link = document.createElement("a");
    Object.assign(link, { href: words.signIn, target: "_blank", textContent: words.signInText });
    find("#reply-error").replaceChildren(link);
  }
  on("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status !== 401 || text.value === saved) return;
    event.preventDefault(); // htmx would follow the answer to the sign-in page, and take the text along
    holdOut();
  });

  // ---- what the person has seen: a reply tells it, and what came later holds the reply back once. What comes while
  // the composer is empty counts as seen; what comes after the first letter does not, until it is empty again.
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
  // A draft on its way is let through first: coming after the reply it would bring the text back.
  form.addEventListener("htmx:confirm", (event) => {
    clearTimeout(timer);
    if (!saving || event.target !== form) return;
    event.preventDefault();
    saving.finally(() => event.detail.issueRequest(true));
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    sent = text.value;
    text.defaultValue = sent; // by this `settled` knows the text that was sent from one typed since
    signedOut = false;
  });
  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "reply-outcome") return;
    const outcome = find("#reply-outcome");
    const kind = outcome.dataset.outcome;
    const error = find("#reply-error").textContent;
    if (kind === "sent") taken(sent);
    if (kind === "held") seen.value = cursors().last; // what held it back is on screen now
    if (error) text.setAttribute("aria-invalid", "true");
    else text.removeAttribute("aria-invalid");
    if (error || document.activeElement === document.body) text.focus();
    say(error || outcome.dataset.announce.trim(), true);
    if (kind === "sent" || kind === "unknown") setTimeout(() => emit("desk:ask"), 300);
  });
  /** What was sent leaves the composer; what was typed meanwhile stays, as the draft of the next reply.
   * @param {string} what */
  function taken(what) {
    if (text.value.startsWith(what)) text.value = text.value.slice(what.length).trimStart();
    text.defaultValue = text.value;
    saved = "";
    state.textContent = "";
    measure();
    emit("desk:sent");
    acknowledge();
    if (text.value) keepSoon();
  }

  // ---- a reply of unknown outcome: the text waits in the composer until the history shows that it did arrive. Then a
  // pulse brings the id of the next reply, and the text goes.
  let ownAnswer = false; // the answer being swapped is the one to this form, which says for itself what became of it
  on("htmx:beforeSwap", (event) => {
    ownAnswer = event.detail.requestConfig.elt === form;
  });
  on("htmx:oobBeforeSwap", (event) => {
    const { detail } = event;
    if (detail.target.id !== "reply-id" || ownAnswer) return;
    /** @type {HTMLInputElement} */
    const fresh = find("input", detail.fragment);
    if (!fresh || fresh.value === /** @type {HTMLInputElement} */ (detail.target).value) return;
    // While a reply is under way it keeps its id: a second press with another one would be a second message.
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

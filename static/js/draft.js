// The draft: what is in the composer is saved on the server, so that nothing typed is lost.
(() => {
  "use strict";
  const { find, on, renewToken, showError } = window.desk;
  /** @type {HTMLFormElement} */
  const form = find("#reply-form");
  if (!form) return;
  /** @type {HTMLTextAreaElement} */
  const text = find("#reply-text");
  const state = find("#draft-state");
  const words = form.dataset;
  const saveAfter = 800;
  let saved = text.value; // what the desk has as the draft
  /** A draft that is being saved. @type {Promise<void> | null} */
  let saving = null;
  let timer = 0;
  let signedOut = false;
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(saveDraft, saveAfter);
  };

  // With `keepalive` the request survives when the page is left.
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
    state.textContent = "";
  });
  text.addEventListener("blur", saveDraft);
  document.addEventListener("visibilitychange", () => document.hidden && saveDraft());
  addEventListener("pagehide", saveDraft);
  addEventListener("beforeunload", (event) => {
    // Only if the draft could not be saved: otherwise it is there when the person comes back.
    if (signedOut && text.value !== saved) event.preventDefault();
  });

  // ---- sending: the draft is the text that is sent, and gone with it
  // Wait for a draft that is being saved: arriving after the reply, it would restore the text.
  form.addEventListener("htmx:confirm", (event) => {
    clearTimeout(timer);
    if (!saving || event.target !== form) return;
    event.preventDefault();
    saving.finally(() => event.detail.issueRequest(true));
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target === form) signedOut = false;
  });
  on("desk:undrafted", () => {
    saved = "";
    state.textContent = "";
    if (text.value) saveSoon();
  });

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
})();

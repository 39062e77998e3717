// The draft: what is in the composer is saved on the server, so that nothing typed is lost, and not over a text that
// another tab has saved meanwhile. The desk says in #draft-part what it has; see services/replies/drafts.py.
window.desk.part("#reply-form", (/** @type {HTMLFormElement} */ form, life) => {
  "use strict";
  const { on, signal } = life;
  const { emit, find, renewToken, say, showError } = window.desk;
  /** @type {HTMLTextAreaElement} */
  const text = find("#reply-text");
  const state = find("#draft-state");
  const words = form.dataset;
  const saveAfter = 800; // without a key
  const saveWithin = 4000; // while somebody goes on typing: colleagues are told of it by the saves
  let part = find("#draft-part");
  /** The versions of the draft that this page has shown or saved, oldest first. @type {string[]} */
  const known = [part.dataset.version];
  let conflict = "conflict" in part.dataset; // another tab's text is there, and nobody has chosen yet
  let saved = conflict ? "" : text.value; // what the desk has as the draft
  /** A draft that is being saved. @type {Promise<void> | null} */
  let saving = null;
  let timer = 0;
  let signedOut = false;
  /** The text that went with a request about the draft. @type {string | null} */
  let asked = null;
  let unsavedSince = 0;
  const saveSoon = () => {
    clearTimeout(timer);
    unsavedSince ||= Date.now();
    timer = setTimeout(saveDraft, Math.max(0, Math.min(saveAfter, unsavedSince + saveWithin - Date.now())));
  };

  const page = [...crypto.getRandomValues(new Uint32Array(4))].map((number) => number.toString(36)).join("");
  let saves = 0;

  /** What the text is based on, and a version of its own, known before the desk has answered: the next may go first.
   * It counts up, so that the desk knows a save that was overtaken on the way. */
  function base() {
    const before = known.slice(-20).join(" ");
    saves += 1;
    known.push(`${page}-${saves}`);
    return `${before} >${page}-${saves}`;
  }
  const isBeingSent = () => form.classList.contains("htmx-request");
  // With `keepalive` the request survives when the page is left. Nobody hears the answer then: in a conflict the desk
  // keeps the text beside the draft.
  function saveDraft(leaving = false) {
    clearTimeout(timer);
    unsavedSince = 0;
    if (text.value === saved || signedOut || (conflict && !leaving)) return;
    // What is being sent has left the field, and the desk keeps it as the draft until it has arrived.
    if (isBeingSent() && !(leaving && text.value)) return;
    const { value } = text;
    const { csrfmiddlewaretoken, reply_id } = Object.fromEntries(/** @type {any} */ (new FormData(form)));
    // Not as an address, in which each Russian letter takes six bytes: browsers keep at most 64 KB alive.
    const body = new FormData();
    const fields = { csrfmiddlewaretoken, text: value, reply_id, base: base(), ...(leaving && { leaving: "1" }) };
    for (const [name, one] of Object.entries(fields)) body.append(name, one);
    const headers = { "HX-Request": "true", "HX-Target": "draft-part" };
    /** What becomes of the text is said by the latest save. @type {Promise<void>} */
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
    if (answer?.ok) {
      saved = value;
      known.push(answer.headers.get("Draft-Version"));
    }
    if (answer?.status === 401) holdOut();
    const outdated = answer?.status === 403 && !answer.headers.has("Desk-Refused"); // its token, after a new sign-in
    if (outdated && (await renewToken())) saveSoon();
    const whole = answer?.headers.has("Draft-Without-Key") ? words.withoutKey : words.saved;
    state.textContent = text.value ? (answer?.ok ? whole : words.unsaved) : "";
    if (answer?.status === 409) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      find("#draft-part").replaceWith(find("#draft-part", page));
      htmx.process(find("#draft-part"));
      show();
    }
  }
  text.addEventListener("input", () => {
    saveSoon();
    state.textContent = "";
  });
  const leave = () => saveDraft(true);
  text.addEventListener("blur", () => saveDraft());
  document.addEventListener("visibilitychange", () => document.hidden && leave(), { signal });
  addEventListener("pagehide", leave, { signal });
  signal.addEventListener("abort", leave);
  on("desk:leaving", ({ detail }) => {
    detail.steps.push(async () => {
      await saving;
      saveDraft(true);
      await saving;
      return text.value === saved ? "" : words.unkept;
    });
  });
  const hold = (/** @type {BeforeUnloadEvent} */ event) => {
    // Only if the draft could not be saved: otherwise it is there when the person comes back.
    if (signedOut && text.value !== saved) event.preventDefault();
  };
  addEventListener("beforeunload", hold, { signal });

  // ---- what the desk has
  on("htmx:configRequest", (event) => {
    const { detail } = event;
    if (detail.elt === form) detail.parameters.base = base();
    if (detail.target?.id !== "draft-part") return;
    detail.parameters.base = base();
    asked = text.value;
  });
  // A pulse in between would take away what the answer of a button replaces.
  on("htmx:oobBeforeSwap", ({ detail }) => {
    if (detail.target.id === "draft-part" && asked !== null) detail.shouldSwap = false;
  });
  for (const name of /** @type {const} */ (["htmx:oobAfterSwap", "htmx:afterSwap"])) on(name, show);
  // The button that sent the request may be gone with its question, and its other events with it.
  on("htmx:afterRequest", ({ detail }) => {
    show();
    if (detail.target?.id !== "draft-part") return;
    asked = null;
    if (document.activeElement === document.body) text.focus({ preventScroll: true }); // the button is gone
  });
  function show() {
    if (part === find("#draft-part") || !find("#draft-part")) return;
    part = find("#draft-part");
    const { version, text: theirs } = part.dataset;
    const byPerson = asked !== null && asked === text.value;
    asked = null;
    conflict = "conflict" in part.dataset;
    if (conflict) tell();
    else if (byPerson) take(theirs);
    else if (!known.includes(version)) compare(theirs);
    if (!conflict) known.push(version);
    stopSending();
  }
  /** While it is not known whether the previous reply arrived, the next one waits. */
  function stopSending() {
    const send = find("#send");
    if (part.dataset.question) send.dataset.off = part.dataset.question;
    else delete send.dataset.off;
    emit("desk:composer");
  }
  /** Another tab has changed the draft, sent it, or decided about a reply. @param {string} theirs */
  function compare(theirs) {
    if (!theirs.trim() && text.value === saved) take("");
    else if (!theirs.trim() || theirs === text.value) saved = theirs;
    else {
      conflict = true;
      tell();
    }
    if (!conflict && text.value !== saved) saveSoon();
  }
  function tell() {
    const other = find(".other-text", part);
    if (other.hidden || !state.textContent) say(find("p", other).textContent, true);
    other.hidden = false;
    state.textContent = text.value ? words.unsaved : "";
  }
  /** @param {string} value */
  function take(value) {
    saved = value;
    if (text.value === value) return;
    text.value = value;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    if (value) state.textContent = words.saved;
  }

  // ---- sending: the draft is the text that is sent, and gone with it
  // Wait for a draft that is being saved: arriving after the reply, it would restore the text.
  on("htmx:confirm", (event) => {
    const about = event.detail.target?.id;
    if (event.defaultPrevented || (event.target !== form && about !== "draft-part")) return;
    clearTimeout(timer);
    if (!saving) return;
    event.preventDefault();
    saving.finally(() => event.detail.issueRequest(true));
  });
  form.addEventListener("htmx:beforeRequest", () => {
    signedOut = false; // of the files as well
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
    const unsent = text.value !== saved || isBeingSent() || /** @type {HTMLInputElement} */ (find("#files-held")).value;
    if (event.detail.xhr.status !== 401 || !unsent) return;
    event.preventDefault(); // htmx would go to the sign-in page, and text and files would be lost
    holdOut();
  });

  stopSending();
});

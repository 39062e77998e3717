// The composer: nothing typed is lost, and nothing leaves twice.
(() => {
  "use strict";
  const { desk } = window;
  const { find, on, say } = desk;
  const form = find("#reply-form");
  if (!form) return;
  const text = find("#reply-text");
  const send = find("#send");
  const seen = find("#reply-seen");
  const count = find("#reply-count");
  const state = find("#draft-state");
  const words = form.dataset;
  const longest = 4096;
  const countedFrom = 3800;
  let saved = text.value;
  let saving = null;
  let timer = 0;
  let sent = "";
  let signedOut = false;

  // ---- the draft, kept on the server
  function keep() {
    clearTimeout(timer);
    if (text.value === saved || signedOut) return saving;
    const value = text.value;
    const fields = { csrfmiddlewaretoken: find("[name=csrfmiddlewaretoken]", form).value, text: value, reply_id: find("#reply-id").value };
    const asked = { method: "POST", keepalive: true, headers: { "HX-Request": "true" }, body: new URLSearchParams(fields) };
    saving = fetch(words.draft, asked).then((answer) => kept(answer, value), () => kept({ ok: false }, value));
    return saving;
  }
  async function kept(answer, value) {
    saving = null;
    if (answer.ok) saved = value;
    if (answer.status === 401) out();
    if (answer.status === 403 && (await desk.renewToken())) timer = setTimeout(keep, 800);
    state.textContent = text.value ? (answer.ok ? words.saved : words.unsaved) : "";
  }
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 800);
    if (!text.value) acknowledge();
    state.textContent = "";
    if (text.value) find('.said[data-kind="sent"]', form)?.remove();
    text.removeAttribute("aria-invalid");
    find("#reply-error").textContent = "";
    measure();
  });
  text.addEventListener("blur", () => keep());
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  addEventListener("pagehide", () => keep());
  addEventListener("beforeunload", (event) => {
    if (signedOut && text.value !== saved) event.preventDefault();
  });

  function measure() {
    const left = longest - [...text.value].length;
    count.textContent = left > longest - countedFrom ? "" : left < 0 ? words.over.replace("%(count)s", -left) : words.left.replace("%(count)s", left);
    count.toggleAttribute("data-over", left < 0);
    if (CSS.supports("field-sizing", "content")) return;
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  }

  // ---- when the session ends the text stays; signing in is for another tab
  function out() {
    signedOut = true;
    desk.trouble(words.out);
    const link = Object.assign(document.createElement("a"), { href: words.signIn, target: "_blank", textContent: words.signInText });
    find("#reply-error").replaceChildren(link);
  }
  on("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status !== 401 || text.value === saved) return;
    event.preventDefault();
    out();
  });

  // ---- what the person has seen: what came while they wrote is not among it
  function acknowledge() {
    if (!text.value && desk.newest()) seen.value = desk.newest();
  }
  document.addEventListener("desk:shown", acknowledge);

  // ---- sending
  text.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      event.preventDefault();
      find("#history").focus({ preventScroll: true });
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!event.repeat) form.requestSubmit(send);
    }
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
    text.defaultValue = sent;
    signedOut = false;
  });
  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "reply-outcome") return;
    const outcome = find("#reply-outcome");
    const kind = outcome.dataset.outcome;
    const error = find("#reply-error").textContent;
    text.toggleAttribute("aria-invalid", false);
    if (kind === "sent") taken(sent);
    if (kind === "held") seen.value = desk.newest();
    if (error) text.setAttribute("aria-invalid", "true");
    if (error || document.activeElement === document.body) text.focus();
    say(error || outcome.dataset.announce.trim(), true);
    if (kind === "sent" || kind === "unknown") setTimeout(desk.beat, 300);
  });
  function taken(what) {
    if (text.value === what) text.value = "";
    else if (text.value.startsWith(what)) text.value = text.value.slice(what.length).trimStart();
    text.defaultValue = text.value;
    saved = "";
    state.textContent = "";
    measure();
    desk.toEnd();
    acknowledge();
    if (text.value) timer = setTimeout(keep, 800);
  }
  // The history has told that what is in the composer did arrive: the next reply has another id.
  let own = false;
  on("htmx:beforeSwap", (event) => (own = event.detail.requestConfig.elt === form));
  on("htmx:oobBeforeSwap", (event) => {
    const { fragment, target } = event.detail;
    const fresh = target.id === "reply-id" && !own && fragment.querySelector("input");
    if (!fresh || fresh.value === target.value) return;
    // While a reply is on its way its own answer says what became of it.
    if (form.classList.contains("htmx-request")) event.detail.shouldSwap = false;
    else if (text.value && text.value === text.defaultValue) settled();
  });
  function settled() {
    text.value = text.defaultValue = saved = "";
    state.textContent = "";
    find("#reply-outcome .said")?.remove();
    measure();
  }

  desk.write = () => {
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  };
  measure();
})();

// The lookup field: pasting, refusing keys, and where the focus goes.
(() => {
  "use strict";
  const { find, all, emit, errorInTitle, on, field, origin, say } = window.desk;
  const isTyped = (/** @type {HtmxRequest} */ config) => config?.triggeringEvent?.type === "desk:named";

  // Text pasted anywhere on the page, outside other fields, goes into the lookup field.
  document.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    const input = field();
    const elsewhere = event.target !== input && origin(event).closest("input, textarea, [contenteditable]");
    if (!input || !text || elsewhere || find("dialog[open]")) return;
    // Into the field itself the browser pastes, except several lines: it would join their numbers into one.
    if (event.target === input && !/[\r\n\t]/.test(text)) return;
    event.preventDefault();
    const line = text.trim().replace(/[\r\n\t]+/g, ", ");
    if (event.target === input) input.setRangeText(line, input.selectionStart, input.selectionEnd, "end");
    else input.value = line;
    input.focus();
  });

  // htmx disables the button during a lookup, so that the same number is not looked up twice; another one may be.
  on("input", (event) => {
    if (event.target !== field()) return;
    for (const button of all("button", field().form)) button.removeAttribute("disabled");
    findNames();
  });

  // A name finds chats while it is typed, after a pause. A text with a number waits for Enter, as that may ask Market.
  const PAUSE = 150;
  let typed = 0;
  let namesShown = false;
  const isName = (/** @type {string} */ text) => /\p{L}{2}/u.test(text) && !/\p{Nd}/u.test(text) && !isApiKey(text);
  function findNames() {
    clearTimeout(typed);
    if (isName(field().value)) typed = setTimeout(() => emit("desk:named"), PAUSE);
    else if (namesShown) forgetNames();
  }
  function forgetNames() {
    namesShown = false;
    htmx.trigger(find("[hx-trigger^='desk:named']"), "htmx:abort");
    find("#lookup-result").replaceChildren(Object.assign(document.createElement("p"), { id: "lookup-error" }));
    find("#lookup-error").className = "field-error";
  }
  document.addEventListener("submit", () => clearTimeout(typed), { capture: true });

  // An Api-Key pasted by mistake must not leave the browser, least of all in an address, which logs and the browser's
  // history keep. Full-width letters and invisible characters do not hide it.
  const isApiKey = (/** @type {string} */ text) => /\bACMA:/i.test(text.normalize("NFKC").replace(/\p{Cf}/gu, ""));
  const refuseApiKey = (/** @type {SubmitEvent} */ event) => {
    const { token } = origin(event).dataset;
    if (!token || !isApiKey(field().value)) return;
    event.preventDefault();
    event.stopPropagation();
    field().value = "";
    refuse(token);
  };
  document.addEventListener("submit", refuseApiKey, { capture: true }); // before htmx sees it
  /** @param {string} text */
  function refuse(text) {
    find("#lookup-error").textContent = text;
    field().setAttribute("aria-invalid", "true");
    field().focus();
    errorInTitle();
    say(text, true);
  }

  // After a lookup the focus goes to the first match, or back to the field, with its text selected for the next paste.
  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "lookup-result") return;
    const result = find("#lookup-result");
    namesShown = isTyped(event.detail.requestConfig);
    if (namesShown) return say(result.dataset.announce, true);
    const refused = find("#lookup-error", result).textContent.trim();
    if (refused) field().setAttribute("aria-invalid", "true");
    else field().removeAttribute("aria-invalid");
    const first = find(".row", result);
    (first || field()).focus();
    if (!first) field().select();
    say(refused || result.dataset.announce, true);
  });
})();

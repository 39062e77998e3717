// The lookup field: what is pasted, what must not leave, where the focus goes.
(() => {
  "use strict";
  const { find, all, on, field, origin, say } = window.desk;

  // What is pasted anywhere on the page is looked for: the field is what a paste is meant for.
  document.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    const input = field();
    const elsewhere = event.target !== input && origin(event).closest("input, textarea, [contenteditable]");
    if (!input || !text || elsewhere || find("dialog[open]")) return;
    // Into the field itself a browser pastes well enough, unless there are lines: it would glue their numbers together.
    if (event.target === input && !/[\r\n\t]/.test(text)) return;
    event.preventDefault();
    const line = text.trim().replace(/[\r\n\t]+/g, ", ");
    if (event.target === input) input.setRangeText(line, input.selectionStart, input.selectionEnd, "end");
    else input.value = line;
    input.focus();
  });

  // A new number may be looked for while the last is still searched for; the same one twice may not.
  on("input", (event) => {
    if (event.target !== field()) return;
    for (const button of all("button", field().form)) button.removeAttribute("disabled");
  });

  // An Api-Key pasted by mistake never leaves the browser: not in an address, which logs and the history keep. Letters
  // of another width and invisible signs between them are no disguise.
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
    say(text, true);
  }

  // After a person's own search: the choices, or back in the field with its text marked for the next paste.
  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "lookup-result") return;
    const result = find("#lookup-result");
    const refused = find("#lookup-error", result).textContent.trim();
    if (refused) field().setAttribute("aria-invalid", "true");
    else field().removeAttribute("aria-invalid");
    const first = find(".row", result);
    (first || field()).focus();
    if (!first) field().select();
    say(refused || result.dataset.announce, true);
  });
})();

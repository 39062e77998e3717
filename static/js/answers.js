// Prepared answers in the composer: a slash in an empty line, a few letters, Enter. htmx fetches the list.
(() => {
  "use strict";
  const { all, find, isComposing, on, origin } = window.desk;
  const box = find("#answers");
  if (!box) return;
  /** @type {HTMLTextAreaElement} */
  const text = find("#reply-text");
  /** @type {HTMLInputElement} */
  const input = find("#answers-find");
  const list = find("#answers-list");
  const none = find("#answers-none");
  const opener = find("#open-answers");
  const marked = () => find('[aria-selected="true"]', list);

  // The focus stays in the field while the arrows move through the list, hence aria-activedescendant.
  /** @param {Element | undefined} option */
  function mark(option) {
    for (const one of all('[role="option"]', list)) one.setAttribute("aria-selected", String(one === option));
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
  // After settling, not after the swap: in between, htmx gives an option the attributes of an old one of the same id.
  on("htmx:afterSettle", (event) => {
    if (event.detail.target !== list) return;
    none.hidden = Boolean(list.children.length);
    mark(list.children[0]);
  });

  function open() {
    box.hidden = false;
    input.value = "";
    list.replaceChildren();
    none.hidden = true;
    input.focus();
    htmx.trigger(input, "open"); // hx-trigger in the template asks for all of them
  }
  function close() {
    box.hidden = true;
    text.focus();
  }
  const lineUpTo = (/** @type {number} */ at) => text.value.slice(text.value.lastIndexOf("\n", at - 1) + 1, at);
  /** Inserts the answer; it replaces the slash that opened the list, if one did.
   * @param {HTMLElement} option */
  function insert(option) {
    close();
    const at = text.selectionStart;
    const start = lineUpTo(at) === "/" ? at - 1 : at;
    text.setRangeText(option.dataset.text, start, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  text.addEventListener("input", (/** @type {InputEvent} */ event) => {
    const at = text.selectionStart;
    const rest = text.value.slice(at);
    const alone = lineUpTo(at) === "/" && (!rest || rest.startsWith("\n"));
    if (event.inputType === "insertText" && event.data === "/" && alone) open();
  });
  opener.addEventListener("click", () => (box.hidden ? open() : close()));
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    const now = marked();
    if (event.key === "ArrowDown") mark(now?.nextElementSibling || now);
    else if (event.key === "ArrowUp") mark(now?.previousElementSibling || now);
    else if (event.key === "Escape") close();
    else if (event.key !== "Enter") return;
    else if (now) insert(now);
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    /** @type {HTMLElement} */
    const option = origin(event).closest('[role="option"]');
    if (option) insert(option);
  });
  document.addEventListener("pointerdown", (event) => {
    const target = origin(event);
    if (!box.contains(target) && !opener.contains(target)) box.hidden = true;
  });
})();

// Prepared answers in the composer: a slash in an empty line or Ctrl J, a few letters, Enter. htmx fetches the list.
window.desk.part("#answers", (box, life) => {
  "use strict";
  const { on, signal } = life;
  const { all, find, isComposing, origin } = window.desk;
  /** @type {HTMLTextAreaElement} */
  const text = find("#reply-text");
  /** @type {HTMLInputElement} */
  const input = find("#answers-find");
  /** @type {HTMLInputElement} */
  const used = find("#used-answers");
  const list = find("#answers-list");
  const none = find("#answers-none");
  const opener = find("#open-answers");
  const preview = find("#answers-preview");
  const languages = find("#answers-languages");
  const marked = () => find('[aria-selected="true"]', list);

  // The focus stays in the field while the arrows move through the list, hence aria-activedescendant.
  /** @param {Element | undefined} option */
  function mark(option) {
    for (const one of all('[role="option"]', list)) one.setAttribute("aria-selected", String(one === option));
    preview.textContent = /** @type {HTMLElement} */ (option)?.dataset.text || "";
    offerLanguages(option);
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
  // The marked answer's other languages: a key leads to them here, a click in the list.
  /** @param {Element | undefined} option */
  function offerLanguages(option) {
    const others = /** @type {HTMLElement[]} */ (option ? all(".answer-language[data-text]", option) : []);
    languages.hidden = !others.length;
    const buttons = others.map((one) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: one.textContent });
      button.className = "ghost";
      button.addEventListener("click", () => insert(option, one.dataset.text));
      return button;
    });
    find("span", languages).replaceChildren(...buttons);
  }
  // After settling, not after the swap: in between, htmx gives an option the attributes of an old one of the same id.
  on("htmx:afterSettle", (event) => {
    if (event.detail.target !== list) return;
    none.hidden = Boolean(list.children.length);
    mark(list.children[0]);
    find("#send").scrollIntoView({ block: "nearest" }); // on a phone they have made the page longer
  });

  function open() {
    box.hidden = false;
    input.value = "";
    list.replaceChildren();
    mark(undefined);
    none.hidden = true;
    input.focus();
    htmx.trigger(input, "open"); // hx-trigger in the template asks for all of them
  }
  function close() {
    box.hidden = true;
    text.focus();
  }
  function decline() {
    declined = true;
    close();
  }
  /** @param {Element} option @param {string} words */
  function insert(option, words = /** @type {HTMLElement} */ (option).dataset.text) {
    close();
    text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    used.value += ` ${option.id.replace("answer-", "")}`;
  }
  // What was inserted counts as used once the reply with it has been sent.
  on("desk:undrafted", () => {
    used.value = "";
  });

  // ---- the stroke that opens the list never stays in the text, nor in the draft. After Escape the same stroke is
  // written: that is how a line begins with a slash.
  let declined = false;
  const before = () => text.value.slice(text.value.lastIndexOf("\n", text.selectionStart - 1) + 1, text.selectionStart);
  const after = () => text.value.slice(text.selectionEnd).split("\n", 1)[0];
  text.addEventListener("keydown", (event) => {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    // On the Russian layout a full stop stands where others have the slash, and no line begins with one.
    const isStroke = event.key === "/" || (event.code === "Slash" && event.key === ".");
    if (declined || !isStroke || before() || after()) return;
    event.preventDefault();
    open();
  });
  // Keyboards on a screen do not say which key it was.
  text.addEventListener("input", (/** @type {InputEvent} */ event) => {
    const written = declined;
    declined = false;
    if (written || event.inputType !== "insertText" || event.data !== "/" || before() !== "/" || after()) return;
    text.setRangeText("", text.selectionStart - 1, text.selectionStart, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    open();
  });
  opener.addEventListener("click", () => (box.hidden ? open() : close()));
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    const now = marked();
    if (event.key === "ArrowDown") mark(now?.nextElementSibling || now);
    else if (event.key === "ArrowUp") mark(now?.previousElementSibling || now);
    else if (event.key === "Escape") decline();
    else if (event.key !== "Enter") return;
    else if (now) insert(now);
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    /** @type {HTMLElement} */
    const option = origin(event).closest('[role="option"]');
    /** @type {HTMLElement} */
    const language = origin(event).closest("[data-language]");
    if (option) insert(option, language.dataset.text);
  });
  const pressElsewhere = (/** @type {PointerEvent} */ event) => {
    const target = origin(event);
    if (!box.contains(target) && !opener.contains(target)) box.hidden = true;
  };
  document.addEventListener("pointerdown", pressElsewhere, { signal });
});

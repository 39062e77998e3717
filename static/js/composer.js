// The composer: nothing is sent twice, and the text stays until it is sent.
(() => {
  "use strict";
  const { cursors, emit, find, isComposing, on, say } = window.desk;
  /** @type {HTMLFormElement} */
  const form = find("#reply-form");
  if (!form) return;
  /** @type {HTMLTextAreaElement} */
  const text = find("#reply-text");
  /** @type {HTMLButtonElement} */
  const send = find("#send");
  /** @type {HTMLInputElement} */
  const seen = find("#reply-seen");
  const count = find("#reply-count");
  const words = form.dataset;
  const longest = Number(text.dataset.longest);
  const countedFrom = longest - 300; // the counter appears only near the limit
  let sent = ""; // the text of the reply being sent: the person may have typed on since

  text.addEventListener("input", () => {
    if (!text.value) acknowledge();
    if (text.value) find('.said[data-kind="sent"]', form)?.remove();
    text.removeAttribute("aria-invalid");
    find("#reply-error").textContent = "";
    measure();
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
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    sent = text.value;
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
    measure();
    emit("desk:undrafted");
    emit("desk:sent");
    acknowledge();
  }

  // ---- a reply whose outcome was unknown until now: a pulse brings the ID of the next one
  let ownAnswer = false; // the answer being swapped in is to this form, and shows the outcome itself
  on("htmx:beforeSwap", (event) => {
    ownAnswer = event.detail.requestConfig.elt === form;
  });
  on("htmx:oobBeforeSwap", (event) => {
    const { detail } = event;
    // A reply that is being sent keeps its ID: pressed again with another ID, it would be a second message.
    const sending = form.classList.contains("htmx-request");
    if (detail.target.id === "reply-id" && !ownAnswer && sending) detail.shouldSwap = false;
  });

  // ---- "Send" is off when another script says why not, in data-off
  const updateSend = () => {
    send.disabled = Boolean(send.dataset.off);
  };
  on("desk:composer", updateSend);
  on("htmx:afterRequest", () => setTimeout(updateSend));
  form.addEventListener("htmx:confirm", (event) => {
    if (event.target !== form || !send.dataset.off) return;
    event.preventDefault();
    say(find("#compose-notice").textContent, true);
  });

  measure();
})();

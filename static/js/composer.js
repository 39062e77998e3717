// The composer: one button sends the text and then the files (files.js). What is being sent leaves the composer and
// stands at the end of the conversation (sending.js); what was not sent comes back, before anything typed meanwhile.
//
// Another script that wants "Send" to be off says why in `data-off` of #send and in #compose-notice, and then emits
// desk:composer.
window.desk.part("#reply-form", (/** @type {HTMLFormElement} */ form, life) => {
  "use strict";
  const { on, signal } = life;
  const { emit, find, isComposing, now, say, word } = window.desk;
  /** @type {HTMLTextAreaElement} */
  const text = find("#reply-text");
  /** @type {HTMLButtonElement} */
  const send = find("#send");
  /** @type {HTMLButtonElement} */
  const next = find("#send-next");
  const files = find("#files");
  const count = find("#reply-count");
  const words = form.dataset;
  const longest = Number(text.dataset.longest);
  const countedFrom = longest - 300; // the counter appears only near the limit
  let sent = ""; // the text that is being sent
  let busy = false; // from the press until text and files are through, or one of them is stopped
  let answered = false; // the present answer has brought an outcome
  let restoring = false;
  let begun = false; // pressed, and on its way as soon as the draft is saved
  let held = false; // what was sent last has not certainly arrived
  /** Who waits until nothing is being sent. @type {((value?: unknown) => void)[]} */
  const untilIdle = [];
  const hasFiles = () => Boolean(find(".chip", files));

  text.addEventListener("input", () => {
    if (!restoring) forgetOutcome();
    if (!restoring) held = false; // what is there now is a draft
    measure();
    updateSend();
  });
  /** The last outcome goes at the next action, except for messages that hold a text back: they wait to be read. */
  function forgetOutcome() {
    const outcome = find("#reply-outcome");
    text.removeAttribute("aria-invalid");
    find("#reply-error").textContent = "";
    if (outcome.dataset.outcome === "held") return;
    outcome.replaceChildren(find("#reply-error"));
    outcome.dataset.outcome = "";
  }
  on("desk:chosen", forgetOutcome);

  // ---- the composer is one line until it has the focus. While something is pressed it keeps its size: what moves away
  // under the pointer is not clicked.
  let pressed = false;
  const composer = find("#composer");
  const settleSize = () => pressed || composer.toggleAttribute("data-open", composer.contains(document.activeElement));
  const press = () => {
    pressed = true;
  };
  const release = () => {
    pressed = false;
    settleSize();
  };
  document.addEventListener("pointerdown", press, { signal });
  for (const end of ["pointerup", "pointercancel"])
    document.addEventListener(end, () => setTimeout(release), { signal });
  document.addEventListener("focusin", settleSize, { signal });
  document.addEventListener("focusout", () => setTimeout(settleSize), { signal });

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

  // ---- "Send" is off while something is sent, when another script says so, and until an hourly limit ends
  let clock = 0;
  function updateSend() {
    clearTimeout(clock);
    const left = limitedUntil() - now();
    const limited = left > 0;
    send.disabled = next.disabled = busy || limited || Boolean(send.dataset.off);
    find("#send-word").textContent = limited ? waitWords() : send.dataset.word;
    find("#send-left").textContent = limited ? inMinutes(left) : "";
    if (limited) clock = setTimeout(updateSend, 1000);
  }
  /** When Market takes again what is in the composer, by the server's clock; text and files have limits of their own. */
  function limitedUntil() {
    const ends = [];
    if (text.value.trim() || !hasFiles()) ends.push(send.dataset.textUntil);
    if (hasFiles()) ends.push(send.dataset.fileUntil);
    return Math.max(0, ...ends.map((end) => Date.parse(end) || 0));
  }
  function waitWords() {
    /** @type {Intl.DateTimeFormatOptions} */
    const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const at = Math.ceil(limitedUntil() / 60000) * 60000;
    let time = "";
    try {
      time = new Intl.DateTimeFormat(document.documentElement.lang, { ...form, timeZone: word.zone }).format(at);
    } catch {
      time = new Intl.DateTimeFormat(document.documentElement.lang, form).format(at); // a zone the browser lacks
    }
    return send.dataset.wait.replace("%(time)s", time);
  }
  function inMinutes(/** @type {number} */ left) {
    return `${Math.floor(Math.ceil(left / 1000) / 60)}:${String(Math.ceil(left / 1000) % 60).padStart(2, "0")}`;
  }
  on("desk:composer", updateSend);
  signal.addEventListener("abort", () => clearTimeout(clock));

  // ---- sending
  text.addEventListener("keydown", (event) => {
    if (isComposing(event) || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!event.repeat) submit(event.shiftKey || undefined);
  });
  send.addEventListener("click", (event) => {
    event.preventDefault();
    submit();
  });
  next.addEventListener("click", () => submit(true));
  /** @param {boolean} [andNext] whether the next chat opens once this reply has arrived; else it is as the agent has set */
  function submit(andNext = "nextAfterSending" in word) {
    form.requestSubmit(send);
    if (andNext && (begun || busy)) emit("desk:next");
  }
  const decide = (/** @type {CustomEvent} */ event) => {
    if (event.target !== form) return;
    const onlyFiles = !text.value.trim() && hasFiles();
    begun = !send.disabled && !onlyFiles;
    if (begun) return;
    event.preventDefault();
    event.stopPropagation();
    if (!send.disabled) sendFiles(false);
    else if (!busy) say(find("#compose-notice").textContent || send.textContent, true);
  };
  document.body.addEventListener("htmx:confirm", decide, { capture: true, signal }); // before any other script sees it
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    start();
    sent = text.value;
    text.value = "";
    measure();
  });
  function start() {
    emit("desk:chosen"); // what was refused or became of the last one has been read
    busy = true;
    answered = begun = held = false;
    updateSend();
  }
  function finish() {
    busy = false;
    updateSend();
    for (const go of untilIdle.splice(0)) go();
    if (document.activeElement === document.body) text.focus();
  }
  on("desk:idle", finish);
  function sendFiles(/** @type {boolean} */ afterText) {
    if (!busy) start();
    files.toggleAttribute("data-after-text", afterText);
    emit("desk:files");
  }

  // What is being sent goes first. If that did not certainly arrive, this chat stays: the reason stands here.
  on("desk:leaving", ({ detail }) => {
    detail.steps.push(async () => {
      if (busy || begun) await new Promise((done) => untilIdle.push(done));
      return held ? words.stays : "";
    });
  });

  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "reply-outcome") return;
    const outcome = find("#reply-outcome");
    const ofText = event.detail.requestConfig.elt === form;
    answered = true;
    if (outcome.dataset.until) send.dataset[ofText ? "textUntil" : "fileUntil"] = outcome.dataset.until;
    find(".held", outcome)?.lastElementChild.scrollIntoView({ block: "nearest" }); // the newest may be below the edge
    say(find("#reply-error").textContent || outcome.dataset.announce.trim(), true);
    if (["sent", "unknown"].includes(outcome.dataset.outcome)) setTimeout(() => emit("desk:ask"), 300);
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    // A button that its own answer took away reports to the form, and as the form.
    if (event.detail.requestConfig.elt !== form) return;
    const kind = answered ? find("#reply-outcome").dataset.outcome : "";
    // While it is not known whether it arrived, the text stands beside that question, in the conversation.
    held = kind !== "sent";
    if (!held) return textArrived();
    if (kind === "unknown") sent = "";
    else putBack();
    text.toggleAttribute("aria-invalid", false);
    if (kind === "invalid") text.setAttribute("aria-invalid", "true");
    finish();
    if (kind === "invalid") text.focus();
  });
  function textArrived() {
    sent = "";
    emit("desk:undrafted");
    emit("desk:sent");
    if (hasFiles()) return sendFiles(true);
    finish();
  }
  /** Puts the text that was not sent before what has been typed since, and the caret where it was in that. */
  function putBack() {
    const typed = text.value;
    const before = sent && typed ? `${sent}\n\n` : sent;
    const at = text.selectionStart + before.length;
    text.value = before + typed;
    text.setSelectionRange(at, at);
    sent = "";
    restoring = true; // the outcome stays: it says why the text is back
    text.dispatchEvent(new Event("input", { bubbles: true }));
    restoring = false;
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

  send.dataset.word = find("#send-word").textContent;
  measure();
  updateSend();
});

// What the person has seen. A reply says which message was the newest then, and which replies of colleagues were under
// way; what is newer holds the reply back once. What comes while the composer is empty counts as seen; what comes after
// the first letter does not, until the composer is empty again.
window.desk.part("#reply-form", (/** @type {HTMLFormElement} */ form, life) => {
  "use strict";
  const { on } = life;
  const { cursors, find } = window.desk;
  /** @type {HTMLTextAreaElement} */
  const text = find("#reply-text");
  /** @type {HTMLInputElement} */
  const seen = find("#reply-seen");
  /** @type {HTMLInputElement} */
  const replies = find("#reply-replies");

  function see() {
    seen.value = cursors().last || seen.value;
    replies.value = find("#tail")?.dataset.replies ?? replies.value;
  }
  /** A text that is being sent has left the field, and may come back. */
  function seeIfEmpty() {
    if (!text.value && !form.classList.contains("htmx-request")) see();
  }
  text.addEventListener("input", seeIfEmpty);
  on("desk:shown", seeIfEmpty);
  on("htmx:afterSwap", ({ detail }) => {
    // What held it back is on screen now.
    if (detail.target.id === "reply-outcome" && find("#reply-outcome").dataset.outcome === "held") see();
  });
});

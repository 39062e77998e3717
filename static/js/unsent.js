// A press of "Send" that the desk did not answer: what is certain about it is said beside the composer, and stays there
// until something is sent or changed. Pressed again, the form carries the same id, so nothing goes out twice.
window.desk.part("#reply-form", (form, life) => {
  "use strict";
  const { on, signal } = life;
  const { find, say } = window.desk;
  /** Requests of which something has left this computer. @type {WeakSet<XMLHttpRequest>} */
  const left = new WeakSet();
  const sends = (/** @type {HTMLElement} */ element) => element.matches("#reply-form, #send-file");

  on("htmx:beforeSend", (event) => {
    const { elt, xhr } = event.detail;
    if (!sends(elt)) return;
    elt.removeAttribute("data-unanswered");
    for (const name of /** @type {const} */ (["progress", "load"])) {
      xhr.upload.addEventListener(name, ({ loaded }) => loaded && left.add(xhr));
    }
  });
  // Without a byte gone, the desk has nothing that it could send. With one it may have all of it, and so it may after an
  // error of its own: where that came from, before the message had left or after it, no answer says.
  for (const name of /** @type {const} */ (["htmx:sendError", "htmx:timeout"])) {
    on(name, ({ detail }) => sends(detail.elt) && tell(detail.elt, left.has(detail.xhr)));
  }
  on("htmx:responseError", ({ detail }) => sends(detail.elt) && detail.xhr.status >= 500 && tell(detail.elt, true));

  /** @param {HTMLElement} element @param {boolean} mayHaveArrived */
  function tell(element, mayHaveArrived) {
    element.toggleAttribute("data-unanswered", mayHaveArrived); // files.js calls the file what this calls the press
    const words = mayHaveArrived ? form.dataset.unclear : form.dataset.notSent;
    // After composer.js, which puts the text back: that is no change by a person.
    setTimeout(() => {
      if (signal.aborted) return;
      find("#reply-error").textContent = words;
      say(words, true);
    });
  }
});

// A file to send: chosen, dropped or pasted, and shown before it is sent.
(() => {
  "use strict";
  const { emit, find, on, say } = window.desk;
  const form = find("#file-form");
  if (!form) return;
  /** @type {HTMLInputElement} */
  const input = find("#file");
  const preview = find("#file-preview");
  /** @type {HTMLProgressElement} */
  const progress = find("#file-progress");
  const composer = find("#composer");
  const pictures = /^image\/(png|jpeg|gif|webp)$/;
  let address = "";

  /** @param {File} file */
  function choose(file) {
    clear();
    if (!file.size) return refuse(form.dataset.empty);
    if (file.size > Number(form.dataset.most)) return refuse(form.dataset.tooBig);
    // The only way to put a dropped or pasted file into a form field.
    const held = new DataTransfer();
    held.items.add(file);
    input.files = held.files;
    form.dataset.chosen = "";
    find("#file-name").textContent = `${file.name} · ${sizeOf(file)}`;
    if (pictures.test(file.type)) {
      address = URL.createObjectURL(file);
      preview.replaceChildren(Object.assign(new Image(), { src: address, alt: "" }));
    }
    find("#send-file").focus();
  }
  /** In the reader's language; never "0 kB".
   * @param {File} file */
  function sizeOf({ size }) {
    const [unit, bytes] = size < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
    const options = /** @type {const} */ ({ style: "unit", maximumFractionDigits: 1 });
    const format = new Intl.NumberFormat(document.documentElement.lang, { ...options, unit: String(unit) });
    return format.format(Math.max(size, 100) / Number(bytes));
  }
  /** @param {string} error */
  function refuse(error) {
    find("#file-error").textContent = error;
    say(error, true);
  }
  function clear() {
    delete form.dataset.chosen;
    input.value = "";
    preview.replaceChildren();
    progress.hidden = true;
    find("#file-name").textContent = "";
    find("#file-error").textContent = "";
    if (address) URL.revokeObjectURL(address);
    address = "";
  }

  find("#choose-file").addEventListener("click", () => input.click());
  find("#drop-file").addEventListener("click", () => {
    clear();
    find("#choose-file").focus();
  });
  input.addEventListener("change", () => input.files.length && choose(input.files[0]));
  document.addEventListener("paste", (event) => {
    const [file] = event.clipboardData.files;
    // Office programs add a picture of the text to the clipboard: paste the text then.
    if (!file || find("dialog[open]") || event.clipboardData.getData("text")) return;
    event.preventDefault();
    choose(file);
  });
  const carriesFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault(); // else the browser opens the file in place of the page
    composer.dataset.drop = "";
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) delete composer.dataset.drop;
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    delete composer.dataset.drop;
    if (event.dataTransfer.files.length) choose(event.dataTransfer.files[0]);
  });

  form.addEventListener("htmx:xhr:progress", (event) => {
    const { lengthComputable, loaded, total } = event.detail;
    progress.hidden = false;
    if (lengthComputable) progress.value = (100 * loaded) / total;
  });
  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "file-outcome") return;
    const outcome = find("#file-outcome");
    const error = find("#file-error").textContent;
    progress.hidden = true;
    if (outcome.dataset.outcome === "sent" || outcome.dataset.outcome === "unknown") {
      const focused = form.contains(document.activeElement) || document.activeElement === document.body;
      clear();
      if (focused) find("#reply-text").focus();
      setTimeout(() => emit("desk:ask"), 300);
    }
    say(error || outcome.dataset.announce.trim(), true);
  });
})();

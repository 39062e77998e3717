// A file to send: chosen, dropped or pasted; looked at before it goes.
(() => {
  "use strict";
  const { find, say, beat } = window.desk;
  const form = find("#file-form");
  if (!form) return;
  const input = find("#file");
  const preview = find("#file-preview");
  const progress = find("#file-progress");
  const composer = find("#composer");
  const pictures = /^image\/(png|jpeg|gif|webp)$/;
  let address = "";

  function choose(file) {
    const error = !file.size ? form.dataset.empty : file.size > Number(form.dataset.most) ? form.dataset.tooBig : "";
    clear();
    if (error) return refuse(error);
    const held = new DataTransfer();
    held.items.add(file);
    input.files = held.files;
    form.dataset.chosen = "";
    find("#file-name").textContent = `${file.name} · ${size(file.size)}`;
    if (pictures.test(file.type)) {
      address = URL.createObjectURL(file);
      preview.replaceChildren(Object.assign(new Image(), { src: address, alt: "" }));
    }
    find("#send-file").focus();
    return true;
  }
  const size = (bytes) => {
    const unit = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
    const format = { style: "unit", unit: unit[0], maximumFractionDigits: 1 };
    return new Intl.NumberFormat(document.documentElement.lang, format).format(Math.max(bytes, 100) / unit[1]);
  };
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
    if (!file || find("dialog[open]") || event.clipboardData.getData("text")) return;
    event.preventDefault();
    choose(file);
  });
  const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault(); // else the browser opens the file in place of the page
    composer.dataset.drop = "";
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || delete composer.dataset.drop);
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    delete composer.dataset.drop;
    if (event.dataTransfer.files.length) choose(event.dataTransfer.files[0]);
  });

  form.addEventListener("htmx:xhr:progress", (event) => {
    progress.hidden = false;
    if (event.detail.lengthComputable) progress.value = (100 * event.detail.loaded) / event.detail.total;
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "file-outcome") return;
    const outcome = find("#file-outcome");
    const error = find("#file-error").textContent;
    progress.hidden = true;
    if (outcome.dataset.outcome === "sent" || outcome.dataset.outcome === "unknown") {
      const focused = form.contains(document.activeElement) || document.activeElement === document.body;
      clear();
      if (focused) find("#reply-text").focus();
      setTimeout(beat, 300);
    }
    say(error || outcome.dataset.announce.trim(), true);
  });
})();

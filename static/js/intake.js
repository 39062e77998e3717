// Where files come from: dropped anywhere on the page, pasted, or chosen. All of them go into the composer's field for
// files, from which files.js takes them.
window.desk.part("#file", (/** @type {HTMLInputElement} */ input, life) => {
  "use strict";
  const { signal } = life;
  const { emit, find, say } = window.desk;
  const composer = find("#composer");

  find("#choose-file").addEventListener("click", () => input.click());

  /** @param {FileList} files */
  function take(files) {
    if ("note" in composer.dataset) {
      // It would go to the buyer, unseen behind the note.
      find("#note-error").textContent = find("#note-form").dataset.noFiles;
      return say(find("#note-form").dataset.noFiles, true);
    }
    input.files = files;
    input.dispatchEvent(new Event("change"));
  }
  /** What a file manager under Linux puts on the clipboard where the browser does not make files of it: addresses.
   * @param {DataTransfer} data */
  function isListOfFiles(data) {
    const text = data.getData("text/uri-list") || data.getData("x-special/gnome-copied-files") || data.getData("text");
    const lines = text.split(/[\r\n]+/).filter((line) => line && !line.startsWith("#") && !/^(copy|cut)$/.test(line));
    return lines.length > 0 && lines.every((line) => /^file:\/\//i.test(line));
  }
  /** Office programs add a picture of what was copied to its text: then the text is meant. A file manager adds the name
   * of the file: then the file is.
   * @param {DataTransfer} data */
  function meansText(data) {
    const text = data.getData("text").trim();
    const isFormatted = data.types.some((type) => type === "text/html" || type === "text/rtf");
    return Boolean(text) && isFormatted && ![...data.files].some((file) => text.endsWith(file.name));
  }
  function refuseList() {
    emit("desk:chosen");
    find("#file-error").textContent = find("#files").dataset.onlyList;
    say(find("#files").dataset.onlyList, true);
    find("#reply-text").focus();
  }
  const paste = (/** @type {ClipboardEvent} */ event) => {
    const data = event.clipboardData;
    if (!data || find("dialog[open]")) return;
    const files = data.files.length > 0 && !meansText(data);
    if (!files && !isListOfFiles(data)) return;
    event.preventDefault();
    event.stopPropagation(); // the lookup field takes text pasted anywhere, and would take the file's name
    if (files) take(data.files);
    else refuseList();
  };
  document.addEventListener("paste", paste, { capture: true, signal });

  const carriesFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  const offer = (/** @type {DragEvent} */ event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault(); // else the browser opens the file in place of the page
    composer.dataset.drop = "";
  };
  const withdraw = (/** @type {DragEvent} */ event) => {
    if (!event.relatedTarget) delete composer.dataset.drop;
  };
  const drop = (/** @type {DragEvent} */ event) => {
    delete composer.dataset.drop;
    const isList = !event.dataTransfer.files.length && isListOfFiles(event.dataTransfer);
    if (!carriesFiles(event) && !isList) return;
    event.preventDefault();
    if (isList) refuseList();
    else if (event.dataTransfer.files.length) take(event.dataTransfer.files);
  };
  document.addEventListener("dragover", offer, { signal });
  document.addEventListener("dragleave", withdraw, { signal });
  document.addEventListener("drop", drop, { signal });
});

// Buyers' pictures: previews in the conversation, and the viewer that opens on one of them. Everything is looked up when
// it is needed, so that a conversation that was swapped in has nothing to start.
(() => {
  "use strict";
  const { all, find, origin } = window.desk;
  const SHOWN = "[data-picture]:not([data-failed])";
  /** @type {HTMLElement} */
  let open = null; // the link of the picture in the viewer
  const viewer = () => /** @type {HTMLDialogElement} */ (find("[data-viewer]"));

  /** Shows the file's name in place of a preview that did not load.
   * @param {HTMLImageElement} picture */
  function fail(picture) {
    picture.closest("[data-picture]")?.setAttribute("data-failed", "");
  }
  // Errors of pictures do not bubble.
  document.addEventListener(
    "error",
    (event) => {
      const picture = origin(event);
      if (!(picture instanceof HTMLImageElement)) return;
      if (picture.closest("[data-viewer]")) viewer().toggleAttribute("data-failed", true);
      else fail(picture);
    },
    { capture: true },
  );
  // What failed before this script ran.
  for (const picture of /** @type {HTMLImageElement[]} */ (all("[data-picture] img"))) {
    if (picture.complete && picture.currentSrc && !picture.naturalWidth) fail(picture);
  }

  /** @param {HTMLElement} link */
  function show(link) {
    open = link;
    const links = all(SHOWN);
    const place = links.indexOf(link);
    const box = viewer();
    const name = find("bdi", link).textContent;
    const address = link.getAttribute("href");
    box.toggleAttribute("data-failed", false);
    // A new element: the old picture would stay until the next one has come.
    const picture = find(".viewer-picture", box);
    picture.replaceWith(Object.assign(/** @type {HTMLElement} */ (picture.cloneNode()), { alt: name, src: address }));
    find(".viewer-name", box).textContent = name;
    find(".viewer-place", box).textContent = box.dataset.place
      .replace("%(number)s", String(place + 1))
      .replace("%(count)s", String(links.length));
    find(".viewer-tab", box).setAttribute("href", address);
    for (const button of all("[data-step]", box)) {
      /** @type {HTMLButtonElement} */ (button).disabled = !links[place + Number(button.dataset.step)];
    }
  }
  /** @param {number} by */
  function step(by) {
    const links = all(SHOWN);
    const next = links[links.indexOf(open) + by];
    if (!next) return;
    const pressed = document.activeElement;
    show(next);
    // A disabled button loses the focus, and the arrow keys with it.
    if (pressed?.matches(":disabled")) find("[data-close-viewer]", viewer()).focus();
  }
  document.addEventListener("click", (event) => {
    const target = origin(event);
    const box = viewer();
    const link = /** @type {HTMLElement} */ (target.closest(SHOWN));
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (link && box && plain) {
      event.preventDefault();
      show(link);
      box.showModal();
    } else if (box?.open) {
      const button = /** @type {HTMLElement} */ (target.closest("[data-step]"));
      if (button) step(Number(button.dataset.step));
      else if (target === box || target.closest("[data-close-viewer]")) box.close();
    }
  });
  document.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !viewer()?.open || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    step(by);
  });
  document.addEventListener(
    "close",
    (event) => {
      if (event.target !== viewer()) return;
      // Where the walk has ended.
      open?.focus({ preventScroll: true });
      open?.scrollIntoView({ block: "nearest" });
    },
    { capture: true },
  );
})();

// The lead's board: while the pointer is on a row, or the focus among them, what is new waits behind a button.
(() => {
  "use strict";
  const { find, on } = window.desk;
  const board = () => find("#board");
  const button = () => /** @type {HTMLButtonElement} */ (find("#board-news"));
  // A finger leaves `:hover` behind where it was.
  const hovers = matchMedia("(hover: hover)");
  const isHeld = () =>
    Boolean(
      (hovers.matches && find("#board [data-hold]:hover")) ||
        (board() !== document.activeElement && board()?.contains(document.activeElement)),
    );
  const show = () => htmx.trigger(board(), "desk:show");

  on("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "board" || !detail.shouldSwap) return;
    if (detail.requestConfig.triggeringEvent?.type === "desk:calm" && isHeld()) {
      detail.shouldSwap = false;
      button().hidden = false;
    } else if (button() === document.activeElement) board().focus();
  });
  on("htmx:afterSwap", ({ detail }) => {
    if (detail.target.id !== "board") return;
    if (button() === document.activeElement) board().focus();
    button().hidden = true;
  });
  button()?.addEventListener("click", show);
  const leave = () => setTimeout(() => button() && !button().hidden && !isHeld() && show());
  if (board()) for (const sign of ["pointerout", "focusout"]) document.addEventListener(sign, leave);
})();

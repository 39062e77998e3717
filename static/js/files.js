// The files to send: each is a chip in the composer until it has arrived. They are sent one after another, each under an
// id of its own, which stays with it until it is certain what became of it: so nothing is sent twice.
window.desk.part("#files", (box, life) => {
  "use strict";
  const { on, signal } = life;
  const { emit, find, say } = window.desk;
  const words = box.dataset;
  const list = find("#file-list");
  const error = find("#file-error");
  const order = find("#file-order");
  /** @type {HTMLInputElement} */
  const input = find("#file");
  /** @type {HTMLInputElement} */
  const held = find("#files-held"); // tells other scripts that leaving the page would lose something
  /** @type {HTMLTextAreaElement} */
  const text = find("#reply-text");
  const sender = find("#send-file");
  const accepted = input.accept.split(",");
  const pictures = /^image\/(png|jpeg|gif|webp)$/;
  /** `unknown`: it left, and it is not known whether it arrived; `asked`: the desk has been asked since. `unclear`: the
   * desk may have it, and has not answered.
   * @typedef {{ id: string, file: File, item: HTMLElement, address: string, unknown: boolean, asked: boolean,
   *   unclear: boolean }} Chip */
  /** @type {Chip[]} */
  let chips = [];
  let running = false; // files are being sent

  /** crypto.randomUUID is missing where the desk is reached over plain HTTP. */
  function freshId() {
    const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = bytes.map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
  /** The same figures and words as presenters/formats/sizes.py.
   * @param {number} size */
  function sizeOf(size) {
    const tenths = Math.ceil((size * 10) / 1024);
    const inMegabytes = tenths >= 10240;
    const shown = inMegabytes ? Math.ceil((size * 10) / 1048576) : tenths;
    const unit = inMegabytes ? words.megabytes : words.kilobytes;
    return unit.replace("%(size)s", String(shown / 10).replace(".", words.point));
  }
  const nameOf = (/** @type {File} */ file) => file.name || words.nameless;
  const named = (/** @type {string} */ sentence, /** @type {File[]} */ files) =>
    sentence.replace("%(names)s", files.map(nameOf).join(", "));
  /** Why a file cannot be sent, as far as the browser can tell; the desk looks at what is in it.
   * @param {File} file */
  function refusalOf(file) {
    const ending = `.${file.name.split(".").pop().toLowerCase()}`;
    let reason = "";
    if (!accepted.includes(ending) && !accepted.includes(file.type)) reason = words.kind;
    else if (!file.size) reason = words.empty;
    else if (file.size > Number(words.most)) reason = words.tooBig;
    return reason.replace("%(name)s", nameOf(file)).replace("%(size)s", sizeOf(file.size));
  }

  input.addEventListener("change", () => {
    const chosen = [...input.files];
    input.value = ""; // the files are held here; and the same one can be chosen again
    if (!chosen.length) return;
    emit("desk:chosen");
    const refusals = chosen.map(refusalOf).filter(Boolean);
    const good = chosen.filter((file) => !refusalOf(file));
    const room = Math.max(0, Number(words.mostFiles) - chips.length);
    const added = good.slice(0, room);
    for (const file of added) add(file.name ? file : new File([file], words.nameless, { type: file.type }));
    if (good.length > room) refusals.push(named(words.tooMany, good.slice(room)));
    error.textContent = refusals.join("\n");
    say([added.length ? named(words.added, added) : "", ...refusals].filter(Boolean).join(" "), true);
    text.focus();
  });
  on("desk:chosen", () => {
    error.textContent = "";
  });
  text.addEventListener("input", () => {
    error.textContent = "";
    changed();
  });

  /** @param {File} file */
  function add(file) {
    const template = /** @type {HTMLTemplateElement} */ (find("#file-chip"));
    const item = /** @type {HTMLElement} */ (find(".chip", /** @type {any} */ (template.content)).cloneNode(true));
    const chip = { id: freshId(), file, item, address: "", unknown: false, asked: false, unclear: false };
    find(".chip-name", item).textContent = nameOf(file);
    find(".chip-size", item).textContent = item.dataset.size = sizeOf(file.size);
    const drop = find(".chip-drop", item);
    drop.setAttribute("aria-label", words.drop.replace("%(name)s", nameOf(file)));
    drop.addEventListener("click", () => {
      remove(chip);
      emit("desk:chosen");
      say(named(words.removed, [file]), true);
      text.focus();
    });
    if (pictures.test(file.type)) {
      chip.address = URL.createObjectURL(file);
      find(".chip-look", item).replaceChildren(Object.assign(new Image(), { src: chip.address, alt: "" }));
    }
    chips.push(chip);
    list.append(item);
    changed();
  }
  /** @param {Chip} chip */
  function remove(chip) {
    chips = chips.filter((one) => one !== chip);
    chip.item.remove();
    if (chip.address) URL.revokeObjectURL(chip.address);
    changed();
  }
  function changed() {
    held.value = chips.length ? String(chips.length) : "";
    order.hidden = chips.length + (text.value.trim() ? 1 : 0) < 2 || !chips.length;
    emit("desk:composer");
  }
  addEventListener("beforeunload", (event) => chips.length && event.preventDefault(), { signal });
  on("desk:leaving", ({ detail }) => {
    detail.steps.push(async () => (chips.length ? words.chosen : ""));
  });
  signal.addEventListener("abort", () => {
    for (const { address } of chips) if (address) URL.revokeObjectURL(address);
  });

  // ---- sending, one after another, as they stand when the person pressed
  let kind = ""; // the outcome that the present answer has brought
  on("htmx:afterSwap", (event) => {
    const { requestConfig, target } = event.detail;
    if (target.id === "reply-outcome" && requestConfig.elt === sender) kind = find("#reply-outcome").dataset.outcome;
  });
  /** Sends the chip's file, or without it asks what became of that. @param {Chip} chip @param {boolean} withFile */
  async function post(chip, withFile) {
    const token = /** @type {HTMLInputElement} */ (find("[name=csrfmiddlewaretoken]")).value;
    const values = { csrfmiddlewaretoken: token, reply_id: chip.id, ...(withFile && { file: chip.file }) };
    kind = "";
    chip.item.dataset.reply = chip.id;
    chip.item.hidden = withFile;
    try {
      await htmx.ajax("POST", sender.dataset.address, {
        source: sender,
        target: "#reply-outcome",
        swap: "outerHTML",
        values,
      });
    } catch {
      kind = ""; // no answer: desk.js has said so
    }
    chip.item.hidden = false;
    return kind;
  }
  /** @param {Chip} chip */
  async function deliver(chip) {
    if (chip.unknown && (await post(chip, false)) !== "refused") return kind;
    if (signal.aborted) return "";
    if (chip.unknown) Object.assign(chip, { id: freshId(), unknown: false, asked: false }); // it has not arrived
    return post(chip, true);
  }
  on("desk:files", async () => {
    running = true;
    const batch = [...chips];
    const arrived = [];
    let stopped = false;
    for (const chip of batch) {
      if (stopped || !chips.includes(chip)) continue; // one may have been removed while another was sent
      const outcome = await deliver(chip);
      if (signal.aborted) return;
      stopped = outcome !== "sent";
      if (stopped) settle(chip, outcome);
      else arrived.push(chip.file);
      if (!stopped) remove(chip);
    }
    const left = batch.filter((chip) => chips.includes(chip));
    sum(arrived, left, stopped);
    running = false;
    emit("desk:idle");
  });
  const isUnsure = (/** @type {Chip} */ chip) => chip.unknown || chip.unclear;
  /** Notes what became of a file that has not arrived. @param {Chip} chip @param {string} outcome */
  function settle(chip, outcome) {
    if (outcome) chip.unknown = outcome === "unknown" || outcome === "sending";
    // Without an answer the id stays: the file may be on its way, and pressed again it must not go twice.
    if (outcome && !chip.unknown) chip.id = freshId();
    chip.unclear = !outcome && sender.hasAttribute("data-unanswered");
    find(".chip-state", chip.item).textContent = isUnsure(chip) ? words.notKnown : words.failed;
    chip.item.dataset.state = isUnsure(chip) ? "unknown" : "failed";
  }
  /** Says what of it arrived and what did not, unless there was only one thing and the outcome says it all.
   * @param {File[]} arrived @param {Chip[]} left @param {boolean} stopped */
  function sum(arrived, left, stopped) {
    const names = [...("afterText" in words ? [words.text] : []), ...arrived.map(nameOf)];
    if (names.length + left.length < 2) return;
    const lines = [names.length ? words.arrived.replace("%(names)s", names.join(", ")) : ""];
    const unsure = left.filter(isUnsure).map((one) => one.file);
    // A file that cannot be sent is named by the outcome itself.
    const rest = left.slice(kind === "invalid" ? 1 : 0).filter((one) => !isUnsure(one));
    if (unsure.length) lines.push(named(words.unsure, unsure));
    if (rest.length)
      lines.push(
        named(
          words.left,
          rest.map((one) => one.file),
        ),
      );
    const outcome = find("#reply-outcome");
    if (stopped && !kind) outcome.replaceChildren(find("#reply-error"));
    const place = find(".said", outcome) || outcome;
    for (const line of lines.filter(Boolean)) {
      place.append(Object.assign(document.createElement("p"), { className: "sum", textContent: line }));
    }
    say(`${outcome.dataset.announce} ${lines.join(" ")}`.trim(), true);
  }
  // A question that the history, or a person, has answered: what became of the file?
  on("htmx:afterSettle", async () => {
    const isOpen = (/** @type {Chip} */ one) => find(`#r${one.id}:is([data-state="UNKNOWN"], [data-state="SENDING"])`);
    const chip = chips.find((one) => one.unknown && !one.asked && !isOpen(one));
    if (!chip || running) return;
    chip.asked = true;
    const outcome = await post(chip, false);
    if (signal.aborted) return;
    if (outcome === "sent") remove(chip);
    else settle(chip, outcome);
  });
});

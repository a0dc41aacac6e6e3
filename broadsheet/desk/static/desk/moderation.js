/* Works the queue by keyboard. A decision takes its comment off the screen at once; the server is
   told in the background, in order, and a comment that it refuses comes back with the reason. */
(() => {
  const queue = document.querySelector("[data-queue]");
  if (!queue) return;
  const words = JSON.parse(document.getElementById("queue-words").textContent);
  const cards = queue.querySelector("[data-cards]");
  const live = document.querySelector("[data-live]");
  const undoBar = document.querySelector("[data-undo]");
  const help = document.querySelector("[data-help]");
  const keysOn = document.querySelector("[data-keys-on]");
  const token = queue.querySelector("[name=csrfmiddlewaretoken]").value;
  const clauses = new Set(
    Array.from(queue.querySelectorAll("#many-clause option"), (option) => option.value)
  );
  const UNDO_MS = 10_000;
  const FETCH_AT = 15;
  const LOOK_AHEAD = 10;

  let current = null;
  let waitsForDigit = false;
  let unsent = [];
  let isSending = false;
  let isFetching = false;
  const decided = [];
  const known = new Map();
  const folded = new WeakMap();

  const all = () => Array.from(cards.querySelectorAll(".desk-comment"));
  const titleOf = (card) => card.querySelector("h3").innerText;
  const fill = (name, values) =>
    words[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  const beside = (card, way) => {
    let one = card;
    do one = one?.[way]; while (one && !one.matches(".desk-comment"));
    return one || null;
  };

  const say = (...sentences) => {
    live.textContent = sentences.filter(Boolean).join(" ");
  };

  const mark = (card, text) => {
    const state = card.querySelector("[data-state]");
    state.textContent = text;
    state.hidden = !text;
  };

  const chosen = () =>
    all().filter((card) => card.querySelector("[name=ids]").checked);

  const showChosen = () => {
    const number = chosen().length;
    queue.querySelector("[data-chosen]").textContent = number || "";
  };

  /* The comment that is being judged: one at a time, claimed while it is. */
  const goTo = (card, { focus = true } = {}) => {
    if (current && current !== card && current.isConnected) {
      current.removeAttribute("aria-current");
      order({ act: "release", id: current.dataset.id });
    }
    current = card;
    if (card) {
      card.setAttribute("aria-current", "true");
      if (!("claimed" in card.dataset)) order({ act: "claim", id: card.dataset.id });
      if (focus) card.focus();
    } else if (!all().length) {
      const empty = queue.querySelector("[data-empty]");
      empty.hidden = false;
      if (focus) empty.focus();
    }
    if (all().length < FETCH_AT) fetchMore();
  };

  const follower = (card) => {
    let next = beside(card, "nextElementSibling");
    while (next && ("claimed" in next.dataset || "gone" in next.dataset))
      next = beside(next, "nextElementSibling");
    return next || beside(card, "nextElementSibling") || beside(card, "previousElementSibling");
  };

  /* What the server is told: an order for a comment that is taken back before it went is dropped. */
  const order = (one) => {
    if (one.act === "approve" || one.act === "reject" || one.act === "hold")
      unsent = unsent.filter((other) => other.id !== one.id);
    unsent.push(one);
    send();
  };

  /* Up to the second decision about one comment: its version is known when the first is answered. */
  const nextBatch = () => {
    const batch = [];
    const met = new Set();
    while (unsent.length && batch.length < 50 && !met.has(unsent[0].id)) {
      const one = unsent.shift();
      if (one.act !== "claim" && one.act !== "release") met.add(one.id);
      batch.push(one);
    }
    return batch;
  };

  const versionOf = (id) => {
    const card = known.get(id);
    return card ? Number(card.dataset.version) : null;
  };

  /* Goes on when the page is left. */
  const post = (batch) => {
    const form = new FormData();
    const seen = batch.map((one) => ({ ...one, seen: versionOf(one.id) }));
    form.set("csrfmiddlewaretoken", token);
    form.set("orders", JSON.stringify(seen));
    form.set("ahead", JSON.stringify(ahead()));
    return fetch(queue.dataset.queue, {
      method: "POST", body: form, credentials: "same-origin", keepalive: true,
    });
  };

  const ahead = () => {
    const found = [];
    let card = current;
    while (card && found.length < LOOK_AHEAD) {
      card = beside(card, "nextElementSibling");
      if (card) found.push([card.dataset.id, Number(card.dataset.version)]);
    }
    return found;
  };

  const send = async () => {
    if (isSending || !unsent.length) return;
    isSending = true;
    const batch = nextBatch();
    try {
      const answer = await post(batch);
      if (!answer.ok || answer.redirected) fail(batch, words.refused);
      else settle(batch, await answer.json());
    } catch {
      fail(batch, words.away);
    }
    isSending = false;
    send();
  };

  const settle = (batch, answer) => {
    answer.done.forEach((done) => {
      const card = known.get(done.id);
      if (!card) return;
      if (done.version !== null) card.dataset.version = done.version;
      if (!done.ok && done.act !== "release") refuse(card, done);
    });
    answer.ahead.forEach(({ id, is_gone: isGone, who }) => {
      const card = known.get(id);
      if (!card?.isConnected || card === current) return;
      if (isGone) card.remove();
      else if (who) {
        card.dataset.claimed = "";
        mark(card, fill("claimed", { who }));
      } else if ("claimed" in card.dataset) {
        delete card.dataset.claimed;
        mark(card, "");
      }
    });
  };

  const refuse = (card, { act, error, is_gone: isGone }) => {
    if (isGone || act === "undo") card.dataset.gone = "";
    else if (act === "claim") card.dataset.claimed = "";
    if (act !== "undo") bringBack(card);
    mark(card, error);
    say(error);
  };

  const fail = (batch, error) => {
    batch.filter(({ act }) => act !== "claim" && act !== "release").forEach(({ id, act }) => {
      const card = known.get(id);
      if (act === "undo") drop(card);
      else bringBack(card);
      mark(card, error);
    });
    say(error);
  };

  const drop = (card) => {
    const next = card === current ? follower(card) : current;
    card.remove();
    if (card === current) {
      current = null;
      goTo(next);
    }
  };

  /* Puts a card where it stood, and forgets that it was decided. */
  const bringBack = (card) => {
    decided.forEach((step) => {
      step.cards = step.cards.filter((other) => other !== card);
    });
    if (card.isConnected) return;
    if (current?.isConnected) cards.insertBefore(card, current);
    else cards.prepend(card);
    queue.querySelector("[data-empty]").hidden = true;
    if (!current?.isConnected) goTo(card, { focus: false });
  };

  const decide = (chosenCards, act, clause = "") => {
    const group = chosenCards.filter((card) => card.isConnected);
    if (!group.length) return;
    const heading = titleOf(group[0]);
    const next = group.includes(current) ? nextAfter(group) : current;
    group.forEach((card) => {
      const field = (name) => card.querySelector(`[name=${name}-${card.dataset.id}]`)?.value ?? "";
      order({
        act, clause, id: card.dataset.id, reason: field("reason"), quoted: field("quoted"),
      });
      card.querySelector("[name=ids]").checked = false;
      mark(card, "");
      card.remove();
    });
    const told = group.length > 1
      ? fill("many", { number: group.length })
      : fill(act, { title: heading, clause });
    keepForUndo(group, told);
    if (current && !current.isConnected) current = null;
    goTo(next);
    say(told, next ? fill("next", { title: titleOf(next) }) : words.end);
    showChosen();
    countDown(group.length);
  };

  const nextAfter = (group) => {
    let next = follower(current);
    while (next && group.includes(next)) next = beside(next, "nextElementSibling");
    return next || all().find((card) => !group.includes(card)) || null;
  };

  const countDown = (number) => {
    const count = document.querySelector('.desk-rooms [aria-current] .desk-count');
    if (count) count.textContent = Math.max(0, Number(count.textContent) - number);
  };

  /* Undo: for ten seconds, the latest step first. */
  const keepForUndo = (group, told) => {
    const step = { cards: group, told, until: Date.now() + UNDO_MS };
    decided.push(step);
    showUndo();
    setTimeout(showUndo, UNDO_MS + 50);
  };

  const latest = () => {
    while (decided.length && decided[0].until < Date.now()) decided.shift();
    return decided.findLast((step) => step.cards.length);
  };

  const showUndo = () => {
    const step = latest();
    const held = undoBar.contains(document.activeElement);
    undoBar.querySelector("[data-undo-words]").textContent = step?.told || "";
    undoBar.hidden = !step;
    if (!step && held && current) current.focus();
  };

  const undo = () => {
    const step = latest();
    if (!step) return say(words.nothing_to_undo);
    decided.splice(decided.indexOf(step), 1);
    const before = current;
    step.cards.forEach((card) => {
      const waits = unsent.some((one) => one.id === card.dataset.id && one.act !== "claim");
      if (waits) unsent = unsent.filter((one) => one.id !== card.dataset.id);
      else unsent.push({ act: "undo", id: card.dataset.id });
      cards.insertBefore(card, before?.isConnected ? before : cards.firstChild);
    });
    queue.querySelector("[data-empty]").hidden = true;
    countDown(-step.cards.length);
    goTo(step.cards[0]);
    say(fill("undo", { title: titleOf(step.cards[0]) }));
    showUndo();
    send();
  };

  /* The next cards come long before anybody gets to them. */
  const fetchMore = async () => {
    if (isFetching || !cards.querySelector("[data-has-more]")) return;
    isFetching = true;
    try {
      const url = new URL(queue.dataset.more, location.href);
      url.searchParams.set("from", all().length);
      const answer = await fetch(url, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) take(await answer.text());
    } catch {
      /* The next decision asks again. */
    }
    isFetching = false;
  };

  const take = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    cards.querySelector("[data-has-more]").remove();
    const more = template.content.querySelector("[data-has-more]");
    const fresh = Array.from(template.content.querySelectorAll(".desk-comment"))
      .filter((card) => !known.has(card.dataset.id));
    fresh.forEach(prepare);
    cards.append(...fresh);
    if (more) cards.append(more);
    if (!current && fresh.length) goTo(fresh[0]);
  };

  const prepare = (card) => {
    known.set(card.dataset.id, card);
    card.querySelectorAll("button[data-choose]").forEach((button) => {
      button.hidden = false;
    });
    fold(card);
  };

  /* Browsers look through all fields of a page soon after some of them came, to fill them in: with
     those of fifty comments for up to 300 ms, in which no key is answered. So the inside of a panel
     that nobody has opened stands beside the page. */
  const fold = (card) => {
    const panel = card.querySelector(".desk-reject");
    const inside = document.createDocumentFragment();
    inside.append(...Array.from(panel.children).slice(1));
    folded.set(card, inside);
    card.querySelector(`[name=seen-${card.dataset.id}]`).remove();
  };

  const unfold = (card) => card.querySelector(".desk-reject").append(folded.get(card));

  /* Keys. */
  const steps = {
    a: () => decide([current], "approve"),
    h: () => decide([current], "hold"),
    j: () => move("nextElementSibling"),
    n: () => move("nextElementSibling"),
    k: () => move("previousElementSibling"),
    p: () => move("previousElementSibling"),
    u: undo,
    x: () => choose([current]),
    r: () => openReject(),
  };

  const move = (way) => {
    const next = beside(current, way);
    if (next) goTo(next);
    else say(words.end);
  };

  const choose = (some) => {
    some.forEach((card) => {
      const box = card.querySelector("[name=ids]");
      box.checked = some.length > 1 || !box.checked;
    });
    showChosen();
  };

  const openReject = () => {
    const reject = current.querySelector(".desk-reject");
    unfold(current);
    reject.open = true;
    reject.querySelector("textarea").focus();
  };

  const rejectUnder = (number) => {
    if (!clauses.has(String(number))) return say(words.no_clause);
    decide([current], "reject", String(number));
  };

  const digit = (pressed) => {
    if (waitsForDigit) {
      waitsForDigit = false;
      rejectUnder(10 + pressed);
    } else if (pressed === 0) {
      waitsForDigit = true;
      say(words.ten);
    } else rejectUnder(pressed);
  };

  /* The letter on the key in Latin script, so that the keys stay where they are in Arabic. */
  const keyOf = (event) => {
    const place = /^(?:Key|Digit|Numpad)(\w)$/.exec(event.code);
    if (/^(?:Digit|Numpad)\d$/.test(event.code) && !event.shiftKey) return place[1];
    if (/^[a-z?]$/i.test(event.key)) return event.key.toLowerCase();
    if (event.key === "؟") return "?";
    return place ? place[1].toLowerCase() : "";
  };

  const isFree = ({ target }) => {
    const typing = target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    return !typing && (target === document.body || queue.contains(target) || undoBar.contains(target));
  };

  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape") queue.dataset.quiet = "";
    if (event.ctrlKey || event.metaKey || event.altKey || !isFree(event) || !keysOn.checked) return;
    const key = keyOf(event);
    if (key === "?") {
      help.open = !help.open;
      help.querySelector("summary").focus();
    } else if (current && /^\d$/.test(key)) digit(Number(key));
    else if (key === "u" || (current && steps[key])) steps[key]();
    else return;
    if (!/^\d$/.test(key)) waitsForDigit = false;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  /* Buttons and boxes do the same as the keys. */
  queue.addEventListener("submit", (event) => {
    const { name, value } = event.submitter || {};
    event.preventDefault();
    if (name === "one") {
      const [act, id, clause] = value.split(" ");
      const card = known.get(id);
      goTo(card, { focus: false });
      decide([card], act, clause);
    } else if (name === "many") {
      const group = chosen();
      if (!group.length) return say(words.none_chosen);
      decide(group, value, queue.querySelector("#many-clause").value);
    }
  });

  queue.addEventListener("click", (event) => {
    if (event.target.closest(".desk-reject > summary")) unfold(event.target.closest(".desk-comment"));
    const picker = event.target.closest("[data-choose]");
    if (!picker) return;
    event.preventDefault();
    const card = picker.closest(".desk-comment");
    const alike = new Set([card.dataset.id, ...card.dataset.alike.split(" ")]);
    choose(all().filter((other) => picker.dataset.choose === "author"
      ? other.dataset.author === card.dataset.author
      : alike.has(other.dataset.id)));
    say(String(chosen().length));
  });

  queue.addEventListener("change", showChosen);
  ["pointerout", "focusout"].forEach((kind) => queue.addEventListener(kind, () => {
    delete queue.dataset.quiet;
  }));
  queue.addEventListener("focusin", (event) => {
    const card = event.target.closest(".desk-comment");
    if (card && card !== current) goTo(card, { focus: false });
  });
  undoBar.querySelector("[data-undo-button]").addEventListener("click", undo);

  keysOn.checked = localStorage.getItem("desk-keys") !== "off";
  keysOn.addEventListener("change", () => {
    localStorage.setItem("desk-keys", keysOn.checked ? "on" : "off");
    say(keysOn.checked ? words.keys_on : words.keys_off);
  });

  window.addEventListener("pagehide", () => {
    if (current) post([...unsent, { act: "release", id: current.dataset.id }]);
  });

  help.hidden = false;
  document.querySelector("[data-pages]")?.remove();
  all().forEach(prepare);
  showChosen();
  const first = all().find((card) => !("claimed" in card.dataset)) || all()[0] || null;
  if (first) goTo(first, { focus: false });
})();

"use strict";
// The comment form with scripts on: counts letters, solves the security check, sends in place.
// Whatever fails here leaves the form as it is, which sends itself by the way without scripts.
(() => {
  const form = document.querySelector("form[data-script]");
  const { dataset } = form;
  const text = form.elements.text;
  const count = form.querySelector("[data-count]");
  const status = form.querySelector("[data-status]");
  const send = form.querySelector(".send");
  const digits = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-${dataset.digits}`);
  let proof = null;
  let asked;

  const say = (words) => {
    status.textContent = words;
  };

  // Seen at every letter; spoken only when typing pauses, and only when little is left.
  const voice = document.createElement("span");
  voice.className = "unseen";
  voice.setAttribute("role", "status");
  count.after(voice);
  let pause;
  const tell = () => {
    const left = text.maxLength - text.value.length;
    const words = dataset.left.replace("{count}", digits.format(left));
    count.textContent = words;
    clearTimeout(pause);
    if (left <= text.maxLength / 10) pause = setTimeout(() => (voice.textContent = words), 1200);
  };
  text.addEventListener("input", tell);
  tell();

  const solve = (challenge) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(dataset.worker);
      worker.onmessage = ({ data: solution }) => {
        worker.terminate();
        resolve(btoa(JSON.stringify({ challenge, solution })));
      };
      worker.onerror = reject;
      worker.postMessage(challenge.parameters);
    });

  // A check that cannot run (no WebCrypto without https, say) leaves the question in its place.
  const check = async () => {
    try {
      const answer = await fetch(dataset.challenge, { cache: "no-store" });
      const { challenge, flooded } = await answer.json();
      say(flooded ? dataset.flood : dataset.running);
      proof = await solve(challenge);
      asked = Date.now();
      say(dataset.done);
    } catch {
      proof = "";
      say("");
    }
  };
  let checking = check();

  const mark = (faults) => {
    for (const old of form.querySelectorAll(".fault")) old.remove();
    for (const field of form.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
    }
    for (const [name, words] of Object.entries(faults)) {
      const field = form.elements[name];
      const fault = document.createElement("small");
      fault.className = "fault";
      fault.id = `c-${name}-fault`;
      fault.textContent = words;
      field.closest("p").append(fault);
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", `${field.id}-help ${fault.id}`);
    }
    const first = form.querySelector("[aria-invalid]");
    if (first) first.focus();
  };

  const post = async () => {
    const body = new URLSearchParams(new FormData(form));
    body.set("proof", proof);
    const headers = { Accept: "application/json" };
    return (await fetch(form.action, { method: "POST", body, headers })).json();
  };

  form.addEventListener("submit", async (event) => {
    if (form.elements.token) return;
    event.preventDefault();
    send.disabled = true;
    say(dataset.sending);
    await checking;
    if (proof && Date.now() - asked > 6e6) await (checking = check());
    if (!proof) {
      form.submit();
      return;
    }
    try {
      let said = await post();
      // The check was passed before a flood began, or too long ago: once more, by itself.
      if (said.again) {
        await (checking = check());
        if (proof) said = await post();
      }
      if (said.receipt) {
        location.assign(said.receipt);
        return;
      }
      say(said.message);
      mark(said.faults || {});
      if (said.renew) checking = check().then(() => say(said.message));
    } catch {
      say(dataset.lost);
    }
    send.disabled = false;
  });
})();

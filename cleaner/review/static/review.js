// The reviewer's hands: keys, decisions, filters, editing, writing. Everything shown comes from the server as it stands;
// text is only ever put in as text.

const body = document.body;
const here = body.dataset.number === undefined ? null : Number(body.dataset.number);
const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const words = await (await fetch("/words")).json();
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

// Pages of our own server, fetched anew; the policy lets no other text become a page.
const trusted = globalThis.trustedTypes?.createPolicy("cleaner", { createHTML: (page) => page });
const parsed = (page) => new DOMParser().parseFromString(trusted ? trusted.createHTML(page) : page, "text/html");

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// ---- talking

let hush;
function tell(text, bad = false) {
  const toast = $(".toast");
  toast.textContent = text;
  toast.classList.toggle("bad", bad);
  toast.hidden = false;
  clearTimeout(hush);
  hush = setTimeout(() => { toast.hidden = true; }, bad ? 8000 : 2200);
}

async function ask(path, data) {
  const options = data === undefined ? {} : {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data),
  };
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    tell(say("gone"), true);
    throw new Error("gone");
  }
  const json = answer.headers.get("content-type")?.startsWith("application/json");
  if (!answer.ok) {
    const what = json ? (await answer.json()).error : await answer.text();
    tell(say("failed", { what }), true);
    throw new Error(what);
  }
  return json ? answer.json() : answer.text();
}

// ---- the finding at hand

const cards = () => $$(".card");
const cardOf = (key) => cards().find((card) => card.dataset.key === key) ?? null;
const current = () => $(".card.at");

function go(card, { focus = true } = {}) {
  if (!card) return;
  for (const old of $$(".at")) old.classList.remove("at");
  card.classList.add("at");
  card.closest("details:not(.reason)")?.setAttribute("open", "");
  const row = card.closest(".row");
  row?.classList.add("at");
  if (focus) card.focus({ preventScroll: true });
  const box = row && row.offsetHeight < innerHeight * 0.6 ? row : card;
  const place = box.getBoundingClientRect();
  const top = $(".tools").offsetHeight + 24;
  if (place.top < top || place.bottom > innerHeight - 24) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollTo({ top: scrollY + place.top - Math.max(top, innerHeight * 0.25), behavior: calm ? "auto" : "smooth" });
  }
  for (const mark of $$(".n.here")) mark.classList.remove("here");
  for (const mark of $$(`.n[data-n="${card.dataset.n}"]`)) mark.classList.add("here");
  history.replaceState(null, "", `${location.pathname}${location.search}#${encodeURI(card.dataset.key)}`);
}

function pageTo(name, place) {
  const link = $(`.foot .${name}-page`);
  if (!link) return false;
  sessionStorage.setItem("cleaner-place", place);
  location.href = link.href;
  return true;
}

function step(by) {
  const all = cards();
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : at + by];
  if (next) go(next);
  else if (!pageTo(by > 0 ? "next" : "previous", by > 0 ? "first" : "last")) tell(say(by > 0 ? "said-end" : "said-start"));
}

const waits = (card) => $(".live", card).dataset.waits;

function stepOpen() {
  const all = cards();
  const at = all.indexOf(current());
  const next = all.find((card, index) => index > at && waits(card) === "open");
  if (next) go(next);
  else if (!pageTo("next", "open")) tell(say("said-end"));
}

// ---- the page as the server has it now

// Of two questions on their way the later one counts, whichever is answered last.
let asked = 0;

async function renew(key, instead) {
  const mine = ++asked;
  const text = await ask(location.pathname + location.search);
  if (mine !== asked) return;
  const fresh = parsed(text);
  const open = new Set($$("details[open] .card").map((card) => card.dataset.key));
  for (const selector of ["#sheet", "#progress", "#filters", ".rules", ".foot nav"]) {
    const old = $(selector);
    const now = fresh.querySelector(selector);
    if (old && now) old.replaceWith(document.adoptNode(now));
    else if (old && selector !== "#sheet") old.remove();
  }
  Object.assign(body.dataset, { ...fresh.body.dataset });
  for (const details of $$("details.each")) details.open ||= $$(".card", details).some((card) => open.has(card.dataset.key));
  go(cardOf(key) ?? cardOf(instead) ?? cards()[0]);
  watch();
}

let watching = false;
async function watch() {
  // A long document: its end is being read, or what follows from a decision is being worked out.
  if (watching || (body.dataset.whole === "1" && body.dataset.fresh === "1")) return;
  watching = true;
  const was = body.dataset.whole;
  for (;;) {
    await new Promise((done) => setTimeout(done, 1500));
    let now;
    try { now = await ask(`/progress?d=${here}`); } catch { break; }
    if (now.whole && now.fresh) {
      watching = false;
      if ($(".editor")) { await new Promise((done) => setTimeout(done, 3000)); watch(); return; }
      await renew(current()?.dataset.key);
      if (was === "0") tell(say("renewed"));
      return;
    }
  }
  watching = false;
}

// ---- deciding

const done = JSON.parse(sessionStorage.getItem(`cleaner-done-${here}`) ?? "[]"); // what was said before each step, for taking back
const remember = () => sessionStorage.setItem(`cleaner-done-${here}`, JSON.stringify(done.slice(-200)));
let busy = Promise.resolve();

function decide(data, { back = false, next = null, told }) {
  const key = current()?.dataset.key;
  const mine = () => send(data, { back, next, told, key });
  busy = busy.then(mine, mine);
  return busy;
}

async function send(data, { back, next, told, key }) {
  const answer = await ask(`/d/${here}/decide`, data);
  if (!back && answer.before.length) { done.push(answer.before); remember(); }
  const named = new Set(answer.before.map((one) => one.key));
  const others = Object.keys(answer.changed).filter((one) => !named.has(one)).length;
  tell(told.replace("{n}", answer.before.length) + (others ? ` · ${say("said-also", { n: others })}` : ""));
  if (answer.fresh || body.dataset.whole === "0") {
    await renew(next ?? key, key);
    return;
  }
  body.dataset.fresh = "0";
  for (const [one, state] of Object.entries(answer.changed)) {
    const card = cardOf(one);
    if (!card || !state) continue;
    $(".live", card).dataset.waits = state[0];
    card.dataset.state = state[1];
  }
  await renew(next ?? key, key);
}

function follower(card) {
  const all = cards();
  const at = all.indexOf(card);
  return (all[at + 1] ?? card).dataset.key;
}

function say1(verdict) {
  const card = current();
  if (!card) return;
  if (verdict === "apply" && !$(".act.apply", card)) { tell(say("said-no-fix")); return; }
  const next = follower(card);
  const last = next === card.dataset.key;
  const remark = $(".remark", card)?.textContent ?? "";
  decide({ said: [{ key: card.dataset.key, verdict, remark }] }, { next, told: say(`said-${verdict}`) })
    .then(() => { if (last && !pageTo("next", "first")) tell(`${say(`said-${verdict}`)} · ${say("said-end")}`); });
}

function sayAll(verdict) {
  const card = current();
  if (card) decide({ rule: card.dataset.rule, verdict }, { told: say("said-all") });
}

function back() {
  const card = current();
  if (card && $(".live", card).dataset.verdict) {
    decide({ said: [{ key: card.dataset.key, verdict: null }] }, { back: true, told: say("said-back") });
    return;
  }
  const last = done.pop();
  if (!last) { tell(say("said-none")); return; }
  remember();
  decide({ said: last }, { back: true, next: last[0].key, told: say("said-back") });
}

// ---- editing by hand

async function edit({ remarkOnly = false } = {}) {
  const card = current();
  if (!card) return;
  const old = $(".editor");
  if (old) { $("textarea, input", old).focus(); return; }
  const verdict = $(".live", card).dataset.verdict;
  if (remarkOnly && !verdict) { tell(say("said-decide-first")); return; }
  const key = card.dataset.key;
  const now = await ask(`/d/${here}/finding?key=${encodeURIComponent(key)}`);
  const area = make("textarea", { value: now.read, spellcheck: false, lang: $(".was", card.closest(".row"))?.lang ?? "" });
  const remark = make("input", { value: now.remark, maxLength: 400 });
  const place = make("span", { className: "spot" }, now.before, make("b", {}, now.seen.replaceAll("\n", "⏎")), now.after);
  const cancel = make("button", { type: "button" }, make("kbd", {}, "Esc"), say("cancel"));
  const form = make("form", { className: "editor" });
  if (!remarkOnly) form.append(place, make("label", {}, say("edit-label"), area));
  form.append(
    make("label", {}, say("remark-label"), remark),
    make("div", { className: "two" }, make("button", { className: "strong" }, make("kbd", {}, "Ctrl ⏎"), say("save")), cancel),
  );
  const close = () => { form.remove(); card.focus({ preventScroll: true }); };
  cancel.addEventListener("click", close);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const mine = remarkOnly ? verdict : "edited";
    const said = { key, verdict: mine, remark: remark.value, replacement: mine === "edited" ? area.value : null };
    form.remove();
    decide({ said: [said] }, { next: remarkOnly ? key : follower(card), told: say(remarkOnly ? "said-remark" : "said-edited") });
  });
  $(".live", card).append(form);
  (remarkOnly ? remark : area).focus();
}

// ---- dialogs

function dialog(title, ...content) {
  const box = make("dialog", {}, make("h2", {}, title), ...content);
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  body.append(box);
  box.showModal();
  return box;
}

function help() {
  if ($("dialog")) return;
  const list = make("dl", { className: "keys" });
  const all = here === null ? [["N", "key-document"], ["w", "key-write"], ["/", "find"], ["?", "key-help"]] : [
    ["n j", "key-next"], ["p k", "key-previous"], ["o", "key-open"], ["a", "key-apply"], ["s x", "key-keep"], ["e", "key-edit"],
    ["m", "key-remark"], ["u", "key-back"], ["A", "key-all"], ["S", "key-keep-all"], ["N", "key-document"], ["w", "key-write"],
    ["l", "key-list"], ["?", "key-help"],
  ];
  for (const [keys, what] of all) {
    list.append(make("dt", {}, ...keys.split(" ").flatMap((key) => [make("kbd", {}, key), " "])), make("dd", {}, say(what)));
  }
  const close = make("button", { className: "strong", type: "button" }, say("close"));
  const box = dialog(say("keys"), list, make("div", { className: "foot-acts" }, close));
  close.addEventListener("click", () => box.close());
}

async function write() {
  if ($("dialog")) return;
  const plan = await ask(`/write?d=${here ?? -1}`);
  const list = make("ul");
  for (const key of ["safe", "apply", "edited", "keep", "open", "rests"]) {
    const n = plan.this?.[key];
    if (n) list.append(make("li", {}, say(`write-${key}`, { n })));
  }
  const acts = make("div", { className: "foot-acts" });
  const note = make("p", { className: "note" }, say("write-undo"));
  const box = dialog(say("write-title"), list, note, acts);
  const button = (text, number, strong) => {
    const made = make("button", { type: "button", className: strong ? "strong" : "" }, text);
    made.addEventListener("click", () => writeNow(box, note, acts, number));
    acts.append(made);
  };
  if (here !== null) button(`${say("write-now")} · ${say("write-this")}`, here, true);
  if (plan.documents > 1 || here === null) button(`${say("write-now")} · ${say("write-all", { n: plan.documents })}`, null, here === null);
  const cancel = make("button", { type: "button" }, say("cancel"));
  cancel.addEventListener("click", () => box.close());
  acts.append(cancel);
  $("button", acts).focus();
}

async function writeNow(box, note, acts, number) {
  acts.replaceChildren();
  let answer = await ask("/write", { d: number });
  while (answer.busy) {
    note.textContent = say("writing", { n: answer.written?.seen ?? 0, of: number === null ? answer.documents : 1 });
    await new Promise((done) => setTimeout(done, 400));
    answer = await ask("/write");
  }
  $("ul", box).replaceChildren(...(answer.complaints ?? []).map((what) => make("li", { className: "wrong" }, what)));
  note.textContent = say("written", answer.written ?? { documents: 0, findings: 0 });
  const close = make("button", { className: "strong", type: "button" }, say("close"));
  close.addEventListener("click", () => box.close());
  acts.append(close);
  close.focus();
  done.length = 0;
  if (here === null) return renewList();
  remember();
  body.dataset.whole = "1";
  await renew(current()?.dataset.key);
  close.focus();
}

async function nextDocument() {
  if (here === null) { location.href = $("[data-do-link=N]")?.href ?? "/"; return; }
  const { number } = await ask(`/d/${here}/next`);
  if (number === null) tell(say("said-all-done"));
  else { sessionStorage.setItem("cleaner-place", "open"); location.href = `/d/${number}`; }
}

// ---- keys, clicks, filters

const actions = {
  next: () => step(1), previous: () => step(-1), open: stepOpen, apply: () => say1("apply"), keep: () => say1("keep"),
  edit: () => edit(), remark: () => edit({ remarkOnly: true }), back, all: () => sayAll("apply"), "keep-all": () => sayAll("keep"),
  "next-document": nextDocument, write, help, list: () => { location.href = "/"; },
};
const keys = {
  n: "next", j: "next", ArrowDown: null, p: "previous", k: "previous", o: "open", a: "apply", s: "keep", x: "keep", e: "edit",
  m: "remark", u: "back", A: "all", S: "keep-all", N: "next-document", w: "write", l: "list", "?": "help",
};
const everywhere = new Set(["next-document", "write", "help", "list"]);

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("dialog")) return;
  if (event.target.closest("input, textarea, select")) return;
  if (here === null && event.key === "/") { event.preventDefault(); $("input[name=find]").focus(); return; }
  const action = keys[event.key];
  if (!action || (here === null && !everywhere.has(action))) return;
  event.preventDefault();
  actions[action]();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  const card = event.target.closest(".card");
  if (card && !card.classList.contains("at")) go(card, { focus: !event.target.closest("button, summary, a") });
  if (button) { actions[button.dataset.do](); return; }
  const mark = event.target.closest("a.n, a.ref");
  const target = mark && cardOf(decodeURIComponent(mark.hash.slice(1)));
  if (target) { event.preventDefault(); go(target); }
});

document.addEventListener("change", (event) => {
  if (event.target.name === "view") localStorage.setItem("cleaner-view", event.target.id);
  const form = event.target.closest("#filters");
  if (form) narrow(form);
});
document.addEventListener("submit", (event) => {
  if (event.target.id === "filters") { event.preventDefault(); narrow(event.target); }
});
let typing;
document.addEventListener("input", (event) => {
  if (event.target.name !== "find") return;
  clearTimeout(typing);
  typing = setTimeout(() => narrow(event.target.form), 250);
});

function narrow(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  if (here === null) renewList();
  else renew(current()?.dataset.key);
}

// ---- the list

async function renewList() {
  const query = new URLSearchParams(location.search);
  query.set("part", "1");
  const mine = ++asked;
  const { rows, totals } = await ask(`/?${query}`);
  if (mine !== asked) return;
  const fresh = parsed(`<table><tbody id="rows">${rows}</tbody></table>`);
  $("#rows").replaceWith(document.adoptNode(fresh.querySelector("#rows")));
  $("#lead").textContent = say("list-lead", { done: totals.finished, of: totals.documents });
  $("#looked").textContent = say("looking", { n: totals.looked, of: totals.documents });
  $("#looked").hidden = totals.looked === totals.documents;
  $("#progress .done").setAttribute("width", totals.documents ? (100 * totals.finished) / totals.documents : 100);
  body.dataset.looked = totals.looked;
}

async function watchList() {
  while (body.dataset.looked !== body.dataset.documents) {
    await new Promise((done) => setTimeout(done, 2000));
    if (!document.hidden) await renewList();
  }
}

// ---- begin

const view = localStorage.getItem("cleaner-view");
if (view && document.getElementById(view)) document.getElementById(view).checked = true;
if (here === null) {
  watchList();
} else {
  const place = sessionStorage.getItem("cleaner-place");
  sessionStorage.removeItem("cleaner-place");
  const all = cards();
  const open = all.find((card) => waits(card) === "open");
  const named = cardOf(decodeURIComponent(location.hash.slice(1)));
  const start = named ?? (place === "first" ? all[0] : place === "last" ? all.at(-1) : open ?? all[0]);
  if (start) go(start);
  watch();
}
body.dataset.ready = "1";

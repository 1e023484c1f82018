/* Small helps for pages that work without them. No dependency, no inline code, nothing kept on the device. */
"use strict";
(() => {
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const later = (ms, work) => { let timer; return (...given) => { clearTimeout(timer); timer = setTimeout(work, ms, ...given); }; };
const show = (node, shown = true) => { if (node) node.hidden = !shown; };
const begun = new WeakMap();
/* does the work once for every such element, however often its surroundings are swapped */
const each = (selector, root, work) => [...all(selector, root), ...(root.matches?.(selector) ? [root] : [])].forEach((node) => {
  if (begun.get(node)?.includes(selector)) return;
  begun.set(node, [...(begun.get(node) ?? []), selector]);
  work(node);
});
const lang = document.documentElement.lang.replace("en", "en-GB");

/* passwords */
const passwords = (root) => each("[data-show]", root, (button) => {
  const input = document.getElementById(button.dataset.show);
  show(button);
  button.onclick = () => {
    const words = button.dataset.hideLabel;
    button.dataset.hideLabel = button.getAttribute("aria-label");
    button.setAttribute("aria-label", words);
    input.type = input.type === "password" ? "text" : "password";
    input.focus();
  };
  input.form?.addEventListener("submit", () => { input.type = "password"; });
});

/* a new password: whether it is long enough is said while one types */
const lengths = (root) => each("[data-least]", root, (rule) => {
  const input = document.getElementById(rule.dataset.of), state = rule.querySelector("[data-state]");
  const badge = rule.querySelector(".badge"), sign = badge.querySelector("use"), todo = sign.getAttribute("href");
  input.addEventListener("input", () => {
    const passes = [...input.value].length >= rule.dataset.least, words = input.value ? state.dataset[passes ? "pass" : "fail"] : "";
    badge.classList.toggle("ok", passes);
    sign.setAttribute("href", passes ? todo.replace("i-todo", "i-ok") : todo);
    if (state.textContent !== words) state.textContent = words;
  });
});

/* a code to copy; the clipboard API is missing without https */
const copies = (root) => each("[data-copy]", root, (button) => {
  show(button);
  button.onclick = async () => {
    const source = document.getElementById(button.dataset.copy);
    try { await navigator.clipboard.writeText(source.textContent.trim()); }
    catch { getSelection().selectAllChildren(source); document.execCommand("copy"); }
    button.querySelector("span").textContent = button.dataset.done;
  };
});

/* dates: the weekday is written back */
const dates = (root) => each("[data-date]", root, (set) => {
  const [day, month, year] = all(".date input", set), line = set.querySelector("[data-day]");
  const write = () => {
    const [d, m, y] = [day, month, year].map((input) => Number(input.value));
    const date = new Date(Date.UTC(y, m - 1, d));
    const real = y > 1899 && date.getUTCDate() === d && date.getUTCMonth() === m - 1;
    const words = real ? new Intl.DateTimeFormat(lang, {dateStyle: "full", timeZone: "UTC"}).format(date) : "";
    if (line.textContent !== words) line.textContent = words;
  };
  set.addEventListener("input", write);
  if (day.value && !line.textContent) write();
  show(set.querySelector("[data-with-script]"));
  all("[data-set]", set).forEach((button, index, [first]) => {
    button.onclick = () => {
      const date = new Date(first.dataset.set + "T12:00Z");
      if (index) date.setUTCDate(date.getUTCDate() - index);
      [day.value, month.value, year.value] = [date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCFullYear()];
      write();
      day.dispatchEvent(new Event("input", {bubbles: true}));
    };
  });
});

/* code picker: combobox with listbox; without script the words are sent and the page comes back with choices */
const pickers = (root) => each("[data-picker]", root, (picker) => {
  const input = picker.querySelector("[role=combobox]"), list = picker.querySelector("[role=listbox]");
  const kept = picker.querySelector("input[type=hidden]"), chosen = picker.querySelector(".chosen");
  const search = picker.querySelector(".search"), keys = picker.querySelector(".keys");
  let asking;
  const options = () => all("[data-code]", list);
  const current = () => list.querySelector("[aria-selected=true]");
  const open = (is) => {
    show(list, is); show(keys, is);
    input.setAttribute("aria-expanded", is);
    if (!is) input.removeAttribute("aria-activedescendant");
  };
  const select = (option) => {
    current()?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    option.id = list.id + "-" + options().indexOf(option);
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({block: "nearest"});
  };
  const choose = (option) => {
    kept.value = option.dataset.code;
    const [code, label] = chosen.children;
    code.textContent = option.dataset.code;
    label.textContent = option.dataset.label;
    chosen.querySelector("small")?.remove();
    picker.querySelector(".found")?.remove();
    input.value = "";
    open(false); show(search, false); show(chosen);
    chosen.querySelector("button").focus();
    kept.dispatchEvent(new Event("input", {bubbles: true}));
  };
  const ask = later(150, async () => {
    asking?.abort();
    const query = input.value.trim();
    if (!query) return open(false);
    asking = new AbortController();
    const url = new URL(picker.dataset.picker, location.href);
    url.searchParams.set("q", query);
    try {
      const answer = await fetch(url, {signal: asking.signal, headers: {"X-Requested-With": "fetch"}});
      if (!answer.ok) return open(false);
      list.innerHTML = await answer.text();
      open(document.activeElement === input);
      if (options()[0]) select(options()[0]);
    } catch (problem) { if (problem.name !== "AbortError") open(false); }
  });
  input.addEventListener("input", (event) => { event.stopPropagation(); ask(); });
  input.addEventListener("focus", () => { if (input.value) ask(); });
  input.addEventListener("blur", () => setTimeout(open, 150, false));
  input.addEventListener("keydown", (event) => {
    const found = options(), at = found.indexOf(current());
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && found.length) {
      event.preventDefault();
      if (list.hidden) open(true);
      select(found[(at + step + found.length) % found.length]);
    } else if (event.key === "Enter" && !list.hidden && current()) {
      event.preventDefault();
      choose(current());
    } else if (event.key === "Escape") {
      if (!list.hidden) open(false);
      else if (kept.value) { input.value = ""; show(search, false); show(chosen); chosen.querySelector("button").focus(); }
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[data-code]");
    if (option) choose(option);
  });
  chosen.querySelector("button").addEventListener("click", (event) => {
    event.preventDefault();
    show(chosen, false); show(search);
    input.focus();
  });
});

/* saving as one types: changed fields, 700 ms after the last key and on leaving a field; one request at a time */
const saving = (root) => each("form[data-autosave]", root, (form) => {
  const dirty = new Set();
  let busy = false, wait = 0, retry, gone = false, stale = false;
  const banner = (id) => {
    form.querySelector("[data-banner]")?.remove();
    if (id) form.prepend(document.getElementById(id).content.cloneNode(true));
  };
  const touch = (field) => {
    if (!field.name || field.type === "file" || field.name.endsWith("_query")) return;
    const whole = field.closest("[data-whole]");
    (whole ? all("[name]", whole) : [field]).forEach(({name}) => name && dirty.add(name));
  };
  const body = (names) => {
    const data = new URLSearchParams(), full = new FormData(form);
    ["csrfmiddlewaretoken", "version"].forEach((name) => full.has(name) && data.append(name, full.get(name)));
    names.forEach((name) => {
      full.getAll(name).forEach((value) => data.append(name, value));
      data.append("changed", name);
    });
    return data;
  };
  const page = async () => {
    const answer = await fetch(location.href, {headers: {"X-Requested-With": "fetch"}});
    return answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  };
  /* other questions follow from an answer: they are taken from the page as it is now, never over something being typed */
  const refresh = async () => {
    const fresh = (await page())?.querySelector("#questions"), old = form.querySelector("#questions");
    const {id, role, value, selectionStart} = document.activeElement;
    if (!fresh || !old || dirty.size || busy || (role === "combobox" && value)) return;
    stale = false;
    old.replaceWith(fresh);
    begin(fresh);
    const back = id && document.getElementById(id);
    if (!back) return;
    back.focus();
    if (selectionStart != null) back.setSelectionRange(selectionStart, selectionStart);
  };
  /* logged in again elsewhere: the page's own address gives this form its new token */
  const renew = async () => {
    const fresh = (await page())?.querySelector("[name=csrfmiddlewaretoken]");
    if (fresh) all("[name=csrfmiddlewaretoken]").forEach((input) => { input.value = fresh.value; });
    return Boolean(fresh);
  };
  const again = (id) => {
    banner(id);
    wait = Math.min(wait ? wait * 2 : 3000, 30000);
    clearTimeout(retry);
    retry = setTimeout(save, wait);
  };
  const save = async (leaving = false) => {
    if ((busy && leaving !== true) || gone || !dirty.size) return;
    busy = true;
    clearTimeout(retry);
    const names = [...dirty];
    dirty.clear();
    const failed = (id) => { names.forEach((name) => dirty.add(name)); again(id); };
    try {
      if (wait && !(await renew())) failed("session-over");
      else {
        const sending = body(names);
        /* a request that outlives the page carries at most 64 KB */
        const keepalive = String(sending).length < 50000;
        const answer = await fetch(form.dataset.autosave, {method: "POST", body: sending, keepalive, redirect: "manual", headers: {"X-Requested-With": "fetch"}});
        if (answer.status === 403 && !wait) {
          names.forEach((name) => dirty.add(name));
          wait = 1;
          setTimeout(save);
        } else if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") failed("session-over");
        else if (!answer.ok && answer.status !== 409) failed("offline");
        else {
          wait = 0;
          banner();
          const words = await answer.text();
          all("[data-saved]").forEach((place) => { place.innerHTML = words; });
          const version = answer.headers.get("X-Version");
          if (version && form.elements.version) form.elements.version.value = version;
          stale ||= answer.headers.get("X-Questions") === "changed";
        }
      }
    } catch { failed("offline"); }
    busy = false;
    if (dirty.size && !wait) save();
    else if (stale && !wait) refresh().catch(() => {});
  };
  const soon = later(700, save);
  form.addEventListener("input", (event) => { touch(event.target); soon(); });
  form.addEventListener("change", (event) => { touch(event.target); soon(); });
  form.addEventListener("focusout", save);
  addEventListener("online", save);
  addEventListener("focus", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden && !wait) save(true); });
  addEventListener("beforeunload", (event) => {
    if (dirty.size && wait && !gone) event.preventDefault();
    else save(true);
  });
  form.addEventListener("submit", () => { gone = true; setTimeout(() => { gone = false; }, 4000); });
});

/* a second click while the first is under way sends nothing; after four seconds, or on coming back, it does again */
const sent = new WeakMap();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (Date.now() - (sent.get(form) ?? 0) < 4000) return event.preventDefault();
  sent.set(form, Date.now());
  form.setAttribute("aria-busy", "true");
  setTimeout(() => form.removeAttribute("aria-busy"), 4000);
});
addEventListener("pageshow", () => all("form[aria-busy]").forEach((form) => { sent.delete(form); form.removeAttribute("aria-busy"); }));

/* files: dropped or chosen, their names are written back */
const drops = (root) => each("[data-drop]", root, (drop) => {
  const input = drop.querySelector("input"), names = drop.querySelector("[data-names]");
  const write = () => { names.textContent = [...input.files].map((file) => file.name).join(", "); };
  input.addEventListener("change", write);
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; input.dispatchEvent(new Event("change", {bubbles: true})); }
  });
});

/* toasts stay until closed */
const toasts = (root) => each("[data-toast]", root, (toast) => {
  toast.showPopover?.();
  const close = toast.querySelector("[data-close]");
  if (close) close.onclick = () => toast.hidePopover();
});

/* queue: J and K walk the rows, Enter opens the link that has the focus; the switch beside the keys turns them off */
const rows = () => all("[data-queue] tbody tr:not(.bucket)").filter((row) => row.querySelector("a"));
const keys = document.querySelector("[data-keys]");
if (keys && rows().length) show(keys);
document.addEventListener("keydown", (event) => {
  const step = {j: 1, k: -1}[event.key];
  if (!step || !keys?.querySelector("input").checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog, [popover]")) return;
  const list = rows(), at = list.findIndex((row) => row.classList.contains("on"));
  const next = list[Math.max(0, Math.min(list.length - 1, at + step))];
  if (!next) return;
  event.preventDefault();
  list[at]?.classList.remove("on");
  next.classList.add("on");
  next.querySelector("a").focus();
});

const begin = (root) => [passwords, lengths, copies, dates, pickers, saving, drops, toasts].forEach((help) => help(root));
begin(document);
document.addEventListener("htmx:afterSwap", (event) => begin(event.detail.elt));
document.querySelector(".errors")?.focus();
/* on a narrow screen: the current tab is in sight */
const tab = document.querySelector(".tabs [aria-current]");
if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 32;
})();

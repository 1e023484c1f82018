/* Passkeys: the browser is asked for one, and its answer goes with the form. Loaded only where that is possible. */
"use strict";
(() => {
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({...one, id: bytes(one.id)}));

/* what the house asks for, and what the browser answers, as JSON can carry them (WebAuthn level 3, 5.1.8) */
const create = async (asked) => {
  const publicKey = {...asked, challenge: bytes(asked.challenge), user: {...asked.user, id: bytes(asked.user.id)}, excludeCredentials: known(asked.excludeCredentials)};
  const {id, rawId, type, response} = await navigator.credentials.create({publicKey});
  return {id, rawId: text(rawId), type, response: {
    clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [],
  }};
};
const get = async (asked) => {
  const publicKey = {...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials)};
  const {id, rawId, type, response} = await navigator.credentials.get({publicKey});
  return {id, rawId: text(rawId), type, response: {
    clientDataJSON: text(response.clientDataJSON), authenticatorData: text(response.authenticatorData), signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : null,
  }};
};

document.querySelectorAll("[data-passkey]").forEach((part) => {
  const form = part.closest("form"), button = part.querySelector("button"), answer = part.querySelector("input"), said = part.querySelector("[data-said]");
  const words = part.dataset;
  const say = (sentence) => {
    said.querySelector("p").textContent = sentence;
    said.hidden = !sentence;
  };
  const ask = async () => {
    const body = new URLSearchParams({csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value});
    const came = await fetch(words.begin, {method: "POST", body, redirect: "manual", headers: {"X-Requested-With": "fetch"}});
    const asked = await came.json();
    if (asked.said) throw new Error(asked.said, {cause: "said"});
    return asked;
  };
  const why = (problem) => {
    if (problem.cause === "said") return problem.message;
    if (problem.name === "InvalidStateError") return words.known;
    if (problem.name === "NotAllowedError" || problem.name === "AbortError") return words.cancelled;
    return problem.name === "SecurityError" || problem.name === "NotSupportedError" ? words.unable : words.lost;
  };
  form.addEventListener("submit", async (event) => {
    if (event.submitter !== button || answer.value) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return;
    say("");
    if (!window.PublicKeyCredential) return say(words.unable);
    form.setAttribute("aria-busy", "true");
    try {
      const asked = await ask();
      answer.value = JSON.stringify(await {create, get}[words.passkey](asked));
      form.requestSubmit(button);
    } catch (problem) {
      form.removeAttribute("aria-busy");
      say(why(problem));
      button.focus();
    }
  });
  addEventListener("pageshow", () => { answer.value = ""; });
  part.hidden = false;
});
})();

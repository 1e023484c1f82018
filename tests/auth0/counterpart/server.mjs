// An OpenID provider with Auth0's addresses, claims and screens, on loopback. The protocol is oidc-provider's, certified
// and not ours; who there is, the directory behind `people` knows (directory.py).
import { createHmac, randomBytes } from "node:crypto";
import { Provider, interactionPolicy } from "oidc-provider";

const given = JSON.parse(process.env.COUNTERPART);
const MFA = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";
const { Prompt, base, Check } = interactionPolicy;

const ask = async (path, body) => {
  const answer = await fetch(`${given.people}${path}`, body && { method: "POST", body: JSON.stringify(body) });
  return answer.status === 200 ? answer.json() : null;
};

// Auth0 says "mfa" only when the second factor was asked in this very login; the organization is the one asked for.
const logins = new Map();

const policy = base();
policy.get("login").checks.add(new Check("second_factor", "a second factor is asked for in this login", "login_required",
  (ctx) => (ctx.oidc.params.acr_values || "").includes(MFA) && !ctx.oidc.result?.login));

// Access that was revoked ends the session there: whoever was in is asked again.
const revokedAt = new Map();
policy.get("login").checks.add(new Check("revoked", "access was revoked since the last login", "login_required",
  async (ctx) => {
    const sub = ctx.oidc.session.accountId;
    const person = sub && !ctx.oidc.result?.login && await ask(`/by-sub?sub=${encodeURIComponent(sub)}`);
    return Boolean(person) && person.revoked > (revokedAt.get(sub) ?? 0);
  }));

const provider = new Provider(given.issuer, {
  clients: [{
    client_id: given.client_id, client_secret: given.client_secret, redirect_uris: [given.callback],
    post_logout_redirect_uris: [given.logged_out], token_endpoint_auth_method: "client_secret_post",
    response_types: ["code"], grant_types: ["authorization_code"], id_token_signed_response_alg: "RS256",
    backchannel_logout_uri: given.back_channel, backchannel_logout_session_required: true,
  }],
  jwks: { keys: given.keys },
  cookies: { keys: [randomBytes(16).toString("hex")] },
  routes: {
    authorization: "/authorize", token: "/oauth/token", end_session: "/oidc/logout", jwks: "/.well-known/jwks.json",
    userinfo: "/userinfo",
  },
  acrValues: [MFA],
  claims: {
    openid: ["sub", "sid", "auth_time", "acr", "amr", "org_id"],
    email: ["email", "email_verified"], profile: ["given_name", "family_name", "name"],
  },
  conformIdTokenClaims: false,
  extraParams: ["organization"],
  pkce: { required: () => true },
  interactions: { policy, url: (ctx, interaction) => `/u/${interaction.uid}` },
  ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 3600, Interaction: 3600, Session: 86400, Grant: 86400 },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      // Auth0 asks nothing when the request can be tied to the session by its hint.
      logoutSource: async (ctx, form) => {
        const submit = `<script>document.forms[0].appendChild(Object.assign(document.createElement("input"),
          {type: "hidden", name: "logout", value: "yes"})); document.forms[0].submit()</script>`;
        ctx.body = page("Log out", ctx.oidc.params.logout_hint ? `${form}${submit}` :
          `${form}<button name="logout" value="yes" form="op.logoutForm">Log out</button>`);
      },
    },
  },
  fetch: (url, options) => { options.dispatcher = undefined; return globalThis.fetch(url, options); },
  async findAccount(ctx, sub, token) {
    const person = await ask(`/by-sub?sub=${encodeURIComponent(sub)}`);
    const login = logins.get(token?.grantId) || {};
    return person && {
      accountId: sub,
      claims: async () => ({
        sub, email: person.email, email_verified: person.email_verified, given_name: person.given_name,
        family_name: person.family_name, name: `${person.given_name} ${person.family_name}`,
        ...(login.organization ? { org_id: login.organization } : {}),
      }),
    };
  },
  async loadExistingGrant(ctx) {
    const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid profile email");
    const id = await grant.save();
    logins.set(id, { organization: ctx.oidc.params.organization });
    return grant;
  },
  renderError: async (ctx, out) => { ctx.body = page("Oops!, something went wrong", `<p>${out.error}</p>`); },
});
provider.proxy = false;

const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const page = (title, body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>
<h1>${title}</h1>${body}</html>`;
const field = (name, label, type = "text") =>
  `<p><label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type}" autocomplete="off"></p>`;
const form = (uid, step, fields, error = "") =>
  `${error && `<p role="alert">${error}</p>`}<form method="post" action="/u/${uid}/${step}">${fields}<button>Continue</button></form>`;
const REMEMBER = `<p><label><input type="checkbox" name="remember"> Remember this device for 30 days</label></p>`;

const base32 = (text) => {
  const bits = [...text].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
};
const code = (secret, step) => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", base32(secret)).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, "0");
};
const isRight = (secret, typed) => [-1, 0, 1].some((off) => code(secret, Math.floor(Date.now() / 30000) + off) === typed);
const newSecret = () => [...randomBytes(32)].map((byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte % 32]).join("");

// Where each login under way has come to: who gave the right password, and the secret that is being enrolled.
const underWay = new Map();

const read = async (ctx) => {
  let body = "";
  for await (const part of ctx.req) body += part;
  return new URLSearchParams(body);
};
// One person a browser is enough here.
const remembered = (ctx) => decodeURIComponent(ctx.cookies.get("auth0-mf") || "").split("=");

const finish = (ctx, person, methods) => {
  revokedAt.set(person.sub, person.revoked);
  return provider.interactionFinished(ctx.req, ctx.res, {
    login: { accountId: person.sub, amr: methods, ...(methods.includes("mfa") ? { acr: MFA } : {}) },
  }, { mergeWithLastSubmission: false });
};

provider.use(async (ctx, next) => {
  const [, u, uid, step] = ctx.path.split("/");
  if (u !== "u") return next();
  ctx.type = "html";
  const { params, prompt } = await provider.interactionDetails(ctx.req, ctx.res);
  const sent = ctx.method === "POST" ? await read(ctx) : new URLSearchParams();
  const at = underWay.get(uid) || {};
  if (step === "login") {
    const person = await ask(`/password`, { email: sent.get("email"), password: sent.get("password") });
    if (!person) {
      ctx.body = page("Welcome", form(uid, "login", field("email", "Email address") + field("password", "Password", "password"), "Wrong email or password"));
      return;
    }
    if (person.blocked) {
      ctx.respond = false;
      return provider.interactionFinished(ctx.req, ctx.res, { error: "unauthorized", error_description: "user is blocked" });
    }
    const [who, generation] = remembered(ctx);
    if (who === person.sub && generation === String(person.generation) && !(params.acr_values || "").includes(MFA)) {
      ctx.respond = false;
      return finish(ctx, person, ["pwd"]);
    }
    underWay.set(uid, { person, secret: person.secret || newSecret(), enrols: !person.secret });
    ctx.redirect(`/u/${uid}/code`);
    return;
  }
  if (step === "code" && at.person) {
    if (ctx.method === "POST" && isRight(at.secret, (sent.get("code") || "").replace(/\s/g, ""))) {
      if (at.enrols) await ask("/enrolled", { sub: at.person.sub, secret: at.secret });
      if (sent.has("remember")) {
        const kept = await ask("/remember", { sub: at.person.sub });
        ctx.cookies.set("auth0-mf", encodeURIComponent(`${at.person.sub}=${kept.generation}`), { path: "/", httpOnly: true, overwrite: true });
      }
      underWay.delete(uid);
      ctx.respond = false;
      for (const [name, value] of Object.entries(ctx.response.headers)) ctx.res.setHeader(name, value);
      return finish(ctx, at.person, ["pwd", "mfa"]);
    }
    const error = ctx.method === "POST" ? "The code you entered is invalid" : "";
    ctx.body = at.enrols
      ? page("Secure Your Account", `<p>Key: <code id="key">${at.secret}</code></p>` + form(uid, "code", field("code", "Enter your one-time code"), error))
      : page("Verify Your Identity", form(uid, "code", field("code", "Enter your one-time code") + REMEMBER, error));
    return;
  }
  ctx.body = page("Welcome", `<p id="asked" data-locales="${escape(params.ui_locales || "")}" data-prompt="${prompt.name}" data-organization="${escape(params.organization || "")}"></p>` +
    form(uid, "login", field("email", "Email address") + field("password", "Password", "password")));
});

provider.on("server_error", (ctx, problem) => console.error(problem));
provider.listen(given.port, "127.0.0.1", () => console.log("listening"));

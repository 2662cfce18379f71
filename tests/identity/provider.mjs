// A real OpenID provider on this machine for tests: the npm package oidc-provider.
// Argument: {port, redirects, farewells}. It prints "ready" when it listens.
// What a test may ask of it besides: POST /-/keys makes new signing keys; POST /-/lie {"lie": …} lets it
// write one wrong thing into the next tokens, signed with its own key as far as that lie allows.
import { createServer } from 'node:http';
import { generateKeyPairSync, sign } from 'node:crypto';
import { Provider } from 'oidc-provider';

const { port, redirects, farewells } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
let key, server, lie = '';
let generation = 0;

function newKey() {
  generation += 1;
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  key = { private: pair.privateKey, kid: `key-${generation}` };
}

// People and what is known about them; whoever is not here has only a subject.
const people = new Map();

function provider() {
  const made = new Provider(issuer, {
    clients: [
      { client_id: 'tomoni', client_secret: 'a-secret-of-tests-0123456789', redirect_uris: redirects,
        post_logout_redirect_uris: farewells, response_types: ['code'], grant_types: ['authorization_code'] },
      { client_id: 'tomoni-open', token_endpoint_auth_method: 'none', redirect_uris: redirects,
        post_logout_redirect_uris: farewells, response_types: ['code'], grant_types: ['authorization_code'] },
    ],
    jwks: { keys: [{ ...key.private.export({ format: 'jwk' }), kid: key.kid, use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['cookies-of-tests'] },
    pkce: { required: () => true },
    claims: { openid: ['sub', 'amr', 'acr'], profile: ['name'], email: ['email', 'email_verified'], staff: ['staff_mail'] },
    scopes: ['openid', 'profile', 'email', 'staff'],
    acrValues: ['urn:two'],
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    interactions: { url: (_ctx, interaction) => `/-/as/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid profile email staff');
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: 60, AuthorizationCode: 30, IdToken: 60, Interaction: 600, Session: 600, Grant: 600 },
  });
  made.use(async (ctx, next) => {
    await next();
    if (ctx.path === '/token' && ctx.body?.id_token && lie) ctx.body = { ...ctx.body, id_token: lied(ctx.body.id_token) };
    if (ctx.path === '/me' && lie === 'userinfo') ctx.body = { ...ctx.body, sub: 'another' };
    if (ctx.path.includes('openid-configuration') && lie === 'issuer-of-description') ctx.body = { ...ctx.body, issuer: `${issuer}/else` };
  });
  return made;
}

const coded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function lied(token) {
  const [head, body] = token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
  const now = Math.floor(Date.now() / 1000);
  const wrong = {
    nonce: { nonce: 'another' }, 'no-nonce': { nonce: undefined }, audience: { aud: 'somebody-else' },
    'two-audiences': { aud: ['tomoni', 'somebody-else'] }, issuer: { iss: 'https://issuer.example' },
    expired: { exp: now - 3600, iat: now - 7200 }, future: { iat: now + 3600, exp: now + 7200 },
    'no-subject': { sub: undefined }, 'no-expiry': { exp: undefined },
  }[lie];
  if (lie === 'none') return `${coded({ alg: 'none' })}.${coded(body)}.`;
  if (lie === 'no-token') return undefined;
  const other = lie === 'key' ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey : key.private;
  const claims = { ...body, ...wrong };
  if (lie === 'body') return [coded(head), coded({ ...body, sub: 'another' }), token.split('.')[2]].join('.');
  const text = `${coded(head)}.${coded(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), other).toString('base64url')}`;
}

async function read(request) {
  let text = '';
  for await (const part of request) text += part;
  return text;
}

async function own(request, response, path) {
  if (request.method === 'POST' && path === '/-/keys') { newKey(); server = provider(); return response.end(); }
  if (request.method === 'POST' && path === '/-/lie') { ({ lie } = JSON.parse(await read(request))); return response.end(); }
  if (request.method === 'POST' && path === '/-/people') {
    for (const [sub, claims] of Object.entries(JSON.parse(await read(request)))) people.set(sub, claims);
    return response.end();
  }
  if (request.method === 'POST') {
    const form = new URLSearchParams(await read(request));
    const login = { accountId: form.get('sub'), acr: form.get('acr') || undefined, amr: form.get('amr') ? [form.get('amr')] : undefined };
    const result = form.get('no') ? { error: 'access_denied' } : { login };
    return server.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><html lang="ja"><title>本人確認</title><form method="post"><label>番号 <input name="sub"></label>
    <label>acr <input name="acr"></label><label>amr <input name="amr"></label><button>はい</button><button name="no" value="1">やめる</button></form>`);
}

newKey();
server = provider();
createServer((request, response) => {
  const { pathname } = new URL(request.url, issuer);
  if (pathname.startsWith('/-/')) return own(request, response, pathname).catch((error) => { response.statusCode = 500; response.end(String(error)); });
  return server.callback()(request, response);
}).listen(port, '127.0.0.1', () => console.log('ready'));

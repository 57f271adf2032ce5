import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Clasp } from '@clasp-to/core';
import { eventually, inTime, record, test } from './support.mjs';

const program = process.env.CLASP_RELAY;

/** A relay of our own that lets in whoever shows a token of its file, and its tool. */
async function startRelay(t) {
  const folder = await mkdtemp(join(tmpdir(), 'clasp-auth-'));
  const tokens = join(folder, 'tokens.json');
  const run = join(folder, 'run');
  const port = ['--host', '127.0.0.1', '--ws-port', '0', '--rendezvous-port', '0'];
  const flags = [...port, '--tokens', tokens, '--run-dir', run];
  const child = spawn(program, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(folder, { recursive: true });
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => (log += text));
  }
  const url = await eventually('the relay listens', () => log.match(/ws:\/\/127[^\s]*:[1-9]\d*/), 60_000);
  async function tool(...args) {
    const { stdout } = await promisify(execFile)(join(dirname(program), 'clasp'), args);
    return stdout.trim();
  }
  return {
    url: url[0],
    token: (...args) => tool('token', '--file', tokens, ...args),
    pair: (...args) => tool('pair', '--run-dir', run, ...args),
  };
}

function clientOf(t, url, token) {
  const client = new Clasp(url, { name: t.name, reconnect: false, token });
  t.after(() => client.close());
  return client;
}

/** A connected client; a token that was made just now takes a moment to be known. */
async function connect(t, url, token, millis) {
  return eventually('the token is known', async () => {
    const client = clientOf(t, url, token);
    try {
      await client.connect();
      return client;
    } catch {
      return undefined;
    }
  }, millis);
}

async function refusal(t, url, token) {
  const client = clientOf(t, url, token);
  await assert.rejects(client.connect());
  return client.lastError?.code;
}

test('a client with a token does what its scopes allow and no more', async (t) => {
  const relay = await startRelay(t);
  const token = await relay.token('create', '-s', 'write:/a/**,read:/b/**');
  const client = await connect(t, relay.url, token);
  const admin = await connect(t, relay.url, await relay.token('create', '-s', 'admin:/**'));

  const received = record(client, '/**');
  client.set('/a/x', 1);
  await eventually('the echo', () => received.some((each) => each.address === '/a/x'));
  client.set('/b/x', 2);
  await eventually('the refusal', () => client.lastError?.code === 301);
  admin.set('/c/x', 3);
  admin.set('/b/x', 4);
  await eventually('what may be read', () => received.some((each) => each.address === '/b/x'));

  assert.deepEqual(received.map((each) => each.address), ['/a/x', '/b/x']);
  assert.equal(received[1].value, 4);
});

test('no token and a wrong one are refused with 300', async (t) => {
  const { url } = await startRelay(t);
  assert.equal(await refusal(t, url, undefined), 300);
  assert.equal(await refusal(t, url, `cpsk_${'0'.repeat(32)}`), 300);
  assert.equal(await refusal(t, url, 'something else'), 300);
});

test('an expired token ends its session and is refused with 302', async (t) => {
  const relay = await startRelay(t);
  await inTime(4000, async (millis) => {
    const token = await relay.token('create', '-s', 'read:/**', '-e', `${millis / 1000}s`);
    const client = await connect(t, relay.url, token, millis).catch(() => undefined);
    if (!client) {
      return false;
    }
    await eventually('the end', () => !client.connected);
    assert.equal(client.lastError?.code, 302);
    assert.equal(await refusal(t, relay.url, token), 302);
    return true;
  });
});

test('a token that is revoked ends its session', async (t) => {
  const relay = await startRelay(t);
  const token = await relay.token('create', '-s', 'read:/**');
  const client = await connect(t, relay.url, token);
  await relay.token('revoke', token);
  await eventually('the end', () => !client.connected);
  assert.equal(client.lastError?.code, 300);
  assert.equal(await refusal(t, relay.url, token), 300);
});

test('a client that shows a pairing code is given a token', async (t) => {
  const relay = await startRelay(t);
  const code = await relay.pair('-s', 'write:/paired/**');
  const client = clientOf(t, relay.url, `pair_${code}`);
  // The client hands the WELCOME to nobody.
  let token;
  const handle = client.handleMessage.bind(client);
  client.handleMessage = (message) => {
    token ??= message.type === 'WELCOME' ? message.token : undefined;
    handle(message);
  };
  await client.connect();
  assert.match(token, /^cpsk_[0-9a-f]{32}$/);

  const again = await connect(t, relay.url, token);
  const received = record(again, '/paired/*');
  client.set('/paired/x', 1);
  await eventually('the value', () => received.length === 1);
  assert.equal(await refusal(t, relay.url, `pair_${code}`), 300);
});

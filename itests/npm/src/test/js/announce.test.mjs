import assert from 'node:assert/strict';
import { connect, eventually, fresh, settled, test } from './support.mjs';

/** The client has no call for ANNOUNCE and QUERY, but sends and understands both. */
function announce(client, signals, namespace = '/') {
  client.send({ type: 'ANNOUNCE', namespace, signals });
}

async function query(client, pattern, count) {
  client.send({ type: 'QUERY', pattern });
  await eventually(`${count} signals`, () => client.querySignals(pattern).length >= count);
  await settled(client);
  return client.querySignals(pattern).sort((a, b) => a.address.localeCompare(b.address));
}

test('announced signals are found by others', async (t) => {
  const root = fresh();
  const [owner, other] = [await connect(t), await connect(t)];
  announce(owner, [
    { address: `${root}/level`, type: 'param', datatype: 'f32', access: 'rw' },
    { address: `${root}/go`, type: 'event' },
  ]);
  await settled(owner);
  const found = await query(other, `${root}/*`, 2);
  assert.deepEqual(
    found.map(({ address, type }) => [address, type]),
    [[`${root}/go`, 'event'], [`${root}/level`, 'param']],
  );
  assert.equal(found[1].datatype, 'f32');
  assert.equal(found[1].access, 'rw');
});

test('a description of a signal does not garble the answer for this client', async (t) => {
  const root = fresh();
  const [owner, other] = [await connect(t), await connect(t)];
  const meta = { unit: 'dB', range: [-60, 6], default: 0, description: 'main fader' };
  announce(owner, ['a', 'b', 'c'].map((name) =>
    ({ address: `${root}/${name}`, type: 'param', datatype: 'f32', meta })));
  await settled(owner);
  const found = await query(other, `${root}/*`, 3);
  assert.deepEqual(found.map(({ address }) => address), ['a', 'b', 'c'].map((name) => `${root}/${name}`));
  assert.ok(found.every(({ type, datatype }) => type === 'param' && datatype === 'f32'));
});

test('more signals than fit one frame are all found', async (t) => {
  const root = fresh();
  const [owner, other] = [await connect(t), await connect(t)];
  const count = 1500;
  // The client cannot write more than about 4 kB of signals into one message.
  for (let from = 0; from < count; from += 25) {
    announce(owner, Array.from({ length: 25 }, (_, i) =>
      ({ address: `${root}/signal/${from + i}`, type: 'stream' })));
  }
  await settled(owner);
  const found = await query(other, `${root}/**`, count);
  assert.equal(found.length, count);
});

test('a value outside the announced range is refused', async (t) => {
  const address = `${fresh()}/level`;
  const [owner, writer] = [await connect(t), await connect(t)];
  announce(owner, [{ address, type: 'param', datatype: 'f32', meta: { range: [0, 1] } }]);
  await settled(owner);
  writer.set(address, 1.5);
  await eventually('the error', () => writer.getLastError());
  assert.equal(writer.getLastError().code, 402);
  assert.equal(writer.getLastError().address, address);
  writer.set(address, 0.5);
  assert.equal(await writer.get(address), 0.5);
});

import assert from 'node:assert/strict';
import { connect, eventually, fresh, record, settled, test } from './support.mjs';

const nested = { list: [1, [2, [3, { deep: null }]]], map: { 'größe ☃': { on: false } } };

const values = {
  'a fraction': 0.1,
  'an integer': 42,
  'a negative number': -273.15,
  'the largest safe integer': Number.MAX_SAFE_INTEGER,
  'the smallest number': Number.MIN_VALUE,
  'negative zero': -0,
  'not a number': NaN,
  infinity: -Infinity,
  'an empty string': '',
  'a string': 'Main Stage',
  'a string in many scripts': 'Größe 日本語 עברית 🎛️ \u0000 é',
  true: true,
  false: false,
  null: null,
  'no bytes': new Uint8Array(),
  'all bytes': Uint8Array.from({ length: 256 }, (_, i) => i),
  'an empty array': [],
  'a mixed array': [1, 'two', null, true, new Uint8Array([3])],
  'an empty map': {},
  'a map': { x: 1, y: 'two', z: null },
  'a nested value': nested,
  'a string of 60 kB': 'x'.repeat(60_000),
  'bytes of 60 kB': new Uint8Array(60_000).fill(0xa5),
  'an array of 7000 numbers': Array.from({ length: 7_000 }, (_, i) => i / 7),
};

for (const [kind, value] of Object.entries(values)) {
  test(`a param can be ${kind}`, async (t) => {
    const address = `${fresh()}/value`;
    const [writer, reader] = [await connect(t), await connect(t)];
    const received = record(reader, address);
    await settled(reader);
    writer.set(address, value);
    await eventually('the value', () => received.length === 1);
    assert.deepEqual(received[0].value, value);
    await settled(writer);
    const fetched = await (await connect(t)).get(address);
    assert.deepEqual(fetched, value);
  });
}

test('an address can be in any script', async (t) => {
  const client = await connect(t);
  const address = `${fresh()}/größe ☃/日本語`;
  client.set(address, 1);
  await settled(client);
  assert.equal(await (await connect(t)).get(address), 1);
});

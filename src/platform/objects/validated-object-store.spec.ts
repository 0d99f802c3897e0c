import { MemoryObjectStore } from './memory-object-store.js';
import { ObjectKeyInvalid } from './objects.errors.js';
import { ValidatedObjectStore } from './validated-object-store.js';
import { objectStoreContract } from '../../../test/support/object-store.contract.js';

const store = new ValidatedObjectStore(new MemoryObjectStore());
const uuid = '0b51c1a0-6a6e-4a57-9d2f-0f5f7b1c2d3e';

describe('behind the validation', () => objectStoreContract(() => store));

test.each([
  '',
  uuid,
  `/${uuid}`,
  `fichiers/${uuid}/`,
  `fichiers/${uuid}/../x`,
  `fichiers/${uuid}/.`,
  `fichiers/${uuid}//x`,
  `fichiers/${uuid}/Avis d’impôt.pdf`,
  `fichiers/${uuid.toUpperCase()}`,
  `../fichiers/${uuid}`,
  `fichiers/${uuid}\n`,
  `fichiers/${uuid}?acl`,
  `fichiers/${uuid}/a/b/c/d/e`,
  'fichiers/avis.pdf',
])('refuses the key %j', async (key) => {
  const options = { bytes: 0, md5: '' };
  await expect(store.put('pieces', key, Buffer.alloc(0), options)).rejects.toBeInstanceOf(ObjectKeyInvalid);
  await expect(store.get('pieces', key)).rejects.toBeInstanceOf(ObjectKeyInvalid);
  await expect(store.head('pieces', key)).rejects.toBeInstanceOf(ObjectKeyInvalid);
  await expect(store.remove('pieces', key)).rejects.toBeInstanceOf(ObjectKeyInvalid);
});

test.each([`fichiers/${uuid}`, `fichiers/${uuid}/pages/12`, `fichiers/${uuid}/document.pdf`])(
  'accepts %s',
  async (key) => {
    expect(await store.head('pieces', key)).toBeNull();
  },
);

test.each(['f', 'fichiers/../', 'fichiers/zz'])('refuses the prefix %j', (prefix) => {
  expect(() => store.list('pieces', prefix)).toThrow(ObjectKeyInvalid);
});

import { objectStoreContract } from '../../../test/support/object-store.contract.js';
import { MemoryObjectStore } from './memory-object-store.js';

const store = new MemoryObjectStore();

describe('in memory', () => objectStoreContract(() => store));

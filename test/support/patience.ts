import { jest } from '@jest/globals';

/** Real services take their time on two cores; a test that hangs still ends. */
jest.setTimeout(60_000);

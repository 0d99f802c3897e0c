import { createServer, connect } from 'node:net';
import { randomInt } from 'node:crypto';
import { Panne } from './panne.mjs';

const HOST = '127.0.0.1';

// Below the range the kernel takes outgoing ports from, so that a remembered port is still free the next day.
const LOWEST = 20_000;
const HIGHEST = 32_000;

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

export async function freePort(preferred, taken = new Set()) {
  for (let tries = 0, port = preferred; tries < 200; tries += 1, port = undefined) {
    const candidate = port ?? randomInt(LOWEST, HIGHEST);
    if (taken.has(candidate)) continue;
    if (await isFree(candidate)) {
      taken.add(candidate);
      return candidate;
    }
  }
  throw new Panne('Aucun port libre trouvé sur 127.0.0.1 : arrêtez des programmes puis relancez.');
}

/** The port a person fixed, or a free one; a fixed port that is taken is theirs to solve. */
export async function fixedOrFree(variable, value, preferred) {
  if (value === undefined || value === '') return freePort(preferred);
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Panne(
      `${variable}=${value} n’est pas un numéro de port : donnez un nombre de 1 à 65535, ou ne donnez rien.`,
    );
  }
  if (await isFree(port)) return port;
  throw new Panne(
    `Le port ${port} (${variable}) est déjà pris : arrêtez le programme qui l’occupe (« ss -ltnp | grep ${port} »), donnez un autre ${variable}, ou ne donnez rien pour un port libre.`,
  );
}

/** Sends bytes and resolves to the first answer; rejects on refusal or silence. */
export function ask(port, bytes, { timeout = 2000 } = {}) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: HOST });
    const fail = (error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeout, () => fail(new Error('silence')));
    socket.once('error', fail);
    socket.once('close', () => reject(new Error('closed')));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('latin1'));
    });
    if (bytes) socket.write(bytes);
  });
}

import { commande, ENVIRONNEMENT } from './lanceur.js';
import { readRendeursConfig } from './rendu.config.js';

describe('how a renderer is started', () => {
  const [programme, args] = commande(readRendeursConfig(), ['unshare', '-n'], '/entree.js');

  it('is under limits, without network, without privileges', () => {
    expect([programme, ...args].join(' ')).toMatch(
      /^prlimit --as=\d+ --data=\d+ --fsize=\d+ --nofile=256 --core=0 unshare -n setpriv --no-new-privs .* \/entree\.js$/,
    );
  });

  it('gets no variable of the worker', () => {
    expect(Object.keys(ENVIRONNEMENT).toSorted()).toEqual(['HOME', 'LANG', 'MALLOC_ARENA_MAX', 'PATH']);
  });
});

/** The pièces of the dossier change under the eyes: told by events, asked for when events do not come through. */
const PAUSE_MS = 4_000;

const zone = (): HTMLElement | null => document.getElementById('pieces');

/** The server writes the words; what had the focus keeps it. */
const rafraichir = async (): Promise<void> => {
  const reponse = await fetch('/dossier', { headers: { accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await reponse.text(), 'text/html');
  const [ancienne, nouvelle] = [zone(), page.getElementById('pieces')];
  if (!ancienne || !nouvelle) return;
  const lien = document.activeElement?.getAttribute('href');
  const avant = document.getElementById('resume')?.textContent;
  ancienne.replaceWith(nouvelle);
  if (lien) [...nouvelle.querySelectorAll('a')].find((a) => a.getAttribute('href') === lien)?.focus();
  const resume = document.getElementById('resume')?.textContent ?? '';
  const annonce = document.getElementById('annonce-etat');
  if (annonce && resume !== avant) annonce.textContent = resume;
};

const demander = (): void => {
  setTimeout(() => {
    void rafraichir()
      .catch(() => undefined)
      .then(() => zone()?.dataset['suivre'] && demander());
  }, PAUSE_MS);
};

const ecouter = (): void => {
  const source = new EventSource('/dossier/evenements');
  source.addEventListener('etats', ({ data }) => {
    if (data !== zone()?.dataset['etats']) void rafraichir().catch(() => undefined);
  });
  source.addEventListener('fin', () => source.close());
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) demander();
  });
  addEventListener('pagehide', () => source.close());
};

if (zone()?.dataset['suivre']) {
  if ('EventSource' in window) ecouter();
  else demander();
}

/** Counts down to the end of a consultation. Minutes only, and spoken only when five are left. */
const ALERTE_MIN = 5;

const dire = (minutes: number): string => {
  if (minutes < 1) return 'moins d’une minute';
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
};

const suivre = (bloc: HTMLElement): void => {
  const fin = Date.parse(bloc.dataset['echeance'] ?? '');
  const reste = bloc.querySelector<HTMLElement>('[data-reste]');
  const alerte = bloc.querySelector<HTMLElement>('[data-alerte]');
  if (Number.isNaN(fin) || !reste || !alerte) return;
  const rafraichir = (): void => {
    const minutes = Math.floor((fin - Date.now()) / 60_000);
    reste.textContent = minutes < 0 ? ', c’est passé' : `, dans ${dire(minutes)}`;
    const texte =
      minutes < 0
        ? 'Le dossier s’est refermé. Ouvrez-le de nouveau si vous en avez encore besoin.'
        : minutes < ALERTE_MIN
          ? 'Le dossier se referme dans moins de 5 minutes.'
          : '';
    if (alerte.textContent !== texte) alerte.textContent = texte;
    bloc.classList.toggle('dun-echeance--proche', texte !== '');
    if (minutes >= 0) setTimeout(rafraichir, 5_000);
  };
  rafraichir();
};

for (const bloc of document.querySelectorAll<HTMLElement>('[data-echeance]')) suivre(bloc);

/** The deposit form with progress, cancel and retry; the plain form does the same without them. */
const PERDU =
  'Votre session s’est terminée pendant l’envoi et rien n’a été gardé. Reconnectez-vous, puis déposez de nouveau.';
const COUPE =
  'La connexion a été coupée. Vos fichiers sont toujours sur votre appareil : réessayez, rien ne sera ajouté deux fois.';
const ANNULE = 'L’envoi est annulé. Rien n’a été gardé, vos fichiers restent choisis.';

const enTaille = (octets: number): string =>
  octets < 1_000_000
    ? `${Math.max(1, Math.round(octets / 1000))} ko`
    : `${(octets / 1e6).toFixed(1).replace('.', ',')} Mo`;

const noeud = <K extends keyof HTMLElementTagNameMap>(nom: K, classe: string, texte = ''): HTMLElementTagNameMap[K] => {
  const element = document.createElement(nom);
  element.className = classe;
  element.textContent = texte;
  return element;
};

/** The address of the field that is at fault, so that the summary leads to it. */
const CHAMPS: Record<string, string> = { 'piece.type_inconnu': 'type', 'piece.personne_inconnue': 'personnes' };

interface Refus {
  code?: string;
  title?: string;
  fichier?: string;
  champs?: { champ: string; message: string }[];
}

const lire = (texte: string): Refus & { suite?: string } => {
  try {
    return JSON.parse(texte) as Refus & { suite?: string };
  } catch {
    return {};
  }
};

const messagesDe = ({ code = '', title, fichier, champs }: Refus): { champ: string; message: string }[] =>
  champs?.map(({ champ, message }) => ({ champ: champ.split('.')[0] ?? '', message })) ?? [
    {
      champ: CHAMPS[code] ?? 'fichiers',
      message: `${fichier ? `« ${fichier} » : ` : ''}${title ?? 'Le dépôt n’a pas abouti. Réessayez dans un instant.'}`,
    },
  ];

const animer = (formulaire: HTMLFormElement, champ: HTMLInputElement, bouton: HTMLButtonElement): void => {
  const [octetsMax, fichiersMax] = [Number(formulaire.dataset['octetsMax']), Number(formulaire.dataset['fichiersMax'])];
  const liste = noeud('ol', 'dun-choisis');
  const suivi = noeud('div', 'dun-envoi');
  const etat = noeud('p', 'fr-mb-1w');
  etat.setAttribute('role', 'status');
  const barre = noeud('progress', 'dun-progression');
  barre.max = 100;
  barre.setAttribute('aria-label', 'Avancement de l’envoi');
  const annuler = noeud('button', 'fr-btn fr-btn--secondary fr-btn--sm', 'Annuler l’envoi');
  annuler.type = 'button';
  annuler.id = 'annuler';
  suivi.append(etat, barre, annuler);
  suivi.hidden = true;
  champ.after(liste);
  bouton.after(suivi);
  let envoi: XMLHttpRequest | null = null;

  const resumer = (erreurs: { champ: string; message: string }[], reprise?: { texte: string; href: string }): void => {
    document.getElementById('erreurs')?.remove();
    if (erreurs.length === 0) return;
    const bloc = noeud('div', 'fr-alert fr-alert--error fr-mb-3w');
    bloc.id = 'erreurs';
    bloc.tabIndex = -1;
    bloc.setAttribute('role', 'alert');
    bloc.append(
      noeud(
        'h2',
        'fr-alert__title',
        erreurs.length === 1 ? 'Un point à corriger' : `${erreurs.length} points à corriger`,
      ),
    );
    const points = noeud('ul', '');
    for (const { champ: cible, message } of erreurs) {
      const lien = noeud('a', '', message);
      lien.href = `#${cible}`;
      const point = noeud('li', '');
      point.append(lien);
      points.append(point);
    }
    bloc.append(points);
    if (reprise) {
      const lien = noeud('a', 'fr-btn fr-btn--sm fr-mt-1w', reprise.texte);
      lien.href = reprise.href;
      bloc.append(lien);
    }
    formulaire.before(bloc);
    bloc.focus();
  };

  const finir = (texte: string): void => {
    envoi = null;
    suivi.hidden = texte === '';
    barre.hidden = true;
    annuler.hidden = true;
    etat.textContent = texte;
    bouton.disabled = false;
    bouton.textContent = texte ? 'Réessayer' : 'Déposer';
  };

  const repondre = ({ status, responseText }: XMLHttpRequest): void => {
    const recu = lire(responseText);
    if (status === 201 && recu.suite) {
      etat.textContent = 'Reçu. Votre dossier s’ouvre…';
      location.assign(recu.suite);
      return;
    }
    finir('');
    if (status === 401) {
      const href = `/connexion?retour=${encodeURIComponent(location.pathname)}`;
      return resumer([{ champ: 'fichiers', message: PERDU }], { texte: 'Me reconnecter', href });
    }
    resumer(messagesDe(recu));
  };

  const verifier = (): { champ: string; message: string }[] => {
    const fichiers = [...(champ.files ?? [])];
    const erreurs = fichiers
      .filter(({ size }) => size > octetsMax)
      .map(({ name, size }) => ({
        champ: 'fichiers',
        message: `« ${name} » pèse ${enTaille(size)}, la limite est de ${Math.floor(octetsMax / 1024 / 1024)} Mo. Envoyez-le dans une qualité plus légère.`,
      }));
    if (fichiers.length > fichiersMax)
      erreurs.push({
        champ: 'fichiers',
        message: `${fichiers.length} fichiers choisis, ${fichiersMax} au plus. Gardez les pages utiles.`,
      });
    return erreurs;
  };

  const envoyer = (): void => {
    const requete = new XMLHttpRequest();
    envoi = requete;
    requete.open('POST', formulaire.action);
    requete.setRequestHeader('accept', 'application/json');
    requete.upload.addEventListener('progress', ({ loaded, total }) => {
      const part = Math.floor((loaded / total) * 100);
      barre.value = part;
      etat.textContent = part < 100 ? `Envoi en cours : ${part} %` : 'Tout est envoyé, nous enregistrons…';
    });
    requete.addEventListener('load', () => repondre(requete));
    requete.addEventListener('error', () => finir(COUPE));
    requete.addEventListener('abort', () => finir(ANNULE));
    bouton.disabled = true;
    suivi.hidden = barre.hidden = annuler.hidden = false;
    barre.value = 0;
    etat.textContent = 'Envoi en cours : 0 %';
    requete.send(new FormData(formulaire));
  };

  champ.addEventListener('change', () => {
    liste.replaceChildren(
      ...[...(champ.files ?? [])].map(({ name, size }) => noeud('li', '', `${name} (${enTaille(size)})`)),
    );
    resumer(verifier());
  });
  annuler.addEventListener('click', () => envoi?.abort());
  formulaire.addEventListener('submit', (evenement) => {
    evenement.preventDefault();
    if (envoi) return;
    const erreurs = verifier();
    resumer(erreurs);
    if (erreurs.length === 0) envoyer();
  });
  // Back from the next page, a browser may show this one as it was left.
  addEventListener('pageshow', ({ persisted }) => persisted && finir(''));
};

const formulaire = document.querySelector<HTMLFormElement>('form#depot');
const champ = formulaire?.querySelector<HTMLInputElement>('input[type=file]');
const bouton = formulaire?.querySelector<HTMLButtonElement>('button#deposer');
if (formulaire && champ && bouton) animer(formulaire, champ, bouton);

import { catalogue, FORMATS, libelleCourant, libelleDuGroupe } from '../referentiel/index.js';
import {
  ChampChoix,
  ChampFichiers,
  type Contexte,
  type ErreurDeChamp,
  erreurDe,
  Page,
  ResumeErreurs,
} from '../ui/index.js';
import type { Saisie } from './envoi.rules.js';
import type { FormulaireDeDepot } from './formulaire.service.js';

interface Props {
  contexte: Contexte;
  formulaire: FormulaireDeDepot;
  limites: { octetsMax: number; fichiersMax: number };
  saisie?: Saisie;
  erreurs?: readonly ErreurDeChamp[];
}

const enMo = (octets: number): string => `${Math.floor(octets / 1024 / 1024)} Mo`;

const typesProposes = () => {
  const annee = new Date().getFullYear();
  return catalogue.map(({ code, groupe }) => ({
    valeur: code,
    libelle: libelleCourant(code, annee),
    groupe: libelleDuGroupe(groupe),
  }));
};

const Personnes = ({ formulaire: { personnes, precedente }, saisie, erreurs = [] }: Props) => {
  if (personnes.length < 2) return null;
  const demandeur = personnes.filter(({ role }) => role === 'demandeur').map(({ id }) => id);
  const choisies = saisie?.get('personnes') ?? precedente?.personnes ?? demandeur;
  const erreur = erreurDe(erreurs, 'personnes');
  return (
    <fieldset
      class={`fr-fieldset fr-mb-3w${erreur ? ' fr-fieldset--error' : ''}`}
      id="personnes"
      aria-describedby={erreur && 'personnes-erreur'}
    >
      <legend class="fr-fieldset__legend fr-fieldset__legend--regular">Qui est concerné par ce document ?</legend>
      {personnes.map(({ id, prenom, nom }) => (
        <div class="fr-fieldset__element">
          <div class="fr-checkbox-group">
            <input type="checkbox" name="personnes" id={`personne-${id}`} value={id} checked={choisies.includes(id)} />
            <label class="fr-label" for={`personne-${id}`}>
              {`${prenom} ${nom}`}
            </label>
          </div>
        </div>
      ))}
      {erreur && (
        <p class="fr-error-text" id="personnes-erreur">
          {erreur}
        </p>
      )}
    </fieldset>
  );
};

const Type = ({ formulaire: { precedente }, saisie, erreurs = [] }: Props) =>
  precedente?.remplace ? (
    <>
      <p>
        Vous remplacez : <strong>{precedente.libelle}</strong>. L’ancienne reste lisible jusqu’à ce que la nouvelle soit
        vérifiée.
      </p>
      <input type="hidden" name="type" value={precedente.type} />
      <input type="hidden" name="remplace" value={precedente.id} />
    </>
  ) : (
    <ChampChoix
      id="type"
      libelle="Quel document déposez-vous ?"
      aide="Certains documents sensibles (santé, violences, divorce) ne sont montrés qu’à des agents spécialement autorisés."
      invite="Choisissez dans la liste"
      choix={typesProposes()}
      valeur={saisie?.get('type')?.[0] ?? precedente?.type}
      erreur={erreurDe(erreurs, 'type')}
      requis
    />
  );

/** One page, one button; everything that limits a deposit is said before a file is chosen. */
export const PageDepot = (props: Props) => {
  const { contexte, formulaire, limites, erreurs = [] } = props;
  const titre = formulaire.precedente?.remplace ? 'Remplacer une pièce' : 'Déposer une pièce';
  return (
    <Page titre={erreurs.length > 0 ? `Erreur : ${titre}` : titre} contexte={contexte}>
      <h1>{titre}</h1>
      <ResumeErreurs erreurs={erreurs} />
      <form
        id="depot"
        class="dun-formulaire"
        method="post"
        action="/dossier/depot"
        enctype="multipart/form-data"
        data-octets-max={limites.octetsMax}
        data-fichiers-max={limites.fichiersMax}
      >
        <input type="hidden" name="_csrf" value={contexte.csrf} />
        {formulaire.precedente && <input type="hidden" name="piece" value={formulaire.precedente.id} />}
        <Type {...props} />
        <Personnes {...props} />
        <ChampFichiers
          id="fichiers"
          libelle="Vos fichiers ou vos photos"
          aide={`PDF ou photos (JPEG, PNG, WebP). ${limites.fichiersMax} fichiers au plus, ${enMo(limites.octetsMax)} chacun. Pour un recto et un verso, choisissez les deux photos ensemble.`}
          formats={FORMATS}
          erreur={erreurDe(erreurs, 'fichiers')}
          requis
        />
        <button class="fr-btn" id="deposer">
          Déposer
        </button>
      </form>
      <p class="fr-mt-3w">
        <a class="fr-link" href="/dossier">
          Revenir à mon dossier sans rien déposer
        </a>
      </p>
    </Page>
  );
};

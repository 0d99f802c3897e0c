import type { DossierVu } from '../dossiers/index.js';
import { catalogue, FORMATS, jourIso } from '../referentiel/index.js';
import { ChampChoix, ChampFichiers, ChampTexte, type ErreurDeChamp, erreurDe, type Option } from '../ui/index.js';

/** What was typed, or what comes of itself. */
export interface SaisieDepot {
  type: string;
  personnes: readonly string[];
  recueLe: string;
}

const GROUPES: Record<string, string> = {
  identite: 'Identité et séjour',
  revenu_fiscal: 'Revenus déclarés',
  situation_familiale: 'Situation familiale',
  situation_professionnelle: 'Situation professionnelle',
  ressources_mensuelles: 'Ressources du mois',
  logement_actuel: 'Logement actuel',
  motif: 'Motif de la demande',
  priorite: 'Situations prioritaires',
  patrimoine: 'Patrimoine',
  formulaire: 'Compléments au formulaire',
  derogation_locale: 'Règles locales',
};

/** A type that the agent may not deposit is not offered: it would be refused. */
const typesPour = (sensible: boolean): Option[] =>
  catalogue
    .filter((type) => sensible || !type.sensible)
    .map(({ code, libelle, groupe }) => ({ valeur: code, libelle, groupe: GROUPES[groupe] ?? groupe }));

const Personnes = ({
  personnes,
  choisies,
  erreur,
}: {
  personnes: DossierVu['personnes'];
  choisies: readonly string[];
  erreur: string | undefined;
}) => (
  <fieldset class="fr-fieldset" aria-labelledby="personnes-legende">
    <legend class="fr-fieldset__legend fr-fieldset__legend--regular" id="personnes-legende">
      Personnes concernées
    </legend>
    {personnes.map(({ id, prenom, nom }, rang) => {
      const cle = rang === 0 ? 'personnes' : `personnes-${rang + 1}`;
      return (
        <div class="fr-fieldset__element">
          <div class="fr-checkbox-group">
            <input type="checkbox" id={cle} name="personnes" value={id} checked={choisies.includes(id)} />
            <label class="fr-label" for={cle}>
              {prenom} {nom}
            </label>
          </div>
        </div>
      );
    })}
    {erreur && <p class="fr-error-text">{erreur}</p>}
  </fieldset>
);

interface Props {
  action: string;
  csrf: string;
  personnes: DossierVu['personnes'];
  sensible: boolean;
  saisie: SaisieDepot;
  erreurs: readonly ErreurDeChamp[];
}

/** The pièce, its files, done: what comes of itself is already filled in. */
export const FormulaireDepot = ({ action, csrf, personnes, sensible, saisie, erreurs }: Props) => (
  <form method="post" action={action} encType="multipart/form-data" noValidate>
    {/* First, so that it is checked before any byte of a file is read. */}
    <input type="hidden" name="_csrf" value={csrf} />
    <h3 class="fr-h6">1. La pièce</h3>
    <ChampChoix
      id="type"
      libelle="Type de pièce"
      invite="Choisissez dans la liste réglementaire"
      choix={typesPour(sensible)}
      valeur={saisie.type}
      erreur={erreurDe(erreurs, 'type')}
      autofocus={erreurs.length === 0}
      requis
    />
    {personnes.length > 1 && (
      <Personnes personnes={personnes} choisies={saisie.personnes} erreur={erreurDe(erreurs, 'personnes')} />
    )}
    <h3 class="fr-h6">2. Le document</h3>
    <ChampFichiers
      id="fichiers"
      libelle="Fichiers numérisés"
      aide="PDF, JPEG, PNG ou WebP, 20 Mo au plus chacun, recto puis verso"
      formats={FORMATS}
      erreur={erreurDe(erreurs, 'fichiers')}
      requis
    />
    <ChampTexte
      id="recueLe"
      type="date"
      libelle="Papier reçu le"
      aide="Le délai de 15 jours pour l’enregistrer court à partir de ce jour"
      valeur={saisie.recueLe}
      erreur={erreurDe(erreurs, 'recueLe')}
      requis
    />
    <button class="fr-btn">Déposer cette pièce</button>
  </form>
);

export const saisieVierge = (personnes: DossierVu['personnes']): SaisieDepot => ({
  type: '',
  personnes: personnes.filter(({ role }) => role === 'demandeur').map(({ id }) => id),
  recueLe: jourIso(new Date()),
});

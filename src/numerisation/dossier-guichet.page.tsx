import { Menage, nomsDe, type ConsultationSuivie } from '../dossiers/index.js';
import type { PieceVue } from '../pieces/index.js';
import { enHeure, enJour, MENTION_ACCES_RESTREINT } from '../referentiel/index.js';
import { type Contexte, type ErreurDeChamp, Page, ResumeErreurs } from '../ui/index.js';
import { FormulaireDepot, type SaisieDepot } from './depot-formulaire.page.js';
import { EtatDepot, SuiteDepot } from './etat-depot.page.js';
import { enTaille, numeroEnClair } from './saisie.rules.js';

interface Props {
  contexte: Contexte;
  suivie: ConsultationSuivie;
  sensible: boolean;
  saisie: SaisieDepot;
  erreurs?: readonly ErreurDeChamp[];
  /** The deposit that was just made. */
  recu?: PieceVue | undefined;
}

const Suivante = ({ contexte, suivie }: Pick<Props, 'contexte' | 'suivie'>) => (
  <div class="dun-echeance dun-ligne" data-echeance={suivie.expireLe.toISOString()}>
    <p>
      Dossier ouvert jusqu’à <strong>{enHeure(suivie.expireLe)}</strong>
      <span data-reste />.
    </p>
    <form method="post" action={`/guichet/dossiers/${suivie.id}/fin`}>
      <input type="hidden" name="_csrf" value={contexte.csrf} />
      <button class="fr-btn fr-btn--secondary fr-btn--sm">Refermer, personne suivante</button>
    </form>
    <p class="dun-echeance-alerte" data-alerte role="status" />
  </div>
);

const Recu = ({ recu, suivie }: { recu: PieceVue; suivie: ConsultationSuivie }) => (
  <div class="fr-alert fr-alert--success fr-mb-3w" role="status">
    <p class="fr-alert__title">3. Reçu : {recu.libelle}</p>
    <ul>
      <li>Pour {nomsDe(recu, suivie)}</li>
      <li>
        {recu.fichiers.length === 1 ? '1 fichier' : `${recu.fichiers.length} fichiers`} :{' '}
        {recu.fichiers.map(({ nom, octets }) => `${nom ?? 'fichier'} (${enTaille(octets)})`).join(', ')}
      </li>
      <li>
        Papier reçu le {enJour(new Date(recu.recueLe))}, déposé à {enHeure(new Date(recu.deposeeLe))}
      </li>
    </ul>
    <p>
      Le document est en cours de vérification. Suivez-le dans « Dépôts du jour ». Vous pouvez déposer une autre pièce
      ci-dessous, ou passer à la personne suivante.
    </p>
  </div>
);

/** File names are given back to the depositing organisme only. */
const deMonOrganisme = ({ deposant, fichiers }: PieceVue): boolean =>
  deposant === 'agent' && fichiers.some(({ nom }) => nom !== null);

/** Taken out by somebody's choice: nothing was wrong with it. */
const estSortie = ({ motif }: PieceVue): boolean =>
  motif !== null && ['piece.mal_classee', 'piece.retiree'].includes(motif.code);
const estRefusee = (piece: PieceVue): boolean => piece.etat === 'RETIREE' && !estSortie(piece);

/** Of a type that was given again, only the last answer counts. */
const refaite = (piece: PieceVue, pieces: readonly PieceVue[]): boolean =>
  estRefusee(piece) &&
  pieces.some((autre) => autre.type === piece.type && !estSortie(autre) && autre.deposeeLe > piece.deposeeLe);

const Carte = ({ piece, suivie, aMoi }: { piece: PieceVue; suivie: ConsultationSuivie; aMoi: boolean }) => {
  const vu = {
    etat: piece.etat,
    motif: piece.motif?.code ?? null,
    aExaminer: piece.fichiers.some(({ etat }) => etat === 'A_EXAMINER'),
    refaite: refaite(piece, suivie.dossier.pieces),
  };
  return (
    <li class="dun-carte">
      <div class="dun-ligne">
        <h3 class="fr-h6 fr-mb-0">{piece.libelle}</h3>
        <EtatDepot {...vu} />
      </div>
      <p class="fr-text--sm fr-mb-1v">
        {nomsDe(piece, suivie)}, reçue le {enJour(new Date(piece.recueLe))}
        {piece.deposant === 'agent' ? ` par ${piece.organisme ?? 'un guichet'}` : ' de la personne'}
      </p>
      <SuiteDepot {...vu} />
      {aMoi && piece.etat !== 'RETIREE' && (
        <p class="fr-text--sm fr-mb-0">
          <a href={`/guichet/pieces/${piece.id}/mal-classee`}>
            Cette pièce est dans le mauvais dossier<span class="fr-sr-only"> : {piece.libelle}</span>
          </a>
        </p>
      )}
    </li>
  );
};

/** The person in front of the desk: deposit first, then who she is and what is there. */
export const dossierDuGuichet = (props: Props) => {
  const { contexte, suivie, sensible, saisie, erreurs = [], recu } = props;
  const { personnes, demandes, pieces } = suivie.dossier;
  const demandeur = personnes.find(({ role }) => role === 'demandeur');
  const active = demandes.find(({ etat }) => etat === 'ACTIVE');
  const titre = erreurs.length > 0 ? 'Erreur : déposer une pièce' : 'Dossier ouvert au guichet';
  return (
    <Page titre={titre} contexte={contexte}>
      <h1 class="fr-mb-1w">{demandeur ? `${demandeur.prenom} ${demandeur.nom}` : 'Dossier'}</h1>
      <p class="fr-text--lead fr-mb-2w">
        {demandeur && `Naissance le ${enJour(new Date(demandeur.naissance))}`}
        {active && `, demande ${numeroEnClair(active.numeroUnique)}`}
      </p>
      <ResumeErreurs erreurs={erreurs} />
      {recu && <Recu recu={recu} suivie={suivie} />}
      <Suivante contexte={contexte} suivie={suivie} />
      <div class="dun-deux">
        <section class="dun-formulaire">
          <h2 class="fr-h4">Déposer une pièce</h2>
          <FormulaireDepot
            action={`/guichet/dossiers/${suivie.id}`}
            csrf={contexte.csrf}
            personnes={personnes}
            sensible={sensible}
            saisie={saisie}
            erreurs={erreurs}
          />
        </section>
        <div class="fr-mt-4w fr-mt-md-0">
          <Menage personnes={personnes} />
          <section>
            <h2 class="fr-h4 fr-mt-3w">{pieces.length > 1 ? `${pieces.length} pièces` : 'Pièces'}</h2>
            {pieces.length === 0 && <p>Aucune pièce pour l’instant. La première se dépose avec le formulaire.</p>}
            <ul class="dun-liste">
              {pieces.map((piece) => (
                <Carte piece={piece} suivie={suivie} aMoi={deMonOrganisme(piece)} />
              ))}
            </ul>
            <p class="fr-text--sm fr-mt-2w">{MENTION_ACCES_RESTREINT}</p>
          </section>
        </div>
      </div>
    </Page>
  );
};

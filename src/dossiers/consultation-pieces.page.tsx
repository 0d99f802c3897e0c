import type { ComponentChildren } from 'preact';
import type { PieceVue } from '../pieces/index.js';
import { enJour, type Manquant } from '../referentiel/index.js';
import { Vignette } from '../ui/index.js';
import type { ConsultationSuivie } from './dossier.schema.js';

export const adressePiece = (consultation: string, piece: string): string =>
  `/consultation/${consultation}/pieces/${piece}`;

export const enPages = (pages: number): string => (pages > 1 ? `${pages} pages` : `${pages} page`);

/** Who gave it and when, then when the service had checked it. */
export const provenance = ({ deposant, organisme, recueLe, deposeeLe, enLigneLe }: PieceVue): string[] => [
  deposant === 'agent'
    ? `Reçue le ${enJour(new Date(recueLe))} par ${organisme ?? 'un guichet'}`
    : `Déposée le ${enJour(new Date(deposeeLe))} par le demandeur`,
  enLigneLe ? `Vérifiée le ${enJour(new Date(enLigneLe))}` : 'Vérification en cours',
];

export const nomsDe = ({ personnes }: PieceVue, { dossier }: ConsultationSuivie): string =>
  dossier.personnes
    .filter(({ id }) => personnes.includes(id))
    .map(({ prenom, nom }) => `${prenom} ${nom}`)
    .join(', ');

export const Manquants = ({ manquants }: { manquants: readonly Manquant[] }) => (
  <section>
    <h2 class="fr-h4">Ce qui manque</h2>
    {manquants.length === 0 ? (
      <p>Les pièces demandées à tous les ménages sont là : identité du demandeur et avis d’imposition.</p>
    ) : (
      <ul>
        {manquants.map(({ libelle, loi }) => (
          <li>
            <span class="fr-badge fr-badge--warning fr-badge--no-icon">Manque</span> {libelle}{' '}
            <span class="fr-text--sm">({loi})</span>
          </li>
        ))}
      </ul>
    )}
    <p class="fr-text--sm">
      Cette liste ne dit encore que ce qui est demandé à tous. Elle sera complétée selon la situation du ménage.
    </p>
  </section>
);

const Carte = ({ piece, suivie }: { piece: PieceVue; suivie: ConsultationSuivie }) => {
  const adresse = adressePiece(suivie.id, piece.id);
  const prets = piece.fichiers.filter(({ etat, pages }) => etat === 'PRET' && pages);
  const enLigne = piece.etat === 'EN_LIGNE';
  return (
    <li class="dun-carte dun-piece">
      {enLigne && prets[0] && (
        <Vignette
          planche={`/pieces/${piece.id}/vignettes/${prets[0].rang}`}
          pages={prets[0].pages ?? 1}
          texte={`Première page : ${piece.libelle}`}
        />
      )}
      <div>
        <h3 class="fr-h6">{enLigne ? <a href={adresse}>{piece.libelle}</a> : piece.libelle}</h3>
        <ul class="dun-faits">
          <li>{[nomsDe(piece, suivie), enLigne && enPages(piece.pages)].filter(Boolean).join(' · ')}</li>
          {provenance(piece).map((fait) => (
            <li>{fait}</li>
          ))}
        </ul>
      </div>
    </li>
  );
};

interface Props {
  suivie: ConsultationSuivie;
  pieces: readonly PieceVue[];
  children: ComponentChildren;
}

export const PiecesDuDossier = ({ suivie, pieces, children }: Props) => (
  <section>
    <h2 class="fr-h4">{pieces.length > 1 ? `${pieces.length} pièces` : 'Pièces'}</h2>
    {children}
    {pieces.length === 0 && (
      <p>
        Aucune pièce n’est lisible pour l’instant. Le demandeur ou son guichet peut en déposer ; rouvrez le dossier plus
        tard.
      </p>
    )}
    <ul class="dun-liste fr-mt-2w">
      {pieces.map((piece) => (
        <Carte piece={piece} suivie={suivie} />
      ))}
    </ul>
    <p class="fr-mt-2w">{suivie.dossier.mention}</p>
  </section>
);

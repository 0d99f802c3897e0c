import { Controller, Param, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Autorise, Cadre, identifiant, Moi, PageHtml, suivreConsultation, type SujetConnecte } from '../acces/index.js';
import type { PieceVue } from '../pieces/index.js';
import { type Contexte, Page, rendre } from '../ui/index.js';
import { ConsultationFinie } from './consultation-finie.filter.js';
import { adressePiece, enPages, nomsDe, provenance } from './consultation-pieces.page.js';
import { pieceIllisible } from './dossier.errors.js';
import type { ConsultationSuivie } from './dossier.schema.js';
import { Dossiers } from './dossiers.service.js';
import { Echeance } from './echeance.page.js';

interface Props {
  contexte: Contexte;
  suivie: ConsultationSuivie;
  piece: PieceVue;
  enLigne: readonly PieceVue[];
}

const Voisines = ({ suivie, piece, enLigne, titre }: Omit<Props, 'contexte'> & { titre: string }) => {
  const rang = enLigne.indexOf(piece);
  const [avant, apres] = [enLigne[rang - 1], enLigne[rang + 1]];
  return (
    <nav aria-label={titre} class="dun-ligne fr-mb-3w">
      <a class="fr-link" href={`/consultation/${suivie.id}`}>
        Toutes les pièces
      </a>
      {avant && (
        <a class="fr-link" rel="prev" href={adressePiece(suivie.id, avant.id)}>
          Précédente : {avant.libelle}
        </a>
      )}
      {apres && (
        <a class="fr-link" rel="next" href={adressePiece(suivie.id, apres.id)}>
          Suivante : {apres.libelle}
        </a>
      )}
    </nav>
  );
};

const pieceOuverte = ({ contexte, suivie, piece, enLigne }: Props) => (
  <Page titre={piece.libelle} contexte={contexte}>
    <Voisines suivie={suivie} piece={piece} enLigne={enLigne} titre="Autres pièces du dossier" />
    <h1>{piece.libelle}</h1>
    <p>{[nomsDe(piece, suivie), enPages(piece.pages), ...provenance(piece)].filter(Boolean).join(' · ')}</p>
    <Echeance contexte={contexte} suivie={suivie} />
    <ul class="dun-pages">
      {Array.from({ length: piece.pages }, (_, i) => (
        <li id={`page-${i + 1}`}>
          <img
            class="dun-page"
            src={`/pieces/${piece.id}/pages/${i + 1}`}
            alt={`Page ${i + 1} sur ${piece.pages}`}
            loading={i > 0 ? 'lazy' : 'eager'}
          />
        </li>
      ))}
    </ul>
    <Voisines suivie={suivie} piece={piece} enLigne={enLigne} titre="Suite du dossier" />
  </Page>
);

/** One pièce of an open consultation, page after page. */
@ApiExcludeController()
@UseFilters(ConsultationFinie)
@Controller()
export class ConsultationPiecePage {
  constructor(private readonly dossiers: Dossiers) {}

  @PageHtml('consultation/:id/pieces/:pieceId')
  @Autorise(suivreConsultation)
  async lire(
    @Moi() sujet: SujetConnecte,
    @Cadre() contexte: Contexte,
    @Param('id') id: string,
    @Param('pieceId') pieceId: string,
  ): Promise<string> {
    const suivie = await this.dossiers.suivre(sujet, identifiant(id));
    const enLigne = suivie.dossier.pieces.filter(({ etat }) => etat === 'EN_LIGNE');
    const piece = enLigne.find((une) => une.id === pieceId);
    if (!piece) throw pieceIllisible();
    return rendre(pieceOuverte({ contexte, suivie, piece, enLigne }));
  }
}

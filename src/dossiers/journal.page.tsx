import { Controller } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Autorise, Cadre, Moi, PageHtml, type SujetConnecte } from '../acces/index.js';
import { enHeure } from '../referentiel/index.js';
import { type Contexte, Page, rendre } from '../ui/index.js';
import { tenirDossier } from './dossier.policy.js';
import type { EntreeDuJournal } from './dossier.schema.js';
import { Dossiers } from './dossiers.service.js';
import { type Fait, parJours } from './journal-jours.rules.js';
import { MonDossier } from './mon-dossier.service.js';

const phraseDe = ({ entree, pieces }: Fait): string =>
  entree.acte === 'PIECE_LUE' && pieces.length > 1
    ? `Un agent de ${entree.organisme ?? 'un organisme'} a ouvert ${pieces.length} pièces (motif : ${entree.finalite ?? 'non précisé'}).`
    : entree.phrase;

const LigneDuJournal = ({ fait }: { fait: Fait }) => {
  const { le, agent, role } = fait.entree;
  return (
    <li class={agent ? 'dun-carte' : undefined}>
      <p class="fr-mb-1v">
        <strong>{enHeure(new Date(le))}</strong> — {phraseDe(fait)}
      </p>
      {agent && (
        <p class="fr-text--sm fr-mb-0">
          Agent {agent}
          {role && `, ${role}`}
        </p>
      )}
      {agent && fait.pieces.length > 1 && (
        <ul class="fr-text--sm fr-mb-0">
          {fait.pieces.map((piece) => (
            <li>{piece}</li>
          ))}
        </ul>
      )}
    </li>
  );
};

const journal = (contexte: Contexte, entrees: readonly EntreeDuJournal[]) => (
  <Page titre="Qui a consulté mon dossier" contexte={contexte}>
    <h1>Qui a consulté mon dossier</h1>
    <p>
      Tout ce qui est fait avec votre dossier est inscrit ici, au moment où c’est fait, et ne peut plus être effacé ni
      modifié.
    </p>
    <p>
      Les agents sont désignés par un pseudonyme, par exemple A-1B2C3D : c’est toujours le même pour une même personne.
      Son organisme peut retrouver de qui il s’agit si vous contestez une lecture.
    </p>
    {!entrees.some(({ agent }) => agent) && (
      <p class="dun-carte">
        <strong>Aucun organisme n’a encore ouvert votre dossier.</strong> Quand l’un d’eux le fera, vous verrez ici
        lequel, quand, pour quelle raison et quelles pièces il a lues.
      </p>
    )}
    {parJours(entrees).map(({ jour, faits }) => (
      <section class="fr-mb-3w">
        <h2 class="fr-h5">{jour}</h2>
        <ul class="dun-liste dun-journal">
          {faits.map((fait) => (
            <LigneDuJournal fait={fait} />
          ))}
        </ul>
      </section>
    ))}
  </Page>
);

@ApiExcludeController()
@Controller()
export class JournalPage {
  constructor(
    private readonly dossiers: Dossiers,
    private readonly monDossier: MonDossier,
  ) {}

  @PageHtml('dossier/journal')
  @Autorise(tenirDossier)
  async lire(@Moi() sujet: SujetConnecte, @Cadre() contexte: Contexte): Promise<string> {
    const entrees = await this.dossiers.journalDe(sujet, await this.monDossier.id(sujet));
    return rendre(journal(contexte, entrees));
  }
}

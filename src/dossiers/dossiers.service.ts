import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type ContenuJournal,
  Consultations,
  Decisions,
  EnTantQue,
  type Finalite,
  Journal,
  journalPourTitulaire,
  LIBELLES_FINALITES,
  type SujetConnecte,
} from '../acces/index.js';
import { demandesDuDossier, dossiersPourRecherche, personnesDuDossier } from '../demandes/index.js';
import { nomsDesOrganismes } from '../organismes/index.js';
import { Pieces } from '../pieces/index.js';
import { lireDossier, lireJournal } from './dossier.policy.js';
import {
  type ConsultationOuverte,
  type DossierTrouve,
  type DossierVu,
  type EntreeDuJournal,
  type OuvertureConsultation,
} from './dossier.schema.js';
import { MENTION_ACCES_RESTREINT } from '../referentiel/index.js';
import { phraseDuJournal } from './journal.rules.js';

const piecesCitees = ({ piece, pieces = [] }: ContenuJournal): string[] => (piece ? [piece] : pieces);

@Injectable()
export class Dossiers {
  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly decisions: Decisions,
    private readonly consultations: Consultations,
    private readonly pieces: Pieces,
    private readonly journal: Journal,
  ) {}

  /** What the sujet may find by this number: ids and states only. An agent's search is an entry of his organisme's chain. */
  async rechercher(sujet: SujetConnecte, numeroUnique: string | undefined): Promise<DossierTrouve[]> {
    return this.enTantQue.executer(sujet, async (tx) => {
      if (sujet.type === 'agent') {
        if (!numeroUnique) return [];
        await this.journal.inscrire(tx, sujet, { acte: 'DOSSIER_RECHERCHE', dossierId: null });
      }
      return dossiersPourRecherche(tx, numeroUnique);
    });
  }

  async lire(sujet: SujetConnecte, dossierId: string): Promise<DossierVu> {
    return this.enTantQue.executer(sujet, async (tx) => {
      await this.decisions.exiger(tx, sujet, lireDossier, dossierId);
      return this.contenu(tx, sujet, dossierId);
    });
  }

  async consulter(sujet: SujetConnecte, demande: OuvertureConsultation): Promise<ConsultationOuverte> {
    return this.enTantQue.executer(sujet, async (tx) => {
      const { id, dossierId, finalite, expireLe } = await this.consultations.ouvrir(tx, sujet, demande);
      const dossier = await this.contenu(tx, sujet, dossierId);
      return { id, finalite, expireLe: expireLe.toISOString(), dossier };
    });
  }

  async clore(sujet: SujetConnecte, consultationId: string): Promise<void> {
    await this.enTantQue.executer(sujet, (tx) => this.consultations.clore(tx, sujet, consultationId));
  }

  /** Everything that was done with the dossier, the newest first, in words the person understands. */
  async journalDe(sujet: SujetConnecte, dossierId: string, avant?: number): Promise<EntreeDuJournal[]> {
    return this.enTantQue.executer(sujet, async (tx) => {
      await this.decisions.exiger(tx, sujet, lireJournal, dossierId);
      const entrees = await journalPourTitulaire(tx, dossierId, avant);
      const noms = await nomsDesOrganismes(
        tx,
        entrees.flatMap(({ contenu }) => contenu.organisme ?? []),
      );
      const libelles = new Map(
        (await this.pieces.duDossier(tx, sujet, dossierId)).map((piece) => [piece.id, piece.libelle]),
      );
      return entrees.map(({ contenu, empreinte }) => {
        const organisme = (contenu.organisme && noms.get(contenu.organisme)) ?? null;
        const finalite = contenu.finalite ? LIBELLES_FINALITES[contenu.finalite as Finalite] : null;
        const pieces = piecesCitees(contenu).map((id) => ({ id, libelle: libelles.get(id) ?? 'pièce effacée' }));
        return {
          rang: contenu.rang,
          le: contenu.le,
          acte: contenu.acte,
          phrase: phraseDuJournal(contenu, { organisme, finalite, pieces: pieces.map(({ libelle }) => libelle) }),
          organisme,
          agent: contenu.agent ?? null,
          roles: contenu.roles ?? [],
          finalite,
          pieces,
          empreinte: empreinte.toString('hex'),
        };
      });
    });
  }

  private async contenu(tx: EntityManager, sujet: SujetConnecte, dossierId: string): Promise<DossierVu> {
    const demandes = await demandesDuDossier(tx, dossierId);
    const personnes = await personnesDuDossier(tx, dossierId);
    return {
      id: dossierId,
      demandes: demandes.map(({ numeroUnique, etat, deposeeLe, communes }) => ({
        numeroUnique,
        etat,
        deposeeLe,
        communes,
      })),
      personnes: personnes.map(({ id, role, prenom, nom, naissance }) => ({ id, role, prenom, nom, naissance })),
      pieces: await this.pieces.duDossier(tx, sujet, dossierId),
      mention: MENTION_ACCES_RESTREINT,
    };
  }
}

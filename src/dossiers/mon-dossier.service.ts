import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Decisions, EnTantQue, introuvable, type SujetConnecte } from '../acces/index.js';
import { type Demande, demandesDuDossier, monDossier, type Personne, personnesDuDossier } from '../demandes/index.js';
import { type Message, messagesDuDossier, nombreDeNonLus, ouvrirMessage } from '../messagerie/index.js';
import { nomsDesCommunes } from '../organismes/index.js';
import { aucunDossier, Pieces, type PieceVue } from '../pieces/index.js';
import { MENTION_ACCES_RESTREINT } from '../referentiel/index.js';
import { tenirDossier } from './dossier.policy.js';
import { type EtatDePiece, etatsDesPieces } from './etats.repository.js';

export interface DossierDuTitulaire {
  id: string;
  personnes: Personne[];
  pieces: PieceVue[];
  nonLus: number;
  /** As the live state tells it: what is shown is older as soon as this differs. */
  etats: EtatDePiece[];
}

export interface VueDUnLecteur {
  dossier: { demandes: Demande[]; personnes: Personne[]; pieces: PieceVue[]; mention: typeof MENTION_ACCES_RESTREINT };
  communes: ReadonlyMap<string, string>;
}

/** The dossier of the person who acts, whatever its id. */
@Injectable()
export class MonDossier {
  constructor(
    private readonly enTantQue: EnTantQue,
    private readonly decisions: Decisions,
    private readonly pieces: Pieces,
  ) {}

  lire(sujet: SujetConnecte): Promise<DossierDuTitulaire> {
    return this.surLeMien(sujet, async (tx, id) => ({
      id,
      personnes: await personnesDuDossier(tx, id),
      pieces: await this.pieces.duDossier(tx, sujet, id),
      nonLus: await nombreDeNonLus(tx, id),
      etats: await etatsDesPieces(tx, id),
    }));
  }

  etats(sujet: SujetConnecte): Promise<EtatDePiece[]> {
    return this.surLeMien(sujet, etatsDesPieces);
  }

  id(sujet: SujetConnecte): Promise<string> {
    return this.surLeMien(sujet, async (_, id) => id);
  }

  /** What an agent of a bailleur without the sensitive right reads. */
  commeUnBailleur(sujet: SujetConnecte): Promise<VueDUnLecteur> {
    return this.surLeMien(sujet, async (tx, id) => {
      const demandes = await demandesDuDossier(tx, id);
      return {
        dossier: {
          demandes,
          personnes: await personnesDuDossier(tx, id),
          pieces: await this.pieces.pourUnLecteur(tx, id),
          mention: MENTION_ACCES_RESTREINT,
        },
        communes: await nomsDesCommunes(
          tx,
          demandes.flatMap(({ communes }) => communes),
        ),
      };
    });
  }

  messages(sujet: SujetConnecte): Promise<Message[]> {
    return this.surLeMien(sujet, messagesDuDossier);
  }

  message(sujet: SujetConnecte, messageId: string): Promise<Message> {
    return this.surLeMien(sujet, async (tx) => {
      const message = await ouvrirMessage(tx, messageId);
      if (!message) throw introuvable();
      return message;
    });
  }

  private surLeMien<T>(sujet: SujetConnecte, acte: (tx: EntityManager, dossierId: string) => Promise<T>): Promise<T> {
    return this.enTantQue.executer(sujet, async (tx) => {
      const id = await monDossier(tx);
      if (!id) throw aucunDossier();
      await this.decisions.exiger(tx, sujet, tenirDossier, id);
      return acte(tx, id);
    });
  }
}

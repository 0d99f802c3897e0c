import { Body, Controller, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  Autorise,
  Cadre,
  contexteDe,
  type Finalite,
  Moi,
  ouvrirConsultation,
  PageHtml,
  type RequeteConnectee,
  type SujetConnecte,
} from '../acces/index.js';
import { Problem } from '../platform/http/index.js';
import {
  Alerte,
  ChampRadios,
  ChampTexte,
  type Contexte,
  type ErreurDeChamp,
  erreurDe,
  Page,
  rendre,
  ResumeErreurs,
} from '../ui/index.js';
import { ouvertureConsultation } from './dossier.schema.js';
import { Dossiers } from './dossiers.service.js';

const FINALITES: { valeur: Finalite; libelle: string; aide?: string }[] = [
  {
    valeur: 'ATTRIBUTION',
    libelle: 'Attribuer un logement',
    aide: 'Préparer une commission, vérifier une candidature',
  },
  { valeur: 'INSTRUCTION', libelle: 'Étudier la demande', aide: 'Vérifier les pièces, compléter l’instruction' },
  { valeur: 'CONTINGENT', libelle: 'Proposer le ménage pour un logement réservé', aide: 'Contingent de réservation' },
  { valeur: 'DALO', libelle: 'Suivre un droit au logement opposable (Dalo)' },
  { valeur: 'CORRECTION', libelle: 'Corriger le dossier', aide: 'Pièce mal classée, erreur de saisie' },
];

type Saisie = Partial<Record<'numeroUnique' | 'nom' | 'finalite', string>>;

interface Props {
  contexte: Contexte;
  saisie?: Saisie;
  erreurs?: readonly ErreurDeChamp[];
  finie?: boolean;
}

const ouverture = ({ contexte, saisie = {}, erreurs = [], finie = false }: Props) => (
  <Page titre={erreurs.length > 0 ? 'Erreur : ouvrir un dossier' : 'Ouvrir un dossier'} contexte={contexte}>
    <h1>Ouvrir un dossier</h1>
    {finie && (
      <Alerte genre="info" titre="Ce dossier n’est plus ouvert">
        <p>
          Un dossier se referme quand vous avez terminé, ou au bout de 30 minutes. Si vous en avez encore besoin,
          ouvrez-le de nouveau ci-dessous.
        </p>
      </Alerte>
    )}
    <ResumeErreurs erreurs={erreurs} />
    <p>
      Le dossier s’ouvre pour 30 minutes. Votre organisme, l’heure et la raison sont inscrits dans un journal que la
      personne peut lire.
    </p>
    <form method="post" action="/consultation" class="dun-formulaire" noValidate>
      <input type="hidden" name="_csrf" value={contexte.csrf} />
      <ChampTexte
        id="numeroUnique"
        libelle="Numéro unique"
        aide="18 caractères, avec ou sans espaces, par exemple 059 1123 000042 59350"
        valeur={saisie.numeroUnique}
        erreur={erreurDe(erreurs, 'numeroUnique')}
        requis
      />
      <ChampTexte
        id="nom"
        libelle="Nom de naissance du demandeur"
        aide="Accents, tirets et majuscules n’ont pas d’importance"
        valeur={saisie.nom}
        erreur={erreurDe(erreurs, 'nom')}
        requis
      />
      <ChampRadios
        id="finalite"
        legende="Pourquoi ouvrez-vous ce dossier ?"
        choix={FINALITES}
        valeur={saisie.finalite}
        erreur={erreurDe(erreurs, 'finalite')}
      />
      <button class="fr-btn">Ouvrir le dossier</button>
    </form>
  </Page>
);

const texte = (valeur: unknown): string => (typeof valeur === 'string' ? valeur.slice(0, 100) : '');

/** Where a reader begins: a number, a name, a reason. */
@ApiExcludeController()
@Controller()
export class OuverturePage {
  constructor(private readonly dossiers: Dossiers) {}

  @PageHtml('consultation')
  @Autorise(ouvrirConsultation)
  formulaire(@Cadre() contexte: Contexte, @Query('finie') finie?: string): string {
    return rendre(ouverture({ contexte, finie: finie !== undefined }));
  }

  @Post('consultation')
  @Autorise(ouvrirConsultation)
  async ouvrir(
    @Moi() sujet: SujetConnecte,
    @Body() corps: Record<string, unknown>,
    @Req() requete: RequeteConnectee,
    @Res() reponse: FastifyReply,
  ): Promise<void> {
    const saisie = {
      numeroUnique: texte(corps['numeroUnique']),
      nom: texte(corps['nom']),
      finalite: texte(corps['finalite']),
    };
    const redemander = async (statut: number, erreurs: ErreurDeChamp[]): Promise<void> => {
      await reponse
        .status(statut)
        .headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-store' })
        .send(rendre(ouverture({ contexte: contexteDe(requete), saisie, erreurs })));
    };
    const lue = ouvertureConsultation.safeParse(saisie);
    if (!lue.success)
      return redemander(
        422,
        lue.error.issues.map(({ path, message }) => ({ champ: String(path[0]), message })),
      );
    try {
      const { id } = await this.dossiers.consulter(sujet, lue.data);
      await reponse.redirect(`/consultation/${id}`, 303);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'dossier.introuvable') throw error;
      await redemander(404, [{ champ: 'numeroUnique', message: error.message }]);
    }
  }
}

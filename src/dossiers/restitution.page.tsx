import { Controller, Get, Header, Param, Post, Res, StreamableFile, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Autorise, Cadre, identifiant, Moi, PageHtml, type SujetConnecte } from '../acces/index.js';
import { type Contexte, Page, rendre } from '../ui/index.js';
import { ConsultationFinie } from './consultation-finie.filter.js';
import { exporterDossier } from './dossier.policy.js';
import { Restitutions } from './restitutions.service.js';

/** Most files are made within this: the download then begins at once, and the person stays on the page. */
const PREMIERE_ATTENTE_MS = 6_000;
const ATTENTE_MS = 2_000;
const REPRISE_S = 4;

const adresse = (consultation: string, id: string): string => `/consultation/${consultation}/restitutions/${id}`;

const preparation = (contexte: Contexte, consultation: string, fichier: string | null) => (
  <Page titre={fichier ? 'Le PDF est prêt' : 'Le PDF se prépare'} contexte={contexte}>
    <h1>{fichier ? 'Le PDF est prêt' : 'Le PDF se prépare'}</h1>
    {fichier ? (
      <p>
        <a class="fr-btn" href={fichier}>
          Télécharger le PDF
        </a>
      </p>
    ) : (
      <p>
        Chaque page est marquée à votre nom, cela prend quelques secondes. Cette page se met à jour d’elle-même ; vous
        pouvez aussi revenir au dossier et redemander le PDF plus tard.
      </p>
    )}
    <p>
      <a class="fr-link" href={`/consultation/${consultation}`}>
        Revenir au dossier
      </a>
    </p>
  </Page>
);

/** The one PDF of a dossier, asked from its page. */
@ApiExcludeController()
@UseFilters(ConsultationFinie)
@Controller()
export class RestitutionPage {
  constructor(private readonly restitutions: Restitutions) {}

  @Post('consultation/:id/restitutions')
  @Autorise(exporterDossier)
  async demander(@Moi() sujet: SujetConnecte, @Param('id') id: string, @Res() reponse: FastifyReply): Promise<void> {
    const restitution = await this.restitutions.demander(sujet, identifiant(id));
    const prete = await this.restitutions.prete(sujet, id, restitution, PREMIERE_ATTENTE_MS);
    await reponse.redirect(`${adresse(id, restitution)}${prete ? '/dossier.pdf' : ''}`, 303);
  }

  @PageHtml('consultation/:id/restitutions/:restitution')
  @Autorise(exporterDossier)
  async suivre(
    @Moi() sujet: SujetConnecte,
    @Cadre() contexte: Contexte,
    @Param('id') id: string,
    @Param('restitution') restitution: string,
    @Res({ passthrough: true }) reponse: FastifyReply,
  ): Promise<string> {
    const prete = await this.restitutions.prete(sujet, identifiant(id), identifiant(restitution), ATTENTE_MS);
    // The header does what `meta refresh` does, with no script either.
    if (!prete) reponse.header('refresh', String(REPRISE_S));
    return rendre(preparation(contexte, id, prete ? `${adresse(id, restitution)}/dossier.pdf` : null));
  }

  @Get('consultation/:id/restitutions/:restitution/dossier.pdf')
  @Autorise(exporterDossier)
  @Header('cache-control', 'private, no-store')
  async pdf(
    @Moi() sujet: SujetConnecte,
    @Param('id') id: string,
    @Param('restitution') restitution: string,
  ): Promise<StreamableFile> {
    const { contenu, octets } = await this.restitutions.retirer(sujet, identifiant(id), identifiant(restitution), 0);
    return new StreamableFile(contenu, {
      type: 'application/pdf',
      disposition: 'attachment; filename="dossier.pdf"',
      length: octets,
    });
  }
}

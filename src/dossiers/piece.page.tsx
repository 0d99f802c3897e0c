import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  Autorise,
  Cadre,
  identifiant,
  Moi,
  PageHtml,
  type RequeteConnectee,
  type SujetConnecte,
} from '../acces/index.js';
import { Pieces, retirerPiece, Retraits, telechargerPiece } from '../pieces/index.js';
import { type Contexte, rendre } from '../ui/index.js';
import { Dossiers } from './dossiers.service.js';
import { MonDossier } from './mon-dossier.service.js';
import { lecturesDe } from './piece-lectures.rules.js';
import { PageConfirmation, PagePiece } from './piece-vue.page.js';

/** One pièce of the person: its pages, its state, who read it, and what she may do with it. */
@ApiExcludeController()
@Controller('pieces/:id')
export class PiecePage {
  constructor(
    private readonly pieces: Pieces,
    private readonly retraits: Retraits,
    private readonly dossiers: Dossiers,
    private readonly monDossier: MonDossier,
  ) {}

  @PageHtml('')
  @Autorise(telechargerPiece)
  async lire(@Moi() sujet: SujetConnecte, @Cadre() contexte: Contexte, @Param('id') id: string): Promise<string> {
    const aMoi = await this.pieces.aMoi(sujet, identifiant(id));
    const { personnes } = await this.monDossier.lire(sujet);
    const lectures = lecturesDe(await this.dossiers.journalDe(sujet, aMoi.piece.dossier), id);
    return rendre(<PagePiece contexte={contexte} aMoi={aMoi} personnes={personnes} lectures={lectures} />);
  }

  @PageHtml('retirer')
  @Autorise(retirerPiece)
  async confirmer(@Moi() sujet: SujetConnecte, @Cadre() contexte: Contexte, @Param('id') id: string): Promise<string> {
    return rendre(<PageConfirmation contexte={contexte} aMoi={await this.pieces.aMoi(sujet, identifiant(id))} />);
  }

  @Post('retirer')
  @Autorise(retirerPiece)
  async retirer(
    @Moi() sujet: SujetConnecte,
    @Param('id') id: string,
    @Req() requete: RequeteConnectee,
    @Res() reponse: FastifyReply,
  ): Promise<void> {
    await this.retraits.retirer(sujet, identifiant(id));
    requete.session.annonce = 'La pièce est retirée et ses fichiers sont détruits.';
    await reponse.redirect('/dossier', 303);
  }
}

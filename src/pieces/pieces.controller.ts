import { Controller, Get, Header, HttpCode, Param, Post, Req, SerializeOptions, StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Autorise, identifiant, introuvable, Moi, type SujetConnecte } from '../acces/index.js';
import { depotConfig } from './depot.config.js';
import { Depots } from './depots.service.js';
import { partiesDe } from './envoi.rules.js';
import { deposerPiece, lirePiece, suivrePiece } from './piece.policy.js';
import { depotSchema, pieceVue, type PieceVue } from './piece.schema.js';
import { Pieces } from './pieces.service.js';

@ApiTags('pièces')
@ApiBearerAuth()
@Controller('api/v1')
export class PiecesController {
  private readonly limites = depotConfig.read();

  constructor(
    private readonly depots: Depots,
    private readonly pieces: Pieces,
  ) {}

  @Post('dossiers/:id/pieces')
  @HttpCode(202)
  @Autorise(deposerPiece)
  @SerializeOptions({ schema: pieceVue })
  @ApiOperation({
    summary: 'Déposer une pièce',
    description: 'La réponse 202 dit que chaque octet est reçu ; la vérification suit (GET /pieces/{id}).',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: depotSchema as never })
  @ApiAcceptedResponse({ standardSchema: pieceVue })
  async deposer(
    @Moi() sujet: SujetConnecte,
    @Param('id') dossierId: string,
    @Req() requete: FastifyRequest,
  ): Promise<PieceVue> {
    const pieceId = await this.depots.deposer(sujet, identifiant(dossierId), partiesDe(requete, this.limites));
    return this.pieces.suivre(sujet, pieceId);
  }

  @Get('pieces/:id')
  @Autorise(suivrePiece)
  @SerializeOptions({ schema: pieceVue })
  @ApiOperation({ summary: 'Suivre une pièce : état, motif d’un refus, pages' })
  @ApiOkResponse({ standardSchema: pieceVue })
  suivre(@Moi() sujet: SujetConnecte, @Param('id') pieceId: string): Promise<PieceVue> {
    return this.pieces.suivre(sujet, identifiant(pieceId));
  }

  @Get('pieces/:id/pages/:n/apercu')
  @Autorise(lirePiece)
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'Voir une page (image, 1200 pixels au plus grand côté)' })
  @ApiOkResponse({ content: { 'image/jpeg': {} } })
  async apercu(
    @Moi() sujet: SujetConnecte,
    @Param('id') pieceId: string,
    @Param('n') page: string,
  ): Promise<StreamableFile> {
    if (!/^[1-9]\d{0,3}$/.test(page)) throw introuvable();
    const image = await this.pieces.apercu(sujet, identifiant(pieceId), Number(page));
    return new StreamableFile(image, { type: 'image/jpeg', disposition: 'inline' });
  }
}

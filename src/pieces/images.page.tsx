import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Autorise, identifiant, introuvable, Moi, type SujetConnecte } from '../acces/index.js';
import { lirePiece, telechargerPiece } from './piece.policy.js';
import { Pieces } from './pieces.service.js';
import { nomDeTelechargement } from './noms.rules.js';

const nombre = (valeur: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(valeur)) throw introuvable();
  return Number(valeur);
};

const SANS_CACHE = ['cache-control', 'private, no-store'] as const;

/** What the pages show and hand over of a pièce: pictures for a reader, files for the person. */
@ApiExcludeController()
@Controller('pieces/:id')
export class ImagesPage {
  constructor(private readonly pieces: Pieces) {}

  @Get('vignettes/:rang')
  @Autorise(lirePiece)
  @Header(...SANS_CACHE)
  async vignettes(
    @Moi() sujet: SujetConnecte,
    @Param('id') id: string,
    @Param('rang') rang: string,
  ): Promise<StreamableFile> {
    const image = await this.pieces.vignettes(sujet, identifiant(id), nombre(rang));
    return new StreamableFile(image, { type: 'image/jpeg', disposition: 'inline' });
  }

  @Get('pages/:n')
  @Autorise(lirePiece)
  @Header(...SANS_CACHE)
  async page(@Moi() sujet: SujetConnecte, @Param('id') id: string, @Param('n') n: string): Promise<StreamableFile> {
    const image = await this.pieces.apercu(sujet, identifiant(id), nombre(n));
    return new StreamableFile(image, { type: 'image/jpeg', disposition: 'inline' });
  }

  @Get('pdf/:rang')
  @Autorise(telechargerPiece)
  @Header(...SANS_CACHE)
  pdf(@Moi() sujet: SujetConnecte, @Param('id') id: string, @Param('rang') rang: string): Promise<StreamableFile> {
    return this.fichier(sujet, identifiant(id), nombre(rang), 'PDF');
  }

  @Get('original/:rang')
  @Autorise(telechargerPiece)
  @Header(...SANS_CACHE)
  original(@Moi() sujet: SujetConnecte, @Param('id') id: string, @Param('rang') rang: string): Promise<StreamableFile> {
    return this.fichier(sujet, identifiant(id), nombre(rang), 'ORIGINAL');
  }

  private async fichier(
    sujet: SujetConnecte,
    id: string,
    rang: number,
    genre: 'PDF' | 'ORIGINAL',
  ): Promise<StreamableFile> {
    const { contenu, nom, format } = await this.pieces.telecharger(sujet, id, rang, genre);
    const disposition = `attachment; ${nomDeTelechargement(nom, genre === 'PDF' ? 'pdf' : null)}`;
    return new StreamableFile(contenu, { type: format, disposition });
  }
}

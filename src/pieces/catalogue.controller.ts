import { Controller, Get, SerializeOptions } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Ouvert } from '../acces/index.js';
import { catalogue, FORMATS } from '../referentiel/index.js';
import { depotConfig } from './depot.config.js';

const catalogueVu = z
  .object({
    formats: z.array(z.string()).describe('Formats acceptés, reconnus au contenu et non au nom'),
    octetsMax: z.number().int().describe('Taille d’un fichier au plus'),
    fichiersMax: z.number().int().describe('Fichiers d’une pièce au plus'),
    types: z.array(
      z.object({
        code: z.string(),
        libelle: z.string(),
        groupe: z.string(),
        stages: z.array(z.string()),
        sensible: z.boolean().describe('Lisible avec une habilitation particulière seulement'),
      }),
    ),
  })
  .meta({ id: 'Catalogue' });

/** What may be deposited, and within which limits, known before choosing a file (ASVS 5.1.1). */
@ApiTags('pièces')
@Controller('api/v1/referentiel')
export class CatalogueController {
  private readonly limites = depotConfig.read();

  @Get('pieces')
  @Ouvert()
  @SerializeOptions({ schema: catalogueVu })
  @ApiOperation({ summary: 'Pièces de la liste réglementaire, formats et limites' })
  @ApiOkResponse({ standardSchema: catalogueVu })
  lister(): z.input<typeof catalogueVu> {
    const { DEPOT_OCTETS_MAX, DEPOT_FICHIERS_MAX } = this.limites;
    return {
      formats: [...FORMATS],
      octetsMax: DEPOT_OCTETS_MAX,
      fichiersMax: DEPOT_FICHIERS_MAX,
      types: [...catalogue],
    };
  }
}

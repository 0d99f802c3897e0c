import { Controller, Get, Param, Query, SerializeOptions } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Autorise, identifiant, Moi, type SujetConnecte } from '../acces/index.js';
import { lireDossier, lireJournal, trouverDossier } from './dossier.policy.js';
import {
  type DossierTrouve,
  dossierTrouve,
  type DossierVu,
  dossierVu,
  type EntreeDuJournal,
  entreeDuJournal,
  pageDuJournal,
  recherche,
} from './dossier.schema.js';
import { Dossiers } from './dossiers.service.js';

@ApiTags('dossiers')
@ApiBearerAuth()
@Controller('api/v1/dossiers')
export class DossiersController {
  constructor(private readonly dossiers: Dossiers) {}

  @Get()
  @Autorise(trouverDossier)
  @SerializeOptions({ schema: dossierTrouve })
  @ApiOperation({ summary: 'Trouver un dossier par son numéro unique (le sien, sans numéro, pour un demandeur)' })
  @ApiQuery({ name: 'numeroUnique', required: false, example: '059112300004259350' })
  @ApiOkResponse({ standardSchema: z.array(dossierTrouve) })
  rechercher(
    @Moi() sujet: SujetConnecte,
    @Query({ schema: recherche }) { numeroUnique }: z.infer<typeof recherche>,
  ): Promise<DossierTrouve[]> {
    return this.dossiers.rechercher(sujet, numeroUnique);
  }

  @Get(':id')
  @Autorise(lireDossier)
  @SerializeOptions({ schema: dossierVu })
  @ApiOperation({ summary: 'Lire un dossier : demandes, personnes, pièces' })
  @ApiOkResponse({ standardSchema: dossierVu })
  lire(@Moi() sujet: SujetConnecte, @Param('id') id: string): Promise<DossierVu> {
    return this.dossiers.lire(sujet, identifiant(id));
  }

  @Get(':id/journal')
  @Autorise(lireJournal)
  @SerializeOptions({ schema: entreeDuJournal })
  @ApiOperation({ summary: 'Qui a consulté mon dossier, quand et pourquoi' })
  @ApiOkResponse({ standardSchema: z.array(entreeDuJournal) })
  @ApiQuery({
    name: 'avant',
    required: false,
    description: 'Rang avant lequel lire : celui de la dernière entrée reçue',
  })
  journal(
    @Moi() sujet: SujetConnecte,
    @Param('id') id: string,
    @Query({ schema: pageDuJournal }) { avant }: z.infer<typeof pageDuJournal>,
  ): Promise<EntreeDuJournal[]> {
    return this.dossiers.journalDe(sujet, identifiant(id), avant);
  }
}

import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  SerializeOptions,
  StreamableFile,
} from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Autorise,
  identifiant,
  Moi,
  ouvrirConsultation,
  suivreConsultation,
  type SujetConnecte,
} from '../acces/index.js';
import { exporterDossier } from './dossier.policy.js';
import {
  type ConsultationOuverte,
  consultationOuverte,
  ouvertureConsultation,
  type OuvertureConsultation,
} from './dossier.schema.js';
import { Dossiers } from './dossiers.service.js';
import { Restitutions } from './restitutions.service.js';

@ApiTags('consultations')
@ApiBearerAuth()
@Controller('api/v1/consultations')
export class ConsultationsController {
  constructor(
    private readonly dossiers: Dossiers,
    private readonly restitutions: Restitutions,
  ) {}

  @Post()
  @Autorise(ouvrirConsultation)
  @SerializeOptions({ schema: consultationOuverte })
  @ApiOperation({ summary: 'Ouvrir un dossier, pour une finalité et 30 minutes au plus' })
  @ApiCreatedResponse({ standardSchema: consultationOuverte })
  ouvrir(
    @Moi() sujet: SujetConnecte,
    @Body({ schema: ouvertureConsultation }) demande: OuvertureConsultation,
  ): Promise<ConsultationOuverte> {
    return this.dossiers.consulter(sujet, demande);
  }

  @Delete(':id')
  @HttpCode(204)
  @Autorise(suivreConsultation)
  @ApiOperation({ summary: 'Refermer le dossier' })
  clore(@Moi() sujet: SujetConnecte, @Param('id') id: string): Promise<void> {
    return this.dossiers.clore(sujet, identifiant(id));
  }

  @Get(':id/dossier.pdf')
  @Autorise(exporterDossier)
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'Télécharger le dossier en un seul PDF, marqué au nom du lecteur' })
  @ApiOkResponse({ content: { 'application/pdf': {} } })
  async pdf(@Moi() sujet: SujetConnecte, @Param('id') id: string): Promise<StreamableFile> {
    const { contenu, octets } = await this.restitutions.pdf(sujet, identifiant(id));
    return new StreamableFile(contenu, {
      type: 'application/pdf',
      disposition: 'attachment; filename="dossier.pdf"',
      length: octets,
    });
  }
}

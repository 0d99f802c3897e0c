import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { WebModule } from '../app.module.js';
import { createAdapter } from '../platform/http/index.js';

const PROBLEME = {
  'application/problem+json': {
    schema: {
      type: 'object',
      required: ['type', 'title', 'status', 'code', 'instance'],
      properties: {
        type: { type: 'string', example: 'about:blank' },
        title: { type: 'string', description: 'Ce qui ne va pas et ce qu’il faut faire, en clair' },
        status: { type: 'integer' },
        code: { type: 'string', example: 'dossier.introuvable', description: 'Code stable du refus' },
        champs: {
          type: 'array',
          items: { type: 'object', properties: { champ: { type: 'string' }, message: { type: 'string' } } },
        },
        instance: { type: 'string', description: 'Identifiant de la requête, à donner au support' },
      },
    },
  },
};

/** The description of the API, from the routes and the schemas that validate them. Nothing is started nor reached. */
export const openapi = async (): Promise<string> => {
  const app = await NestFactory.create<NestFastifyApplication>(WebModule, await createAdapter({ trustProxy: 0 }), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  const description = new DocumentBuilder()
    .setTitle('Dossier unique numérique')
    .setDescription(
      'Déposer une seule fois les pièces d’une demande de logement social, et les lire sous contrôle d’accès.',
    )
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .addGlobalResponse({ status: 'default', description: 'Refus (RFC 9457)', content: PROBLEME })
    .build();
  return `${JSON.stringify(SwaggerModule.createDocument(app, description), null, 2)}\n`;
};

import { applyDecorators, createParamDecorator, type ExecutionContext, Get, Header, SetMetadata } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { processConfig } from '../platform/config/index.js';
import type { Contexte } from '../ui/index.js';
import type { RequeteConnectee } from './autorise.decorator.js';
import { menuDe } from './menu.rules.js';

export const PAGE = 'acces:page';

/** A page of the site: HTML, never kept by a cache that others share. */
export const PageHtml = (chemin: string): MethodDecorator =>
  applyDecorators(
    Get(chemin),
    SetMetadata(PAGE, chemin),
    ApiExcludeEndpoint(),
    Header('content-type', 'text/html; charset=utf-8'),
    Header('cache-control', 'private, no-store'),
  );

/** What the frame of a page needs to know of the request; an announcement is read once. */
export const contexteDe = (requete: RequeteConnectee): Contexte => {
  const { identite, csrf = '', annonce } = requete.session;
  if (annonce) delete requete.session.annonce;
  return {
    chemin: requete.url.split('?')[0] ?? '/',
    nom: identite?.nomAffiche ?? null,
    menu: menuDe(requete.sujet),
    csrf,
    demonstration: processConfig.read().MODE === 'demonstration',
    annonce,
  };
};

/** The frame of the page that answers this request. */
export const Cadre = createParamDecorator((_: unknown, context: ExecutionContext): Contexte =>
  contexteDe(context.switchToHttp().getRequest<RequeteConnectee>()),
);

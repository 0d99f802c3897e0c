import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { connexionRequise } from './acces.errors.js';
import type { Politique } from './politique.js';
import type { SujetConnecte } from './sujet.js';

export const POLITIQUE = 'acces:politique';
export const OUVERT = 'acces:ouvert';

/** The policy a route is under. A route with neither this nor `@Ouvert()` refuses to start. */
export const Autorise = (politique: Politique): MethodDecorator => SetMetadata(POLITIQUE, politique);

/** A route for everybody: it touches no dossier. */
export const Ouvert = (): MethodDecorator & ClassDecorator => SetMetadata(OUVERT, true);

export type RequeteConnectee = FastifyRequest & { sujet?: SujetConnecte };

/** The signed-in sujet of the request. */
export const Moi = createParamDecorator((_: unknown, context: ExecutionContext): SujetConnecte => {
  const { sujet } = context.switchToHttp().getRequest<RequeteConnectee>();
  if (!sujet) throw connexionRequise();
  return sujet;
});

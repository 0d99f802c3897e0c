import { StandardSchemaSerializerInterceptor, StandardSchemaValidationPipe } from '@nestjs/common';
import { APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ConnectionsAtStop } from './connections.js';
import { type Problem, problem } from './problem.js';

const requeteInvalide = problem(
  'requete.invalide',
  400,
  'Certains champs manquent ou ne sont pas remplis correctement. Corrigez-les et recommencez.',
);

type Segment = PropertyKey | { readonly key: PropertyKey };
const nameOf = (segment: Segment): string => String(typeof segment === 'object' ? segment.key : segment);

interface Issue {
  readonly message: string;
  readonly path?: readonly Segment[] | undefined;
}

/** The refusal of a form, with what is wrong field by field. */
export const champsInvalides = (issues: readonly Issue[]): Problem =>
  requeteInvalide({
    champs: issues.map(({ path, message }) => ({ champ: (path ?? []).map(nameOf).join('.'), message })),
  });

/** Without the pipe no schema is applied at all, without the interceptor unknown keys would leave in answers. */
export const httpProviders = [
  {
    provide: APP_PIPE,
    useFactory: () => new StandardSchemaValidationPipe({ exceptionFactory: champsInvalides }),
  },
  { provide: APP_INTERCEPTOR, useClass: StandardSchemaSerializerInterceptor },
  ConnectionsAtStop,
];

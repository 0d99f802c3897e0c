import { StandardSchemaSerializerInterceptor, StandardSchemaValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { problem } from './problem.js';
import { ProblemFilter } from './problem.filter.js';

const champsInvalides = problem(
  'requete.invalide',
  400,
  'Certains champs manquent ou ne sont pas remplis correctement. Corrigez-les et recommencez.',
);

type Segment = PropertyKey | { readonly key: PropertyKey };
const nameOf = (segment: Segment): string => String(typeof segment === 'object' ? segment.key : segment);

/** Without the pipe no schema is applied at all, without the interceptor unknown keys would leave in answers. */
export const httpProviders = [
  {
    provide: APP_PIPE,
    useFactory: () =>
      new StandardSchemaValidationPipe({
        exceptionFactory: (issues) =>
          champsInvalides({
            champs: issues.map(({ path, message }) => ({ champ: (path ?? []).map(nameOf).join('.'), message })),
          }),
      }),
  },
  { provide: APP_INTERCEPTOR, useClass: StandardSchemaSerializerInterceptor },
  { provide: APP_FILTER, useClass: ProblemFilter },
];

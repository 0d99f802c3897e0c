import { z } from 'zod';

/** Every demonstration secret carries this word, so that production can refuse them all (ASVS 13.2.3). */
export const DEMONSTRATION = 'demonstration';

export type Environment = Record<string, string | undefined>;

/** One module's settings: variable name → zod schema with `.describe()` and, where there is one, a default. */
export interface Section<S extends z.ZodRawShape = z.ZodRawShape> {
  readonly title: string;
  readonly shape: S;
  /** Reads and checks the section. An empty variable counts as absent, as `docker compose` passes unset ones that way. */
  read(env?: Environment): z.infer<z.ZodObject<S>>;
}

export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Configuration refusée :\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
}

/** A value that must not be left at its default, nor at any demonstration value, in production. */
export const secret = (demonstrationValue: string) =>
  z.string().min(1).default(demonstrationValue).meta({ secret: true });

export const isSecret = (schema: z.ZodType): boolean =>
  (schema.meta() as { secret?: boolean } | undefined)?.secret === true;

const withoutEmpty = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));

export const section = <S extends z.ZodRawShape>(title: string, shape: S): Section<S> => ({
  title,
  shape,
  read: (env = process.env) => {
    const result = z.object(shape).safeParse(withoutEmpty(env));
    if (!result.success) {
      throw new ConfigurationError(result.error.issues.map((issue) => `${issue.path.join('.')} : ${issue.message}`));
    }
    return result.data;
  },
});

/** Checks every section at once, so that an operator sees the whole list of what is wrong and not its first line. */
export const checkSections = (sections: readonly Section[], env: Environment = process.env): void => {
  const problems: string[] = [];
  const production = (env['MODE'] || 'production') === 'production';
  for (const one of sections) {
    try {
      const values: Record<string, unknown> = one.read(env);
      for (const [name, schema] of Object.entries(one.shape)) {
        if (production && isSecret(schema as z.ZodType) && String(values[name]).includes(DEMONSTRATION)) {
          problems.push(`${name} : la valeur de démonstration est interdite en production, donnez un secret à vous`);
        }
      }
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
};

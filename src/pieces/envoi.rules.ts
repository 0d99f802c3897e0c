import type { FastifyRequest } from 'fastify';
import { envoiNonFormulaire, fichierTropVolumineux } from './depot.errors.js';
import type { Partie } from './reception.service.js';

const FORM_OVERHEAD = 64 * 1024;

export interface LimitesEnvoi {
  DEPOT_OCTETS_MAX: number;
  DEPOT_FICHIERS_MAX: number;
}

/** The parts of a deposit form, as they come, under the announced limits. */
export const partiesDe = (requete: FastifyRequest, limites: LimitesEnvoi): AsyncIterable<Partie> => {
  const { DEPOT_OCTETS_MAX, DEPOT_FICHIERS_MAX } = limites;
  if (!requete.isMultipart()) throw envoiNonFormulaire();
  const annonce = Number(requete.headers['content-length'] ?? 0);
  if (annonce > DEPOT_OCTETS_MAX * DEPOT_FICHIERS_MAX + FORM_OVERHEAD)
    throw fichierTropVolumineux({ octetsMax: DEPOT_OCTETS_MAX });
  return requete.parts({
    limits: {
      fileSize: DEPOT_OCTETS_MAX + 1,
      files: DEPOT_FICHIERS_MAX + 1,
      fields: 50,
      fieldSize: 2_000,
      fieldNameSize: 100,
    },
  });
};

/** Keeps what was typed, so that a refused form is shown again as it was. */
export type Saisie = Map<string, string[]>;

/**
 * The parts of a form of our pages: no byte of a file is read before the token of the session was seen (ASVS 3.5.1).
 * A browser sends an empty part for a file field that was left empty.
 */
export async function* partiesVerifiees(
  parties: AsyncIterable<Partie>,
  verifier: (jeton: string) => void,
  saisie: Saisie,
): AsyncIterable<Partie> {
  let verifie = false;
  for await (const partie of parties) {
    if (partie.type === 'field') {
      const valeur = String(partie.value);
      if (partie.fieldname === '_csrf') {
        verifier(valeur);
        verifie = true;
        continue;
      }
      saisie.set(partie.fieldname, [...(saisie.get(partie.fieldname) ?? []), valeur]);
      if (valeur !== '') yield partie;
      continue;
    }
    if (!verifie) verifier('');
    if (partie.filename) yield partie;
    else partie.file.resume();
  }
  if (!verifie) verifier('');
}

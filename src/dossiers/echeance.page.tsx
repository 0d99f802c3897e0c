import { LIBELLES_FINALITES } from '../acces/index.js';
import { enHeure } from '../referentiel/index.js';
import type { Contexte } from '../ui/index.js';
import type { ConsultationSuivie } from './dossier.schema.js';

/** How long the dossier stays open; `islands/echeance.ts` counts down on it. */
export const Echeance = ({ contexte, suivie }: { contexte: Contexte; suivie: ConsultationSuivie }) => (
  <div class="dun-echeance dun-ligne" data-echeance={suivie.expireLe.toISOString()}>
    <p>
      Ouvert pour : {LIBELLES_FINALITES[suivie.finalite]}. Se referme à <strong>{enHeure(suivie.expireLe)}</strong>
      <span data-reste />.
    </p>
    <form method="post" action={`/consultation/${suivie.id}/fin`} class="dun-sans-impression">
      <input type="hidden" name="_csrf" value={contexte.csrf} />
      <button class="fr-btn fr-btn--secondary fr-btn--sm">Terminer la consultation</button>
    </form>
    <p class="dun-echeance-alerte" data-alerte role="status" />
  </div>
);

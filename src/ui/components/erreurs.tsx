export interface ErreurDeChamp {
  /** `id` of the field, so that the summary leads to it. */
  champ: string;
  message: string;
}

/** The list of what to correct, at the top of a form; it takes the focus when the page opens. */
export const ResumeErreurs = ({ erreurs }: { erreurs: readonly ErreurDeChamp[] }) =>
  erreurs.length === 0 ? null : (
    <div class="fr-alert fr-alert--error fr-mb-3w" id="erreurs" tabIndex={-1} autoFocus role="alert">
      <h2 class="fr-alert__title">
        {erreurs.length === 1 ? 'Un point à corriger' : `${erreurs.length} points à corriger`}
      </h2>
      <ul>
        {erreurs.map(({ champ, message }) => (
          <li>
            <a href={`#${champ}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  );

export const erreurDe = (erreurs: readonly ErreurDeChamp[], champ: string): string | undefined =>
  erreurs.find((erreur) => erreur.champ === champ)?.message;

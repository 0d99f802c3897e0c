interface Props {
  id: string;
  legende: string;
  choix: readonly { valeur: string; libelle: string; aide?: string }[];
  valeur?: string | undefined;
  erreur?: string | undefined;
}

/** One answer among a few, all of them in sight. The first radio carries the `id`, where the error summary leads. */
export const ChampRadios = ({ id, legende, choix, valeur, erreur }: Props) => (
  <fieldset
    class={`fr-fieldset${erreur ? ' fr-fieldset--error' : ''}`}
    aria-labelledby={`${id}-legende${erreur ? ` ${id}-erreur` : ''}`}
  >
    <legend class="fr-fieldset__legend" id={`${id}-legende`}>
      {legende}
    </legend>
    {choix.map((un, rang) => {
      const cle = rang === 0 ? id : `${id}-${rang + 1}`;
      return (
        <div class="fr-fieldset__element">
          <div class="fr-radio-group">
            <input type="radio" id={cle} name={id} value={un.valeur} checked={un.valeur === valeur} required />
            <label class="fr-label" for={cle}>
              {un.libelle}
              {un.aide && <span class="fr-hint-text">{un.aide}</span>}
            </label>
          </div>
        </div>
      );
    })}
    {erreur && (
      <div class="fr-messages-group">
        <p class="fr-message fr-message--error" id={`${id}-erreur`}>
          {erreur}
        </p>
      </div>
    )}
  </fieldset>
);

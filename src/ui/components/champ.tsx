import type { ComponentChildren } from 'preact';

interface Commun {
  id: string;
  libelle: string;
  aide?: string | undefined;
  erreur?: string | undefined;
}

const decrit = ({ id, aide, erreur }: Commun): string | undefined =>
  [aide && `${id}-aide`, erreur && `${id}-erreur`].filter(Boolean).join(' ') || undefined;

const Enveloppe = ({
  genre,
  children,
  ...commun
}: Commun & { genre: 'input' | 'select' | 'upload'; children: ComponentChildren }) => (
  <div class={`fr-${genre}-group fr-mb-3w${commun.erreur ? ` fr-${genre}-group--error` : ''}`}>
    <label class="fr-label" for={commun.id}>
      {commun.libelle}
      {commun.aide && (
        <span class="fr-hint-text" id={`${commun.id}-aide`}>
          {commun.aide}
        </span>
      )}
    </label>
    {children}
    {commun.erreur && (
      <p class="fr-error-text" id={`${commun.id}-erreur`}>
        {commun.erreur}
      </p>
    )}
  </div>
);

interface Texte extends Commun {
  type?: 'text' | 'date' | 'search';
  valeur?: string | undefined;
  requis?: boolean;
  autofocus?: boolean;
  autocomplete?: string;
  inputMode?: 'numeric' | 'text';
}

export const ChampTexte = ({ type = 'text', valeur, requis, autofocus, autocomplete, inputMode, ...commun }: Texte) => (
  <Enveloppe genre="input" {...commun}>
    <input
      class={`fr-input${commun.erreur ? ' fr-input--error' : ''}`}
      id={commun.id}
      name={commun.id}
      {...({ type } as { type: 'text' })}
      value={valeur}
      required={requis}
      autofocus={autofocus}
      autocomplete={autocomplete ?? 'off'}
      inputMode={inputMode}
      aria-describedby={decrit(commun)}
      aria-invalid={commun.erreur ? true : undefined}
    />
  </Enveloppe>
);

export interface Option {
  valeur: string;
  libelle: string;
  /** Title of the group it stands in. */
  groupe?: string;
}

const options = (liste: readonly Option[], choisie: string | undefined) =>
  liste.map(({ valeur, libelle }) => (
    <option value={valeur} selected={valeur === choisie}>
      {libelle}
    </option>
  ));

interface Choix extends Commun {
  valeur?: string | undefined;
  invite: string;
  choix: readonly Option[];
  requis?: boolean;
  autofocus?: boolean;
}

export const ChampChoix = ({ valeur, invite, choix, requis, autofocus, ...commun }: Choix) => {
  const groupes = [...new Set(choix.map(({ groupe }) => groupe))];
  return (
    <Enveloppe genre="select" {...commun}>
      <select
        class={`fr-select${commun.erreur ? ' fr-select--error' : ''}`}
        id={commun.id}
        name={commun.id}
        required={requis}
        autofocus={autofocus}
        aria-describedby={decrit(commun)}
        aria-invalid={commun.erreur ? true : undefined}
      >
        <option value="">{invite}</option>
        {groupes.map((groupe) =>
          groupe ? (
            <optgroup label={groupe}>
              {options(
                choix.filter((option) => option.groupe === groupe),
                valeur,
              )}
            </optgroup>
          ) : (
            options(
              choix.filter((option) => !option.groupe),
              valeur,
            )
          ),
        )}
      </select>
    </Enveloppe>
  );
};

interface Fichiers extends Commun {
  formats: readonly string[];
  requis?: boolean;
}

export const ChampFichiers = ({ formats, requis, ...commun }: Fichiers) => (
  <Enveloppe genre="upload" {...commun}>
    <input
      class="fr-upload"
      id={commun.id}
      name={commun.id}
      type="file"
      multiple
      accept={formats.join(',')}
      required={requis}
      aria-describedby={decrit(commun)}
      aria-invalid={commun.erreur ? true : undefined}
    />
  </Enveloppe>
);

import type { ComponentChildren } from 'preact';

interface Props {
  genre: 'info' | 'success' | 'warning' | 'error';
  titre: string;
  children?: ComponentChildren;
}

export const Alerte = ({ genre, titre, children }: Props) => (
  <div class={`fr-alert fr-alert--${genre} fr-mb-3w`}>
    <p class="fr-alert__title">{titre}</p>
    {children}
  </div>
);

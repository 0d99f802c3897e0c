export { DOSSIER_ASSETS, PREFIXE_ASSETS } from './adresses.js';
export { Alerte } from './components/alerte.js';
export { ChampChoix, ChampFichiers, ChampTexte, type Option } from './components/champ.js';
export { erreurDe, type ErreurDeChamp, ResumeErreurs } from './components/erreurs.js';
export { ChampRadios } from './components/radios.js';
export { Vignette } from './components/vignette.js';
export { type Contexte, type Menu, Page } from './layout.js';
export { rendre } from './rendre.js';

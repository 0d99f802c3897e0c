import { enJour } from '../referentiel/index.js';
import type { DossierVu } from './dossier.schema.js';

type Personne = DossierVu['personnes'][number];
type Demande = DossierVu['demandes'][number];

const ROLES: Record<Personne['role'], string> = {
  demandeur: 'demandeur',
  conjoint: 'conjoint',
  codemandeur: 'codemandeur',
  personne_a_charge: 'personne à charge',
};

export const Menage = ({ personnes }: { personnes: readonly Personne[] }) => (
  <section>
    <h2 class="fr-h4">Ménage</h2>
    <ul>
      {personnes.map(({ prenom, nom, role, naissance }) => (
        <li>
          <strong>
            {prenom} {nom}
          </strong>
          , {ROLES[role]}, naissance le {enJour(new Date(naissance))}
        </li>
      ))}
    </ul>
  </section>
);

/** `059112300004259350` is read and typed by groups: territory, month and year, rank, guichet. */
const parGroupes = (numero: string): string => numero.replace(/^(.{3})(.{4})(.{6})(.{5})$/, '$1 $2 $3 $4');

export const Demandes = ({
  demandes,
  communes,
}: {
  demandes: readonly Demande[];
  communes: ReadonlyMap<string, string>;
}) => (
  <section>
    <h2 class="fr-h4">{demandes.length > 1 ? 'Demandes' : 'Demande'}</h2>
    {demandes.map(({ numeroUnique, deposeeLe, etat, communes: voulues }) => (
      <ul>
        <li>Numéro unique : {parGroupes(numeroUnique)}</li>
        <li>
          Déposée le {enJour(new Date(deposeeLe))}
          {etat === 'RADIEE' && ' (radiée)'}
        </li>
        <li>Communes souhaitées : {[...new Set(voulues)].map((code) => communes.get(code) ?? code).join(', ')}</li>
      </ul>
    ))}
  </section>
);

import type { Personne } from '../demandes/index.js';
import { etatEnClair, type PieceAMoi } from '../pieces/index.js';
import { enInstant, enJour } from '../referentiel/index.js';
import { Alerte, type Contexte, Page } from '../ui/index.js';
import { enPages } from './consultation-pieces.page.js';
import type { EntreeDuJournal } from './dossier.schema.js';
import { BadgeEtat, nomsDesPersonnes } from './piece-carte.page.js';

interface Props {
  contexte: Contexte;
  aMoi: PieceAMoi;
  personnes: readonly Personne[];
  lectures: readonly EntreeDuJournal[];
}

const Fil = () => (
  <p>
    <a class="fr-link" href="/dossier">
      Mon dossier
    </a>
  </p>
);

const Telecharger = ({ aMoi: { piece, originaux } }: { aMoi: PieceAMoi }) => {
  const prets = piece.fichiers.filter(({ etat }) => etat === 'PRET');
  if (prets.length === 0 || piece.etat === 'RETIREE') return null;
  return (
    <section>
      <h2 class="fr-h4">Télécharger</h2>
      <ul>
        {prets.map(({ rang, nom }) => (
          <li>
            <a href={`/pieces/${piece.id}/pdf/${rang}`} download>
              {prets.length > 1 ? `Fichier ${rang}, PDF vérifié` : 'Le PDF vérifié'}
            </a>
            {originaux.includes(rang) && (
              <>
                {' '}
                ou{' '}
                <a href={`/pieces/${piece.id}/original/${rang}`} download>
                  le fichier que vous avez envoyé ({nom})
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
      {originaux.length > 0 && (
        <p class="fr-text--sm">
          Le fichier d’origine est effacé 30 jours après sa vérification. Le PDF vérifié reste dans votre dossier.
        </p>
      )}
    </section>
  );
};

const Actions = ({ aMoi: { piece, lue } }: { aMoi: PieceAMoi }) => {
  if (piece.etat !== 'EN_LIGNE' && piece.etat !== 'EN_PREPARATION') return null;
  return (
    <section class="dun-ligne fr-mb-3w">
      {piece.etat === 'EN_LIGNE' && (
        <a class="fr-btn" id="remplacer" href={`/dossier/depot?piece=${piece.id}`}>
          Remplacer
        </a>
      )}
      <a class="fr-btn fr-btn--secondary" id="retirer" href={`/pieces/${piece.id}/retirer`}>
        Retirer{lue && ' (déjà lue)'}
      </a>
    </section>
  );
};

const Lectures = ({ lectures }: { lectures: readonly EntreeDuJournal[] }) => (
  <section>
    <h2 class="fr-h4">Qui l’a lue</h2>
    {lectures.length === 0 ? (
      <p>Personne d’autre que vous n’a ouvert cette pièce.</p>
    ) : (
      <ul id="lectures">
        {lectures.map(({ le, organisme, role, agent, finalite }) => (
          <li>
            {enInstant(new Date(le))} : {organisme ?? 'un organisme'}
            {role && ` (${role})`}, agent {agent}, pour : {finalite ?? 'motif non précisé'}
          </li>
        ))}
      </ul>
    )}
  </section>
);

const Pages = ({ aMoi: { piece } }: { aMoi: PieceAMoi }) =>
  piece.pages === 0 || piece.etat === 'RETIREE' ? null : (
    <section>
      <h2 class="fr-h4">{enPages(piece.pages)}</h2>
      <ol class="dun-pages">
        {Array.from({ length: piece.pages }, (_, i) => (
          <li>
            <img
              class="dun-page"
              src={`/pieces/${piece.id}/pages/${i + 1}`}
              alt={`Page ${i + 1} sur ${piece.pages} — ${piece.libelle}`}
              loading={i === 0 ? 'eager' : 'lazy'}
            />
          </li>
        ))}
      </ol>
    </section>
  );

/** Her own pièce, whole. */
export const PagePiece = ({ contexte, aMoi, personnes, lectures }: Props) => {
  const { piece } = aMoi;
  const { genre, phrase } = etatEnClair(piece);
  return (
    <Page titre={piece.libelle} contexte={contexte}>
      <Fil />
      <h1>{piece.libelle}</h1>
      <p>
        <BadgeEtat piece={piece} />
      </p>
      <p>{phrase}</p>
      <ul>
        <li>Concerne : {nomsDesPersonnes(piece, personnes)}</li>
        <li>
          Déposée le {enInstant(new Date(piece.deposeeLe))}
          {piece.deposant === 'agent' && ` par un agent de ${piece.organisme ?? 'un guichet'}`}
        </li>
        {piece.enLigneLe && <li>Mise en ligne le {enJour(new Date(piece.enLigneLe))}</li>}
        {piece.remplaceePar && (
          <li>
            <a href={`/pieces/${piece.remplaceePar}`}>Voir la pièce qui l’a remplacée</a>
          </li>
        )}
      </ul>
      {genre === 'A_REFAIRE' && (
        <p>
          <a class="fr-btn" href={`/dossier/depot?piece=${piece.id}`}>
            Déposer de nouveau
          </a>
        </p>
      )}
      <Actions aMoi={aMoi} />
      <Telecharger aMoi={aMoi} />
      {(piece.etat !== 'RETIREE' || lectures.length > 0) && <Lectures lectures={lectures} />}
      <Pages aMoi={aMoi} />
    </Page>
  );
};

const Refus = ({ aMoi: { piece, lue } }: { aMoi: PieceAMoi }) => (
  <>
    <Alerte genre="warning" titre={lue ? 'Cette pièce a déjà été lue' : 'Cette pièce n’est plus dans votre dossier'}>
      <p>
        {lue
          ? 'Un organisme l’a ouverte pour étudier votre demande. Pour que sa décision reste explicable, elle reste dans votre historique. Vous pouvez la remplacer : seule la nouvelle sera montrée.'
          : 'Il n’y a rien à retirer.'}
      </p>
    </Alerte>
    <p class="dun-ligne">
      {lue && piece.etat === 'EN_LIGNE' && (
        <a class="fr-btn" href={`/dossier/depot?piece=${piece.id}`}>
          Remplacer cette pièce
        </a>
      )}
      <a class="fr-link" href={`/pieces/${piece.id}`}>
        Revenir à la pièce
      </a>
    </p>
  </>
);

/** Asked once more, for nothing of it can be brought back; or why it cannot be done. */
export const PageConfirmation = ({ contexte, aMoi }: Pick<Props, 'contexte' | 'aMoi'>) => {
  const { piece, lue } = aMoi;
  const possible = !lue && (piece.etat === 'EN_LIGNE' || piece.etat === 'EN_PREPARATION');
  return (
    <Page titre="Retirer une pièce" contexte={contexte}>
      <Fil />
      <h1>Retirer une pièce</h1>
      <p class="fr-text--lead">{piece.libelle}</p>
      {possible ? (
        <form method="post" action={`/pieces/${piece.id}/retirer`} id="retrait">
          <input type="hidden" name="_csrf" value={contexte.csrf} />
          <p>
            Personne d’autre que vous ne l’a lue. Si vous la retirez, ses fichiers sont détruits et ne pourront pas être
            récupérés.
          </p>
          <div class="dun-ligne">
            <button class="fr-btn">Retirer et détruire</button>
            <a class="fr-link" href={`/pieces/${piece.id}`}>
              Garder la pièce
            </a>
          </div>
        </form>
      ) : (
        <Refus aMoi={aMoi} />
      )}
    </Page>
  );
};

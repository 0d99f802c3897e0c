import {
  avisImposition,
  bulletinSalaire,
  carteIdentiteRecto,
  carteIdentiteVerso,
  eicar,
  eicarDansPdf,
  eicarZip,
  scanPdf,
} from '../demonstration/documents.mjs';
import { client } from '../demonstration/client.mjs';

/**
 * The main job, by API, as three people do it: a person deposits, a guichet scans for her, a bailleur takes the file
 * away, and she sees who read what. Each step says what it did; the first that does not hold ends the journey.
 */
const PATIENCE_MS = 60_000;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class StepFailed extends Error {}

const check = (condition, message) => {
  if (!condition) throw new StepFailed(message);
};

async function settled(who, id) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(200)) {
    const { body } = await who.get(`/pieces/${id}`);
    if (body.etat !== 'EN_PREPARATION') return body;
  }
  throw new StepFailed('la vérification de la pièce ne s’est pas terminée en une minute');
}

const jpeg = (name, bytes) => ({ name, type: 'image/jpeg', bytes });
const png = (name, bytes) => ({ name, type: 'image/png', bytes });
const pdf = (name, bytes) => ({ name, type: 'application/pdf', bytes });
const size = (bytes) => `${Math.round(bytes / 1024).toLocaleString('fr-FR')} ko`;

/** Deposits and waits for the end; a second demo on the same data finds the same bytes already there. */
async function depositOnline({ who, dossier, fields, files }) {
  const { status, body } = await who.deposit(dossier, fields, files);
  if (status === 409 && body.code === 'fichier.deja_depose') return { ...(await settled(who, body.piece)), deja: true };
  check(status === 202, `dépôt refusé (${status}) : ${body.title}`);
  const piece = await settled(who, body.id);
  check(piece.etat === 'EN_LIGNE', `la pièce n’est pas en ligne : ${piece.motif?.message ?? piece.etat}`);
  return piece;
}

const told = (piece) => `${piece.libelle} : ${piece.deja ? 'déjà déposée' : 'en ligne'}, ${piece.pages} page(s)`;

async function findOwnDossier({ amina, memory }) {
  const { body } = await amina.get('/dossiers');
  check(body.length === 1, 'Amina ne trouve pas son dossier');
  [memory.dossier] = body;
  return `numéro unique ${memory.dossier.numeroUnique}`;
}

async function depositIdentityCard({ amina, memory }) {
  const files = [jpeg('recto.jpg', await carteIdentiteRecto()), jpeg('verso.jpg', await carteIdentiteVerso())];
  const piece = await depositOnline({ who: amina, dossier: memory.dossier.id, fields: { type: 'IDENTITE_FR' }, files });
  check(piece.pages === 2, 'recto et verso ne font pas deux pages');
  memory.identity = piece;
  return told(piece);
}

async function depositTaxNotice({ amina, memory }) {
  const files = [pdf('avis.pdf', await avisImposition())];
  const piece = await depositOnline({
    who: amina,
    dossier: memory.dossier.id,
    fields: { type: 'AVIS_IMPOSITION_N2' },
    files,
  });
  check(piece.pages > 1, 'le PDF a perdu des pages');
  return told(piece);
}

async function depositPayslip({ amina, memory }) {
  const files = [png('bulletin.png', await bulletinSalaire())];
  return told(
    await depositOnline({ who: amina, dossier: memory.dossier.id, fields: { type: 'BULLETINS_SALAIRE' }, files }),
  );
}

async function lookAtPage({ amina, memory }) {
  const { status, headers, body } = await amina.get(`/pieces/${memory.identity.id}/pages/2/apercu`);
  check(status === 200 && headers.get('content-type').startsWith('image/'), `aperçu refusé (${status})`);
  return `verso de la carte, image de ${size(body.byteLength)}`;
}

async function refuseViruses({ amina, memory }) {
  const virus = [
    { title: 'PDF avec virus en pièce jointe', file: pdf('piege.pdf', await eicarDansPdf()) },
    { title: 'virus nu', file: jpeg('photo.jpg', eicar()) },
    { title: 'virus dans un ZIP', file: { name: 'photos.zip', type: 'application/zip', bytes: eicarZip() } },
  ];
  const answers = [];
  for (const { title, file } of virus) {
    const { status, body } = await amina.deposit(memory.dossier.id, { type: 'CARTE_ETUDIANT' }, [file]);
    check(status === 202, `réponse inattendue (${status}) au dépôt : ${title}`);
    const piece = await settled(amina, body.id);
    check(piece.fichiers[0].etat === 'INFECTE', `${title} : ${piece.fichiers[0].etat} au lieu d’INFECTE`);
    answers.push(`${title} : mis à l’écart`);
  }
  return answers.join(' ; ');
}

async function guichetDeposits({ claire, memory }) {
  const opened = await claire.post('/consultations', {
    numeroUnique: memory.dossier.numeroUnique,
    nom: 'BENALI',
    finalite: 'INSTRUCTION',
  });
  check(opened.status === 201, `le guichet n’ouvre pas le dossier (${opened.status})`);
  const { id, dossier } = opened.body;
  const personnes = dossier.personnes[0].id;
  const fields = { type: 'PENSION_RETRAITE_INVALIDITE', personnes, recueLe: new Date().toISOString().slice(0, 10) };
  const piece = await depositOnline({
    who: claire,
    dossier: dossier.id,
    fields,
    files: [pdf('scan.pdf', await scanPdf(3))],
  });
  await claire.delete(`/consultations/${id}`);
  return `${told(piece)}, numérisée par ${piece.organisme}`;
}

const told404 = ({ status, body }) => JSON.stringify([status, body.type, body.code, body.title, Object.keys(body)]);

async function strangersSeeNothing({ sarah, louis, memory }) {
  const ask = (numeroUnique) => sarah.post('/consultations', { numeroUnique, nom: 'Benali', finalite: 'ATTRIBUTION' });
  const foreign = await ask(memory.dossier.numeroUnique);
  const unknown = await ask(`${memory.dossier.numeroUnique.slice(0, 7)}999999${memory.dossier.numeroUnique.slice(13)}`);
  check(
    foreign.status === 404 && told404(foreign) === told404(unknown),
    'un organisme sans droit distingue un dossier d’un inconnu',
  );
  const neighbour = await louis.get(`/dossiers/${memory.dossier.id}`);
  check(neighbour.status === 404, 'un autre demandeur lit le dossier');
  return 'même réponse pour un dossier hors territoire et pour un numéro inconnu';
}

async function bailleurTakesFile({ ines, memory }) {
  const opened = await ines.post('/consultations', {
    numeroUnique: memory.dossier.numeroUnique,
    nom: 'Benali',
    finalite: 'ATTRIBUTION',
  });
  check(opened.status === 201, `le bailleur n’ouvre pas le dossier (${opened.status})`);
  const [first] = opened.body.dossier.pieces;
  const page = await ines.get(`/pieces/${first.id}/pages/1/apercu`);
  check(page.status === 200, `le bailleur ne voit pas une page (${page.status})`);
  const file = await ines.get(`/consultations/${opened.body.id}/dossier.pdf`);
  check(file.status === 200, `pas de PDF (${file.status}) : ${file.body.title ?? ''}`);
  const bytes = Buffer.from(file.body);
  check(bytes.subarray(0, 5).toString() === '%PDF-', 'ce qui arrive n’est pas un PDF');
  memory.pdf = bytes;
  return `${opened.body.dossier.pieces.length} pièces en un PDF de ${size(bytes.length)}`;
}

async function personReadsJournal({ amina, memory, log }) {
  const { status, body } = await amina.get(`/dossiers/${memory.dossier.id}/journal`);
  check(status === 200, `le journal ne s’ouvre pas (${status})`);
  const acts = new Set(body.map(({ acte }) => acte));
  for (const act of [
    'PIECE_DEPOSEE',
    'PIECE_EN_LIGNE',
    'PIECE_REFUSEE',
    'CONSULTATION_OUVERTE',
    'PIECE_LUE',
    'DOSSIER_EXPORTE',
  ])
    check(acts.has(act), `le journal ne dit rien de ${act}`);
  const hour = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'Europe/Paris' });
  for (const { le, phrase } of body.slice(0, 5)) log(`      ${hour.format(new Date(le))}  ${phrase}`);
  return `${body.length} entrées, les cinq dernières ci-dessus`;
}

const STEPS = [
  ['Amina (demandeuse) trouve son dossier', findOwnDossier],
  ['Amina dépose sa carte d’identité, deux photos', depositIdentityCard],
  ['Amina dépose son avis d’imposition, un PDF', depositTaxNotice],
  ['Amina dépose un bulletin de salaire, une image', depositPayslip],
  ['Amina regarde une page déposée', lookAtPage],
  ['Des fichiers infectés sont déposés', refuseViruses],
  ['Claire (guichet de Lille) numérise une pièce pour Amina', guichetDeposits],
  ['Sarah (bailleur d’Île-de-France) et Louis (voisin) essaient', strangersSeeNothing],
  ['Inès (bailleur du Nord) ouvre le dossier et le télécharge', bailleurTakesFile],
  ['Amina lit qui a consulté son dossier', personReadsJournal],
];

/** @returns true when every step held. */
export async function parcours({ web, comptes, log }) {
  const bearers = new Map(comptes.map(({ nomUtilisateur, bearer }) => [nomUtilisateur, bearer]));
  const as = (name) => client(`${web}/api/v1`, bearers.get(name));
  const world = {
    amina: as('amina'),
    louis: as('louis'),
    claire: as('claire.guichet'),
    ines: as('ines.bailleur'),
    sarah: as('sarah.idf'),
    memory: {},
    log,
  };
  log('\nLe parcours d’une pièce, du dépôt au PDF du bailleur :');
  for (const [index, [title, step]] of STEPS.entries()) {
    const number = String(index + 1).padStart(2);
    try {
      const account = await step(world);
      log(`  ${number}. ${title}\n      ✓ ${account}`);
    } catch (error) {
      log(`  ${number}. ${title}\n      ✗ ${error instanceof StepFailed ? error.message : error.stack}`);
      return false;
    }
  }
  log('Toutes les étapes ont tenu.');
  return true;
}

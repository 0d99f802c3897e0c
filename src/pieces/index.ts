export { abandonnerDepot, marquerRecus } from './depots.repository.js';
export { depotConfig } from './depot.config.js';
export { analyserFichier } from './fichier.job.js';
export { Fichier, type VerdictAntivirus } from './fichier.entity.js';
export { type GenreObjet, Objet } from './objet.entity.js';
export { Piece, PiecePersonne } from './piece.entity.js';
export { pieceVue } from './piece.schema.js';
export { PiecesModule } from './pieces.module.js';
export { Pieces } from './pieces.service.js';

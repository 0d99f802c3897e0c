import { Problem } from '../platform/http/index.js';
import { erreursDuDepot } from './depot-refuse.rules.js';

describe('a refused deposit', () => {
  it('names the field where it is corrected', () => {
    const champs = [{ champ: 'recueLe.0', message: 'Date attendue' }];
    expect(erreursDuDepot(new Problem('requete.invalide', 400, 'x', { champs }))).toEqual([
      { champ: 'recueLe', message: 'Date attendue' },
    ]);
    expect(erreursDuDepot(new Problem('piece.type_inconnu', 422, 'inconnu'))).toEqual([
      { champ: 'type', message: 'inconnu' },
    ]);
    expect(erreursDuDepot(new Problem('fichier.vide', 422, 'vide'))).toEqual([{ champ: 'fichiers', message: 'vide' }]);
  });

  it('tells a type without the right from a dossier that is not there', () => {
    const [erreur] = erreursDuDepot(new Problem('dossier.introuvable', 404, 'Aucun dossier'));
    expect(erreur?.champ).toBe('type');
    expect(erreur?.message).toContain('habilitation particulière');
  });
});

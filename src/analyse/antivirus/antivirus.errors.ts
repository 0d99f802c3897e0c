/** No verdict: the fichier stays in quarantine and the examination is tried again. Never means clean. */
export class AntivirusIndisponible extends Error {
  override readonly name = 'AntivirusIndisponible';
}

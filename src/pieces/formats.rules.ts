import { fileTypeFromBuffer } from 'file-type';
import { estAccepte, type Format } from '../referentiel/index.js';

/** A PDF header may stand a little after the start of the file (ISO 32000-1, annex H, note 13). */
const PDF_HEADER_WITHIN = 1024;
/** How much of the head of a file is needed to tell its format. */
export const HEAD_BYTES = 4100;

/** Whatever else it is, it goes through quarantine and antivirus before it is refused. */
const AUTRE = 'application/octet-stream';

/** The format told by the bytes themselves (ASVS 5.2.2). */
export const formatDe = async (head: Buffer): Promise<Format | typeof AUTRE> => {
  const type = (await fileTypeFromBuffer(head))?.mime;
  if (estAccepte(type)) return type;
  return type === undefined && head.subarray(0, PDF_HEADER_WITHIN).includes('%PDF-') && !head.includes('<html')
    ? 'application/pdf'
    : AUTRE;
};

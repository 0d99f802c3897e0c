/** The formats a person may deposit, told by content and never by name. */
export const FORMATS = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp'] as const;
export type Format = (typeof FORMATS)[number];

const acceptes = new Set<string>(FORMATS);

export const estAccepte = (type: string | undefined): type is Format => type !== undefined && acceptes.has(type);

/** Dates and hours as a person in France reads them. */
const jour = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' });
const instant = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Paris' });
const heure = new Intl.DateTimeFormat('fr-FR', { timeStyle: 'short', timeZone: 'Europe/Paris' });
const iso = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Europe/Paris' });

export const enJour = (date: Date): string => jour.format(date);
export const enInstant = (date: Date): string => instant.format(date);
export const enHeure = (date: Date): string => heure.format(date);
/** The calendar day in France, `2026-11-24`. */
export const jourIso = (date: Date): string => iso.format(date);

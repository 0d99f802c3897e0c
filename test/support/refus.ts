/** Everything of an answer that could tell one refusal from another: all but the date and the id of the request. */
export interface Refus {
  status: number;
  entetes: Record<string, string>;
  corps: unknown;
}

const VARIABLES = ['date'];

export const refusDe = async (reponse: Response): Promise<Refus> => {
  const texte = await reponse.text();
  const { instance, ...corps } = JSON.parse(texte || '{}') as Record<string, unknown>;
  return {
    status: reponse.status,
    entetes: Object.fromEntries([...reponse.headers].filter(([nom]) => !VARIABLES.includes(nom))),
    corps: { ...corps, instance: typeof instance === 'string' ? instance.replace(/[0-9a-f-]{36}/, 'x') : instance },
  };
};

import { readFile } from 'node:fs/promises';

const PAGE = 4096;

const residente = async (pid: string): Promise<number> => {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8');
  return Number(statm.split(' ')[1]) * PAGE;
};

const enfants = async (pid: string): Promise<string[]> => {
  const liste = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return liste.split(' ').filter(Boolean);
};

/** Resident bytes of a renderer and of the tool it runs; 0 once it is gone. */
export const memoireResidente = async (pid: number): Promise<number> => {
  try {
    const outils = await enfants(String(pid));
    const tailles = await Promise.all([String(pid), ...outils].map(residente));
    return tailles.reduce((somme, taille) => somme + taille, 0);
  } catch {
    return 0;
  }
};

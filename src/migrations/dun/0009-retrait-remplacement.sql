-- The person takes back a pièce that nobody else has read, or replaces one with another of the same type.
set local search_path to dun, public;

-- The pièce that this one takes the place of, once it is online itself; one candidate at a time.
alter table piece add remplace uuid references piece;
create unique index piece_remplace on piece (remplace) where etat <> 'RETIREE';

-- Only a pièce online, of the same dossier and of the same type, can be replaced.
create function piece_remplacable(p_ancienne uuid, p_dossier uuid, p_type text) returns boolean
language sql stable security definer set search_path = dun, pg_temp as $$
  select exists (
    select from piece where id = p_ancienne and dossier_id = p_dossier and type = p_type and etat = 'EN_LIGNE')
$$;

-- Read in a consultation, or taken away in a file: what was decided on it must stay explicable. Told to the person only.
create function piece_lue(p_piece uuid) returns boolean
language sql stable security definer set search_path = dun, pg_temp as $$
  select exists (select from piece where id = p_piece and dossier_id = any (mes_dossiers()))
    and (exists (select from lecture where piece_id = p_piece)
      or exists (select from restitution where pieces @> array[p_piece]))
$$;
create index restitution_pieces on restitution using gin (pieces);

-- RETIREE, and everything of it due for destruction. A first reading waits for the row, or is waited for.
create function piece_retirer(p_piece uuid) returns text
language plpgsql security definer set search_path = dun, pg_temp as $$
declare
  trouvee piece;
begin
  select * into trouvee from piece where id = p_piece and dossier_id = any (mes_dossiers()) for update;
  if not found then
    return 'INTROUVABLE';
  end if;
  if trouvee.etat not in ('EN_PREPARATION', 'EN_LIGNE')
    or exists (select from fichier where piece_id = p_piece and etat = 'ATTENDU') then
    return 'ETAT';
  end if;
  if piece_lue(p_piece) then
    return 'LUE';
  end if;
  update piece set etat = 'RETIREE', retiree_le = now(), motif_retrait = 'piece.retiree' where id = p_piece;
  update fichier set retire_le = now(), nom = 'fichier retiré',
    etat = case when etat in ('RECU', 'SAIN', 'A_EXAMINER') then 'ABANDONNE' else etat end,
    fin_le = case when etat in ('RECU', 'SAIN') then now() else fin_le end,
    motif = case when etat in ('RECU', 'SAIN', 'A_EXAMINER') then 'piece.retiree' else motif end
    where piece_id = p_piece;
  update objet set etat = 'A_DETRUIRE', a_detruire_le = now()
    where etat = 'PRESENT' and genre <> 'REFUS' and fichier_id in (select id from fichier where piece_id = p_piece);
  return 'RETIREE';
end $$;

grant create on schema dun to dun_faits;
alter function piece_remplacable(uuid, uuid, text) owner to dun_faits;
alter function piece_lue(uuid) owner to dun_faits;
alter function piece_retirer(uuid) owner to dun_faits;
revoke create on schema dun from dun_faits;
revoke execute on function piece_remplacable(uuid, uuid, text), piece_lue(uuid), piece_retirer(uuid) from public;
grant execute on function piece_remplacable(uuid, uuid, text), piece_lue(uuid), piece_retirer(uuid) to dun_web;

drop policy depot on piece;
create policy depot on piece for insert to dun_web with check (
  etat = 'EN_PREPARATION' and deposee_le = now() and recue_le <= (now() at time zone 'Europe/Paris')::date
  and en_ligne_le is null and remplacee_le is null and remplacee_par is null and retiree_le is null and motif_retrait is null
  and (remplace is null or dun.piece_remplacable(remplace, dossier_id, type))
  and ((deposant = 'demandeur' and agent_id is null and organisme_id is null
      and dossier_id = any ((select dun.mes_dossiers())::uuid[]))
    or (deposant = 'agent' and agent_id = (select dun.mon_agent()) and organisme_id = (select dun.mon_organisme())
      and 'guichet' = any ((select dun.mes_roles())::text[])
      and dossier_id = any ((select dun.mes_consultations())::uuid[])
      and (not sensible or (select dun.droit_sensible())))));

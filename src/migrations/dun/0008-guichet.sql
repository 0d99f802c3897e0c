-- The desk: finding a dossier by name and birth date; taking a pièce that was put in the wrong dossier out of it.
set local search_path to dun, public;

create index personne_naissance on personne (nom_recherche, naissance) where role = 'demandeur';
create index lecture_piece on lecture (piece_id);
create index restitution_dossier on restitution (dossier_id);

-- Two homonyms born the same day are as unknown as nobody: the number is then asked for.
create function dossier_par_naissance(nom_cherche text, jour date) returns uuid
language sql stable security definer set search_path = dun, pg_temp as $$
  select case when count(*) = 1 then (array_agg(d.id))[1] end
  from personne p join dossier d on d.id = p.dossier_id
  where p.role = 'demandeur' and p.nom_recherche = nom_cherche and p.naissance = jour
    and d.actif and d.territoires && mes_territoires()
$$;

-- Mal classée. Only the organisme that deposited the pièce, with the role, while the dossier is in its reach. Still true
-- in the transaction that takes it out: its readers are read once nobody can become one.
create function piece_a_moi_de_retirer(p_piece uuid) returns boolean
language sql stable security definer set search_path = dun, pg_temp as $$
  select exists (
    select from piece p join dossier d on d.id = p.dossier_id
    where p.id = p_piece and p.organisme_id = mon_organisme()
      and (p.etat <> 'RETIREE' or (p.motif_retrait = 'piece.mal_classee' and p.retiree_le = now()))
      and 'guichet' = any (mes_roles()) and (not p.sensible or droit_sensible())
      and d.actif and d.territoires && mes_territoires())
$$;

-- Who saw it: page by page, or in the PDF of the dossier.
create function piece_lecteurs(p_piece uuid)
returns table (organisme_id uuid, organisme text, pseudonyme text, lue_le timestamptz, emportee boolean)
language sql stable security definer set search_path = dun, pg_temp as $$
  select o.id, o.nom, a.pseudonyme, vue.le, vue.emportee
  from (
    select consultation_id, l.lue_le, false from lecture l where piece_id = p_piece
    union all
    select consultation_id, demandee_le, true from restitution r
    where r.dossier_id = (select dossier_id from piece where id = p_piece) and p_piece = any (r.pieces)
  ) as vue (consultation_id, le, emportee)
    join consultation c on c.id = vue.consultation_id
    join agent a on a.id = c.agent_id join organisme o on o.id = c.organisme_id
  where piece_a_moi_de_retirer(p_piece)
  order by vue.le
$$;

-- Out for everyone in one transaction: the pièce, the names of its fichiers (they may name the other person), its objects,
-- and every PDF of the dossier that holds it. The sweeper destroys what is due. Null when it is not mine to take out.
create function piece_retirer_mal_classee(p_piece uuid) returns uuid
language plpgsql security definer set search_path = dun, pg_temp as $$
declare
  v_dossier uuid;
begin
  perform from piece where id = p_piece for update;
  if not piece_a_moi_de_retirer(p_piece) then
    return null;
  end if;
  update piece set etat = 'RETIREE', retiree_le = now(), motif_retrait = 'piece.mal_classee'
    where id = p_piece returning dossier_id into v_dossier;
  update fichier set etat = 'ABANDONNE', fin_le = now(), motif = 'piece.mal_classee'
    where piece_id = p_piece and etat in ('ATTENDU', 'RECU', 'SAIN', 'A_EXAMINER');
  update fichier set nom = 'fichier retiré', retire_le = coalesce(retire_le, now()) where piece_id = p_piece;
  -- What an analysis is writing is still ATTENDU: it gives that up itself when it finds its fichier ended.
  update objet set etat = 'A_DETRUIRE', a_detruire_le = now()
    where fichier_id in (select id from fichier where piece_id = p_piece)
      and ((etat = 'PRESENT' and genre <> 'REFUS') or (etat = 'ATTENDU' and genre = 'RECU'));
  update restitution set etat = 'ECHOUEE', fin_le = now()
    where dossier_id = v_dossier and p_piece = any (pieces) and etat = 'ATTENDUE';
  update objet set etat = 'A_DETRUIRE', a_detruire_le = now()
    where etat = 'PRESENT'
      and id in (select objet_id from restitution where dossier_id = v_dossier and p_piece = any (pieces));
  return v_dossier;
end $$;

do $$
declare nom text;
begin
  foreach nom in array array['piece', 'fichier', 'objet', 'lecture', 'restitution'] loop
    execute format('create policy faits on %I for select to dun_faits using (true)', nom);
  end loop;
  foreach nom in array array['piece', 'fichier', 'objet', 'restitution'] loop
    execute format('create policy retrait_mal_classee on %I for update to dun_faits using (true)', nom);
  end loop;
end $$;
grant select on piece, fichier, objet, lecture, restitution to dun_faits;
grant update (etat, retiree_le, motif_retrait) on piece to dun_faits;
grant update (etat, fin_le, motif, nom, retire_le) on fichier to dun_faits;
grant update (etat, a_detruire_le) on objet to dun_faits;
grant update (etat, fin_le) on restitution to dun_faits;

grant create on schema dun to dun_faits;
alter function dossier_par_naissance(text, date) owner to dun_faits;
alter function piece_a_moi_de_retirer(uuid) owner to dun_faits;
alter function piece_lecteurs(uuid) owner to dun_faits;
alter function piece_retirer_mal_classee(uuid) owner to dun_faits;
revoke create on schema dun from dun_faits;
revoke execute on function dossier_par_naissance(text, date), piece_a_moi_de_retirer(uuid), piece_lecteurs(uuid),
  piece_retirer_mal_classee(uuid) from public;
grant execute on function dossier_par_naissance(text, date), piece_lecteurs(uuid), piece_retirer_mal_classee(uuid)
  to dun_web;

-- The database as the second line, were the application's SQL not ours any more: what a row may say of itself when it is
-- written, what a function answers to whom, and nothing that was left to everybody by default.
set local search_path to dun, public;

-- Functions: none for everybody; a search path that no temporary table can shadow.
alter default privileges revoke execute on functions from public;
revoke execute on all functions in schema dun from public;
grant execute on function sujet_type(), sujet_id(), en_tant_que_systeme() to dun_web, dun_worker, dun_faits;
grant execute on function mon_agent(), mes_habilitations(), mon_organisme(), mes_roles(), mes_territoires(), droit_sensible(),
  mes_dossiers(), mes_consultations() to dun_web, dun_faits;
alter function mes_habilitations() set search_path = dun, pg_temp;
alter function agent_par_sujet_externe(text) set search_path = dun, pg_temp;
alter function mes_dossiers() set search_path = dun, pg_temp;
alter function dossier_suivre_demandes() set search_path = dun, pg_temp;
alter function dossier_par_numero(text, text) set search_path = dun, pg_temp;

-- The facts of a dossier, for who may be told that it exists: the person, or a body of a wanted territory.
create or replace view acces_dossier with (security_barrier) as
  select id as dossier_id, actif, territoires from dossier
  where id = any ((select dun.mes_dossiers())::uuid[]) or territoires && (select dun.mes_territoires());

-- For the organisme of today, with a role that reads (acces/consultation.policy).
create or replace function mes_consultations() returns uuid[]
language sql stable security definer set search_path = dun, pg_temp as $$
  select array_agg(distinct c.dossier_id)
  from consultation c join dossier d on d.id = c.dossier_id
  where c.agent_id = mon_agent() and c.close_le is null and c.expire_le > now() and c.organisme_id = mon_organisme()
    and mes_roles() && array['guichet', 'instruction', 'consultation', 'attribution']
    and d.actif and d.territoires && mes_territoires()
$$;

-- Who acts writes in his own name, in the chain of a dossier that is his or in reach, or of his own organisme: neither a
-- false entry nor the length of somebody else's chain.
create function journal_autorise(p_chaine text, p_dossier uuid, p_organisme uuid, p_contenu jsonb) returns boolean
language sql stable security definer set search_path = dun, pg_temp as $$
  select p_contenu ->> 'sujet' = sujet_type() and case sujet_type()
    when 'systeme' then session_user = 'dun_worker'
    when 'demandeur' then p_organisme is null and p_chaine = 'dossier:' || p_dossier and p_dossier = any (mes_dossiers())
    when 'agent' then p_organisme = mon_organisme()
      and p_contenu ->> 'organisme' = p_organisme::text
      and p_contenu ->> 'agent' = (select pseudonyme from agent where id = mon_agent())
      and p_chaine in ('dossier:' || p_dossier, 'organisme:' || p_organisme)
      and (p_dossier is null
        or exists (select from dossier where id = p_dossier and actif and territoires && mes_territoires()))
    else false
  end
$$;

create or replace function journal_inscrire(p_chaine text, p_dossier uuid, p_organisme uuid, p_contenu jsonb)
returns table (rang bigint, empreinte bytea)
language plpgsql security definer set search_path = dun, pg_temp as $$
declare
  tete journal_tete;
  texte text;
  suivante bytea;
begin
  -- The owner seeds and repairs; everybody else is judged.
  if not pg_has_role(session_user, 'dun_faits', 'member')
    and not coalesce(journal_autorise(p_chaine, p_dossier, p_organisme, p_contenu), false) then
    raise exception 'entrée de journal refusée' using errcode = 'insufficient_privilege';
  end if;
  insert into journal_tete values (p_chaine, 0, '\x') on conflict do nothing;
  select * into tete from journal_tete t where t.chaine = p_chaine for update;
  texte := (p_contenu || jsonb_build_object('chaine', p_chaine, 'rang', tete.rang + 1,
    'le', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text;
  suivante := sha256(tete.empreinte || convert_to(texte, 'UTF8'));
  insert into journal values (p_chaine, tete.rang + 1, texte, suivante, p_dossier, p_organisme);
  update journal_tete t set rang = tete.rang + 1, empreinte = suivante where t.chaine = p_chaine;
  return query select tete.rang + 1, suivante;
end $$;

alter function journal_autorise(text, uuid, uuid, jsonb) owner to dun_faits;

-- A consultation begins now and lasts thirty minutes by the clock of the database; closed, it stays closed.
alter table consultation alter expire_le set default now() + interval '30 minutes';
revoke insert on consultation from dun_web;
grant insert (id, agent_id, organisme_id, dossier_id, finalite) on consultation to dun_web;
drop policy soi on consultation;
create policy soi on consultation for select to dun_web using (agent_id = (select dun.mon_agent()));
create policy ouverture on consultation for insert to dun_web with check (
  agent_id = (select dun.mon_agent()) and organisme_id = (select dun.mon_organisme())
  and exists (select from dun.dossier d where d.id = dossier_id));
create policy cloture on consultation for update to dun_web
  using (agent_id = (select dun.mon_agent()) and close_le is null) with check (close_le is not null);

revoke insert on lecture from dun_web;
grant insert (consultation_id, piece_id) on lecture to dun_web;

-- `now()` in a check is the default itself: a row written in this transaction, and dated by nobody.
drop policy depot on piece;
create policy depot on piece for insert to dun_web with check (
  etat = 'EN_PREPARATION' and deposee_le = now() and recue_le <= (now() at time zone 'Europe/Paris')::date
  and en_ligne_le is null and remplacee_le is null and remplacee_par is null and retiree_le is null and motif_retrait is null
  and ((deposant = 'demandeur' and agent_id is null and organisme_id is null
      and dossier_id = any ((select dun.mes_dossiers())::uuid[]))
    or (deposant = 'agent' and agent_id = (select dun.mon_agent()) and organisme_id = (select dun.mon_organisme())
      and 'guichet' = any ((select dun.mes_roles())::text[])
      and dossier_id = any ((select dun.mes_consultations())::uuid[])
      and (not sensible or (select dun.droit_sensible())))));

-- A pièce that the sujet himself is depositing.
create function mon_depot(p piece) returns boolean language sql stable as $$
  select p.etat = 'EN_PREPARATION' and p.deposant = dun.sujet_type() and p.agent_id is not distinct from dun.mon_agent()
$$;
grant execute on function mon_depot(piece) to dun_web;

drop policy depot on piece_personne;
create policy depot on piece_personne for insert to dun_web with check (
  exists (select from dun.piece p join dun.personne q on q.dossier_id = p.dossier_id
    where p.id = piece_id and q.id = personne_id and dun.mon_depot(p)));

drop policy depot on fichier;
create policy depot on fichier for insert to dun_web with check (
  etat = 'ATTENDU' and attendu_le = now() and recu_le is null and sain_le is null and pret_le is null and fin_le is null
  and motif is null and antivirus is null and pages is null and tentatives = 0 and retire_le is null
  and exists (select from dun.piece p where p.id = piece_id and p.dossier_id = fichier.dossier_id and dun.mon_depot(p)));

drop policy depot on objet;
create policy depot on objet for insert to dun_web with check (
  seau = 'quarantaine' and genre = 'RECU' and etat = 'ATTENDU' and cle = 'recu/' || id and page is null
  and present_le is null and a_detruire_le is null and detruit_le is null
  and exists (select from dun.fichier f join dun.piece p on p.id = f.piece_id
    where f.id = fichier_id and f.etat = 'ATTENDU' and f.dossier_id = objet.dossier_id and f.sha256 = objet.sha256
      and f.octets = objet.octets and dun.mon_depot(p)));

drop policy demande on restitution;
create policy demande on restitution for insert to dun_web with check (
  agent_id = (select dun.mon_agent()) and etat = 'ATTENDUE' and demandee_le = now() and prete_le is null and fin_le is null
  and pages is null and tentatives = 0 and objet_id is null
  and dossier_id = any ((select dun.mes_consultations())::uuid[])
  and exists (select from dun.consultation c where c.id = consultation_id and c.dossier_id = restitution.dossier_id
    and c.close_le is null and c.expire_le > now())
  and pieces <> '{}' and pieces <@ array(
    select p.id from dun.piece p where p.dossier_id = restitution.dossier_id and p.etat = 'EN_LIGNE'));
create index restitution_objet on restitution (objet_id);

revoke create on schema dun from dun_faits;

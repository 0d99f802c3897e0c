-- Reading a dossier goes through a consultation; every act is an entry of a hash chain, in the transaction of the act.
set local search_path to dun, public;

create table consultation (
  id uuid primary key,
  agent_id uuid not null references agent,
  organisme_id uuid not null references organisme,
  dossier_id uuid not null references dossier,
  finalite text not null check (finalite in ('INSTRUCTION', 'ATTRIBUTION', 'CONTINGENT', 'DALO', 'CORRECTION')),
  ouverte_le timestamptz not null default now(),
  expire_le timestamptz not null,
  close_le timestamptz,
  check (expire_le <= ouverte_le + interval '30 minutes')
);
create index consultation_agent on consultation (agent_id, expire_le);

-- An open consultation whose ground still stands: right and demande are judged again at each request.
create function mes_consultations() returns uuid[] language sql stable security definer set search_path = dun as $$
  select array_agg(distinct c.dossier_id)
  from consultation c join dossier d on d.id = c.dossier_id
  where c.agent_id = mon_agent() and c.close_le is null and c.expire_le > now()
    and d.actif and d.territoires && mes_territoires()
$$;

-- Number and name together, so that neither alone tells whether a dossier exists.
create function dossier_par_numero(numero text, nom_cherche text) returns uuid
language sql stable security definer set search_path = dun as $$
  select d.id from demande n join dossier d on d.id = n.dossier_id join personne p on p.dossier_id = d.id
  where n.numero_unique = numero and n.etat = 'ACTIVE' and p.role = 'demandeur' and p.nom_recherche = nom_cherche
    and d.actif and d.territoires && mes_territoires()
$$;

-- `contenu` is the exact text that was hashed. It holds ids and pseudonyms, never a name or a kind of pièce: erasing a
-- person leaves the chain whole.
create table journal (
  chaine text not null,
  rang bigint not null,
  contenu text not null,
  empreinte bytea not null,
  dossier_id uuid,
  organisme_id uuid,
  primary key (chaine, rang)
);
create index journal_dossier on journal (dossier_id) where dossier_id is not null;
create table journal_tete (chaine text primary key, rang bigint not null, empreinte bytea not null);

create function journal_inscrire(p_chaine text, p_dossier uuid, p_organisme uuid, p_contenu jsonb)
returns table (rang bigint, empreinte bytea)
language plpgsql security definer set search_path = dun as $$
declare
  tete journal_tete;
  texte text;
  suivante bytea;
begin
  insert into journal_tete values (p_chaine, 0, '\x') on conflict do nothing;
  select * into tete from journal_tete t where t.chaine = p_chaine for update;
  texte := (p_contenu || jsonb_build_object('chaine', p_chaine, 'rang', tete.rang + 1,
    'le', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text;
  suivante := sha256(tete.empreinte || convert_to(texte, 'UTF8'));
  insert into journal values (p_chaine, tete.rang + 1, texte, suivante, p_dossier, p_organisme);
  update journal_tete t set rang = tete.rang + 1, empreinte = suivante where t.chaine = p_chaine;
  return query select tete.rang + 1, suivante;
end $$;

create function journal_immuable() returns trigger language plpgsql as $$
begin
  raise exception 'le journal ne se modifie pas';
end $$;
create trigger journal_immuable before update or delete on journal for each row execute function journal_immuable();
create trigger journal_immuable_tout before truncate on journal for each statement execute function journal_immuable();

do $$
declare nom text;
begin
  foreach nom in array array['consultation', 'journal', 'journal_tete'] loop
    execute format('alter table %I enable row level security', nom);
    execute format('alter table %I force row level security', nom);
    execute format('create policy faits on %I to dun_faits using (true)', nom);
    execute format('create policy entretien on %I to current_user using ((select dun.en_entretien()))', nom);
  end loop;
end $$;

create policy soi on consultation to dun_web
  using (agent_id = (select dun.mon_agent()))
  with check (agent_id = (select dun.mon_agent()) and organisme_id = (select dun.mon_organisme())
    and exists (select from dun.dossier d where d.id = dossier_id));
create policy systeme on consultation for select to dun_worker using ((select dun.en_tant_que_systeme()));
create policy lecture on journal for select to dun_web using (
  dossier_id = any ((select dun.mes_dossiers())::uuid[]));
create policy lecture on personne for select to dun_web using (
  dossier_id = any ((select dun.mes_dossiers())::uuid[]) or dossier_id = any ((select dun.mes_consultations())::uuid[]));

grant select, insert on consultation to dun_web;
grant update (close_le) on consultation to dun_web;
grant select on consultation to dun_worker, dun_faits;
grant select on journal to dun_web;
grant select, insert on journal to dun_faits;
grant select, insert, update on journal_tete to dun_faits;
alter function mes_consultations() owner to dun_faits;
alter function dossier_par_numero(text, text) owner to dun_faits;
alter function journal_inscrire(text, uuid, uuid, jsonb) owner to dun_faits;
revoke execute on function dossier_par_numero(text, text), journal_inscrire(text, uuid, uuid, jsonb) from public;
grant execute on function dossier_par_numero(text, text) to dun_web;
grant execute on function journal_inscrire(text, uuid, uuid, jsonb) to dun_web, dun_worker;

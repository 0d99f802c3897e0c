-- Who acts: organismes named by CCH R441-2-1 and R441-2-6, their agents, and what each agent is habilitated to do.
-- Roles are made by `cli preparer`: dun_web and dun_worker log in and own nothing; dun_faits cannot log in and owns the
-- functions that row-level security reads, so that a policy never needs the rights of the person it judges.
-- Policies `to current_user` open a table to its owner for upkeep only (FORCE would otherwise close it to migrations).

create schema dun;
grant usage on schema dun to dun_web, dun_worker, dun_faits;
set local search_path to dun, public;

create table commune (
  code text primary key,
  nom text not null,
  departement text not null,
  region text not null,
  epci text
);

-- A territory is one text, `COM:59350`, `EPCI:245900410`, `DEP:59` or `REG:11`: rights then are an array overlap.
create table organisme (
  id uuid primary key,
  type text not null check (type in ('BAILLEUR', 'COMMUNE', 'EPCI', 'DEPARTEMENT', 'ETAT', 'ACTION_LOGEMENT')),
  siret text not null unique,
  nom text not null,
  territoires text[] not null
);

create table agent (
  id uuid primary key,
  organisme_id uuid not null references organisme,
  sujet_externe text not null unique,
  pseudonyme text not null unique,
  prenom text not null,
  nom text not null
);

create table habilitation (
  id uuid primary key,
  agent_id uuid not null references agent,
  role text not null check (role in ('guichet', 'instruction', 'consultation', 'attribution', 'gestion')),
  sensible boolean not null default false,
  debut timestamptz not null,
  fin timestamptz,
  check (fin > debut)
);
create index habilitation_agent on habilitation (agent_id);

-- What `enTantQue` set for this transaction; null outside of it, and then no policy lets anything through.
create function sujet_type() returns text language sql stable as
  $$ select nullif(current_setting('app.sujet', true), '') $$;
create function sujet_id() returns text language sql stable as
  $$ select nullif(current_setting('app.sujet_id', true), '') $$;
create function en_tant_que_systeme() returns boolean language sql stable as
  $$ select coalesce(dun.sujet_type() = 'systeme', false) $$;
create function en_entretien() returns boolean language sql stable as
  $$ select coalesce(dun.sujet_type() = 'entretien', false) $$;

create function mon_agent() returns uuid language sql stable as
  $$ select case when dun.sujet_type() = 'agent' then dun.sujet_id()::uuid end $$;

create function mes_habilitations() returns table (organisme_id uuid, role text, sensible boolean, territoires text[])
language sql stable security definer set search_path = dun as $$
  select a.organisme_id, h.role, h.sensible, o.territoires
  from agent a join organisme o on o.id = a.organisme_id join habilitation h on h.agent_id = a.id
  where a.id = mon_agent() and h.debut <= now() and (h.fin is null or h.fin > now())
$$;
create function mon_organisme() returns uuid language sql stable as
  $$ select organisme_id from dun.mes_habilitations() limit 1 $$;
create function mes_roles() returns text[] language sql stable as
  $$ select array_agg(role) from dun.mes_habilitations() $$;
create function mes_territoires() returns text[] language sql stable as
  $$ select territoires from dun.mes_habilitations() limit 1 $$;
create function droit_sensible() returns boolean language sql stable as
  $$ select coalesce(bool_or(sensible), false) from dun.mes_habilitations() $$;

-- Sign-in looks an agent up before there is a sujet; it gives back no name.
create function agent_par_sujet_externe(externe text)
returns table (id uuid, organisme_id uuid, pseudonyme text, roles text[], sensible boolean)
language sql stable security definer set search_path = dun as $$
  select a.id, a.organisme_id, a.pseudonyme, array_agg(h.role), bool_or(h.sensible)
  from agent a join habilitation h on h.agent_id = a.id
  where a.sujet_externe = externe and h.debut <= now() and (h.fin is null or h.fin > now())
  group by a.id
$$;

alter table agent enable row level security;
alter table agent force row level security;
alter table habilitation enable row level security;
alter table habilitation force row level security;

create policy faits on agent for select to dun_faits using (true);
create policy faits on habilitation for select to dun_faits using (true);
create policy soi on agent for select to dun_web using (id = (select dun.mon_agent()));
create policy systeme on agent for select to dun_worker using ((select dun.en_tant_que_systeme()));
create policy entretien on agent to current_user using ((select dun.en_entretien()));
create policy entretien on habilitation to current_user using ((select dun.en_entretien()));

grant select on commune, organisme to dun_web, dun_worker, dun_faits;
grant select on agent to dun_web, dun_worker, dun_faits;
grant select on habilitation to dun_faits;

grant create on schema dun to dun_faits;
alter function mes_habilitations() owner to dun_faits;
alter function agent_par_sujet_externe(text) owner to dun_faits;
revoke execute on function agent_par_sujet_externe(text) from public;
grant execute on function agent_par_sujet_externe(text) to dun_web;

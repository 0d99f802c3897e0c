-- One PDF of a dossier, made for one reader and one purpose: asked by web, made by a worker, kept encrypted a short time.
set local search_path to dun, public;

create table restitution (
  id uuid primary key,
  consultation_id uuid not null references consultation,
  dossier_id uuid not null references dossier,
  agent_id uuid not null references agent,
  etat text not null default 'ATTENDUE' check (etat in ('ATTENDUE', 'PRETE', 'ECHOUEE')),
  reference_journal text not null,
  -- the pièces that were readable when it was asked, in the order of the file
  pieces uuid[] not null,
  demandee_le timestamptz not null default now(),
  prete_le timestamptz,
  fin_le timestamptz,
  pages integer,
  tentatives smallint not null default 0,
  objet_id uuid references objet,
  reprise_le timestamptz not null default now()
);
create index restitution_a_faire on restitution (reprise_le) where etat = 'ATTENDUE';

alter table restitution enable row level security;
alter table restitution force row level security;
create policy systeme on restitution to dun_worker using ((select dun.en_tant_que_systeme()));
create policy entretien on restitution to current_user using ((select dun.en_entretien()));
create policy lecture on restitution for select to dun_web using (
  agent_id = (select dun.mon_agent()) and dossier_id = any ((select dun.mes_consultations())::uuid[]));
create policy demande on restitution for insert to dun_web with check (
  agent_id = (select dun.mon_agent()) and etat = 'ATTENDUE'
  and exists (select from dun.consultation c where c.id = consultation_id and c.dossier_id = restitution.dossier_id
    and c.close_le is null and c.expire_le > now())
  and dossier_id = any ((select dun.mes_consultations())::uuid[]));

create policy lecture_restitution on objet for select to dun_web using (
  genre = 'RESTITUTION' and exists (select from dun.restitution r where r.objet_id = objet.id));

grant select, insert on restitution to dun_web;
grant select, update on restitution to dun_worker;

-- The dossier unique of a household, its persons, and the demandes (one numéro unique each) that hang on it.
set local search_path to dun, public;

create table dossier (
  id uuid primary key,
  actif boolean not null,
  -- every territory of every wanted commune: the communes, their EPCI, département and region (CCH R441-2-6)
  territoires text[] not null,
  cree_le timestamptz not null default now()
);
create index dossier_territoires on dossier using gin (territoires);

create table personne (
  id uuid primary key,
  dossier_id uuid not null references dossier,
  role text not null check (role in ('demandeur', 'conjoint', 'codemandeur', 'personne_a_charge')),
  prenom text not null,
  nom text not null,
  nom_recherche text not null,
  naissance date not null,
  sujet_externe text unique
);
create index personne_dossier on personne (dossier_id);
create unique index personne_demandeur on personne (dossier_id) where role = 'demandeur';

create table demande (
  id uuid primary key,
  dossier_id uuid not null references dossier,
  numero_unique text not null unique check (numero_unique ~ '^[0-9A-Z]{3}(0[1-9]|1[0-2])[0-9]{2}[0-9]{6}[A-Z0-9]{5}$'),
  etat text not null check (etat in ('ACTIVE', 'RADIEE')),
  communes text[] not null,
  deposee_le date not null,
  renouvelee_le date,
  radiee_le date,
  motif_radiation text,
  check ((etat = 'RADIEE') = (radiee_le is not null and motif_radiation is not null))
);
create index demande_dossier on demande (dossier_id);

-- Radiation closes the dossier at once to everyone but the person (décret 2017-917 art. 4); so these two columns are
-- never written by hand.
create function dossier_suivre_demandes() returns trigger language plpgsql security definer set search_path = dun as $$
begin
  update dossier d set
    actif = exists (select from demande where dossier_id = d.id and etat = 'ACTIVE'),
    territoires = coalesce((
      select array_agg(distinct t) from demande, unnest(communes) as voulue join commune c on c.code = voulue,
        unnest(array['COM:' || c.code, 'EPCI:' || c.epci, 'DEP:' || c.departement, 'REG:' || c.region]) as t
      where dossier_id = d.id and etat = 'ACTIVE' and t is not null), '{}')
  where d.id = new.dossier_id;
  return null;
end $$;
create trigger dossier_suivre_demandes after insert or update on demande
  for each row execute function dossier_suivre_demandes();

create function mes_dossiers() returns uuid[] language sql stable security definer set search_path = dun as $$
  select array_agg(dossier_id) from personne
  where role = 'demandeur' and sujet_type() = 'demandeur' and sujet_externe = sujet_id()
$$;

-- The facts an access decision reads, and nothing else of a dossier.
create view acces_dossier as
  select id as dossier_id, actif, territoires from dossier where dun.sujet_type() in ('demandeur', 'agent');

do $$
declare nom text;
begin
  foreach nom in array array['dossier', 'personne', 'demande'] loop
    execute format('alter table %I enable row level security', nom);
    execute format('alter table %I force row level security', nom);
    execute format('create policy faits on %I for select to dun_faits using (true)', nom);
    execute format('create policy systeme on %I for select to dun_worker using ((select dun.en_tant_que_systeme()))', nom);
    execute format('create policy entretien on %I to current_user using ((select dun.en_entretien()))', nom);
  end loop;
end $$;
create policy suivi on dossier for update to dun_faits using (true);

create policy lecture on dossier for select to dun_web using (
  id = any ((select dun.mes_dossiers())::uuid[]) or (actif and territoires && (select dun.mes_territoires())));
create policy lecture on demande for select to dun_web using (
  exists (select from dun.dossier d where d.id = dossier_id));

grant select on dossier, personne, demande to dun_web, dun_worker, dun_faits;
grant update (actif, territoires) on dossier to dun_faits;
grant select on acces_dossier to dun_web;
alter view acces_dossier owner to dun_faits;
alter function mes_dossiers() owner to dun_faits;
alter function dossier_suivre_demandes() owner to dun_faits;

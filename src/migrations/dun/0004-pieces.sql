-- A pièce, its fichiers in order (recto, verso), and every object that was or will be in a bucket.
-- Each arrow of a state is a timestamp set by compare-and-set; the state column is the outbox.
set local search_path to dun, public;

create table piece (
  id uuid primary key,
  dossier_id uuid not null references dossier,
  type text not null,
  sensible boolean not null,
  etat text not null default 'EN_PREPARATION' check (etat in ('EN_PREPARATION', 'EN_LIGNE', 'REMPLACEE', 'RETIREE')),
  deposant text not null check (deposant in ('demandeur', 'agent')),
  agent_id uuid references agent,
  organisme_id uuid references organisme,
  -- the day the guichet received the paper: the 15 days of CCH R441-2-4-1 run from it
  recue_le date not null,
  deposee_le timestamptz not null default now(),
  en_ligne_le timestamptz,
  remplacee_le timestamptz,
  remplacee_par uuid references piece,
  retiree_le timestamptz,
  motif_retrait text,
  check ((deposant = 'agent') = (agent_id is not null and organisme_id is not null))
);
create index piece_dossier on piece (dossier_id, deposee_le);
create index piece_organisme on piece (organisme_id, deposee_le) where organisme_id is not null;

create table piece_personne (
  piece_id uuid not null references piece,
  personne_id uuid not null references personne,
  primary key (piece_id, personne_id)
);

-- First reading of a pièce in a consultation: one journal entry, and one indexed check for each page after it.
create table lecture (
  consultation_id uuid not null references consultation,
  piece_id uuid not null references piece,
  lue_le timestamptz not null default now(),
  primary key (consultation_id, piece_id)
);

create table fichier (
  id uuid primary key,
  piece_id uuid not null references piece,
  dossier_id uuid not null references dossier,
  rang smallint not null,
  nom text not null,
  format text not null,
  octets bigint not null check (octets > 0),
  sha256 bytea not null,
  etat text not null default 'ATTENDU'
    check (etat in ('ATTENDU', 'RECU', 'SAIN', 'PRET', 'INFECTE', 'REFUSE', 'ABANDONNE', 'A_EXAMINER')),
  attendu_le timestamptz not null default now(),
  recu_le timestamptz,
  sain_le timestamptz,
  pret_le timestamptz,
  -- INFECTE, REFUSE, ABANDONNE or A_EXAMINER, and why
  fin_le timestamptz,
  motif text,
  antivirus jsonb,
  pages integer,
  tentatives smallint not null default 0,
  reprise_le timestamptz not null default now(),
  retire_le timestamptz,
  unique (piece_id, rang)
);
-- The same bytes in one dossier are one fichier, unless the earlier one came to nothing.
create unique index fichier_unique on fichier (dossier_id, sha256)
  where retire_le is null and etat in ('ATTENDU', 'RECU', 'SAIN', 'PRET', 'A_EXAMINER');
create index fichier_a_faire on fichier (reprise_le) where etat in ('ATTENDU', 'RECU', 'SAIN');

create table objet (
  id uuid primary key,
  dossier_id uuid not null references dossier,
  fichier_id uuid references fichier,
  genre text not null check (genre in ('RECU', 'REFUS', 'ORIGINAL', 'PDF', 'VIGNETTES', 'APERCU', 'RESTITUTION')),
  seau text not null check (seau in ('quarantaine', 'pieces', 'refus')),
  page integer,
  cle text not null unique,
  octets bigint,
  sha256 bytea,
  etat text not null default 'ATTENDU' check (etat in ('ATTENDU', 'PRESENT', 'A_DETRUIRE', 'DETRUIT')),
  attendu_le timestamptz not null default now(),
  present_le timestamptz,
  a_detruire_le timestamptz,
  detruit_le timestamptz
);
create index objet_fichier on objet (fichier_id, genre, page);
create unique index objet_unique on objet (fichier_id, genre, coalesce(page, 0)) where etat = 'PRESENT';
create index objet_a_detruire on objet (a_detruire_le) where etat = 'A_DETRUIRE';
create index objet_attendu on objet (attendu_le) where etat = 'ATTENDU';

do $$
declare nom text;
begin
  foreach nom in array array['piece', 'piece_personne', 'lecture', 'fichier', 'objet'] loop
    execute format('alter table %I enable row level security', nom);
    execute format('alter table %I force row level security', nom);
    execute format('create policy systeme on %I to dun_worker using ((select dun.en_tant_que_systeme()))', nom);
    execute format('create policy entretien on %I to current_user using ((select dun.en_entretien()))', nom);
  end loop;
end $$;

-- Who reads a pièce: the person; an agent with an open consultation, once it is online; the organisme that deposited it.
-- A sensitive one always needs the sensitive right.
create policy lecture on piece for select to dun_web using (
  dossier_id = any ((select dun.mes_dossiers())::uuid[])
  or ((not sensible or (select dun.droit_sensible()))
    and ((dossier_id = any ((select dun.mes_consultations())::uuid[]) and etat = 'EN_LIGNE')
      or (organisme_id = (select dun.mon_organisme()) and exists (select from dun.dossier d where d.id = dossier_id)))));
create policy depot on piece for insert to dun_web with check (
  (deposant = 'demandeur' and dossier_id = any ((select dun.mes_dossiers())::uuid[]))
  or (deposant = 'agent' and agent_id = (select dun.mon_agent()) and organisme_id = (select dun.mon_organisme())
    and 'guichet' = any ((select dun.mes_roles())::text[])
    and dossier_id = any ((select dun.mes_consultations())::uuid[])
    and (not sensible or (select dun.droit_sensible()))));

-- A deposit that storage refused is taken back by the process that made it.
create policy retrait on piece for update to dun_web
  using (etat = 'EN_PREPARATION') with check (etat = 'RETIREE');

create policy soi on lecture to dun_web
  using (exists (select from dun.consultation c where c.id = consultation_id))
  with check (exists (select from dun.consultation c join dun.piece p on p.dossier_id = c.dossier_id
    where c.id = consultation_id and p.id = piece_id and c.close_le is null and c.expire_le > now()));

create policy lecture on piece_personne for select to dun_web using (exists (select from dun.piece p where p.id = piece_id));
create policy depot on piece_personne for insert to dun_web with check (
  exists (select from dun.piece p join dun.personne q on q.dossier_id = p.dossier_id
    where p.id = piece_id and q.id = personne_id and p.etat = 'EN_PREPARATION'));

create policy lecture on fichier for select to dun_web using (exists (select from dun.piece p where p.id = piece_id));
create policy depot on fichier for insert to dun_web with check (
  etat = 'ATTENDU' and exists (select from dun.piece p where p.id = piece_id and p.dossier_id = fichier.dossier_id and p.etat = 'EN_PREPARATION'));
create policy reception on fichier for update to dun_web
  using (etat = 'ATTENDU' and exists (select from dun.piece p where p.id = piece_id and p.etat = 'EN_PREPARATION'))
  with check (etat in ('RECU', 'ABANDONNE'));

create policy lecture on objet for select to dun_web using (
  exists (select from dun.fichier f where f.id = fichier_id));
create policy depot on objet for insert to dun_web with check (
  seau = 'quarantaine' and genre = 'RECU' and etat = 'ATTENDU' and exists (select from dun.fichier f where f.id = fichier_id and f.etat = 'ATTENDU'));
create policy reception on objet for update to dun_web
  using (etat = 'ATTENDU' and seau = 'quarantaine' and exists (select from dun.fichier f where f.id = fichier_id))
  with check (etat in ('PRESENT', 'A_DETRUIRE') and seau = 'quarantaine');

grant select, insert on piece, piece_personne, fichier, objet to dun_web;
grant select, insert on lecture to dun_web;
grant update (etat, retiree_le, motif_retrait) on piece to dun_web;
grant update (etat, recu_le, fin_le, motif) on fichier to dun_web;
grant update (etat, present_le, a_detruire_le) on objet to dun_web;
grant select, insert, update on piece, fichier, objet to dun_worker;
grant select on piece_personne to dun_worker;

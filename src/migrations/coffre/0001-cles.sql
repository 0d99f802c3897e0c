-- One row a scope, for ever: a destroyed key leaves its row, empty, so that it can be neither made again nor put back.
create table cle (
  scope uuid primary key,
  cle_enveloppee bytea not null,
  kek_id text not null,
  creee_le timestamptz not null,
  detruite_le timestamptz,
  check ((detruite_le is null) = (octet_length(cle_enveloppee) > 0))
);

create function cle_detruite_reste_detruite() returns trigger language plpgsql as $$
begin
  raise exception 'la clé % est détruite', old.scope using errcode = 'integrity_constraint_violation';
end $$;

create trigger cle_detruite_reste_detruite before update or delete on cle
  for each row when (old.detruite_le is not null) execute function cle_detruite_reste_detruite();

-- A process taken over must not be able to destroy what everybody deposited: web reads, the worker also adds keys, and
-- only the owner, that no process connects as, destroys one.
grant select on cle to dun_coffre_web, dun_coffre_worker;
grant insert (scope, cle_enveloppee, kek_id, creee_le) on cle to dun_coffre_worker;

-- What destroying a key does, and does not. The UPDATE takes it out of reach of every SQL client at once. On the disk the
-- old bytes stay: in a dead row version, then, VACUUM having only freed their place, in the page until another row takes
-- it; in the WAL until it is recycled; in the coffre's own copies (30 days at most). They are wrapped: they matter to
-- somebody who holds the disk and the KEK. `VACUUM FULL cle`, by the owner, rewrites the file without them (seconds: some
-- 400 bytes a row); retiring the KEK after a rotation ends the matter. Below, places are freed at once, to be taken sooner.
alter table cle set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);

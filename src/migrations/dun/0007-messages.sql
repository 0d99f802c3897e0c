-- The message box of a dossier: what the service has to tell the person, in the transaction of the act it tells of.
-- Only she reads it. Nobody writes into it but through `message_deposer`.
set local search_path to dun, public;

create table message (
  id uuid primary key default gen_random_uuid(),
  dossier_id uuid not null references dossier,
  objet text not null check (length(objet) between 1 and 200),
  texte text not null check (length(texte) between 1 and 4000),
  depose_le timestamptz not null default now(),
  lu_le timestamptz
);
create index message_dossier on message (dossier_id, depose_le desc);

alter table message enable row level security;
alter table message force row level security;
create policy entretien on message to current_user using ((select dun.en_entretien()));
create policy depot on message for insert to dun_faits with check (true);
create policy lecture on message for select to dun_web using (dossier_id = any ((select dun.mes_dossiers())::uuid[]));
create policy marque on message for update to dun_web
  using (dossier_id = any ((select dun.mes_dossiers())::uuid[]) and lu_le is null) with check (lu_le = now());

-- Who writes: the person to herself (a receipt), an agent to a dossier in reach, the worker.
create function message_deposer(p_dossier uuid, p_objet text, p_texte text) returns void
language plpgsql security definer set search_path = dun, pg_temp as $$
begin
  if not coalesce(case sujet_type()
      when 'systeme' then session_user = 'dun_worker'
      when 'demandeur' then p_dossier = any (mes_dossiers())
      when 'agent' then exists (
        select from dossier where id = p_dossier and actif and territoires && mes_territoires())
    end, false) then
    raise exception 'message refusé' using errcode = 'insufficient_privilege';
  end if;
  insert into message (dossier_id, objet, texte) values (p_dossier, p_objet, p_texte);
end $$;

grant select on message to dun_web;
grant update (lu_le) on message to dun_web;
grant insert on message to dun_faits;
grant create on schema dun to dun_faits;
alter function message_deposer(uuid, text, text) owner to dun_faits;
revoke create on schema dun from dun_faits;
revoke execute on function message_deposer(uuid, text, text) from public;
grant execute on function message_deposer(uuid, text, text) to dun_web, dun_worker;

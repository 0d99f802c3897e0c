-- What the sweeper and the readers look for at each turn, whatever the number of objects; and the last acts that a web
-- process could have done in somebody else's name.
set local search_path to dun, public;

create index objet_perimable on objet (genre, present_le)
  where etat = 'PRESENT' and genre in ('ORIGINAL', 'REFUS', 'RESTITUTION');
create index restitution_consultation on restitution (consultation_id, demandee_le);
-- The journal is read by chain only, through its primary key.
drop index journal_dossier;

drop policy retrait on piece;
create policy retrait on piece for update to dun_web using (dun.mon_depot(piece))
  with check (etat = 'RETIREE' and retiree_le = now());

drop policy reception on fichier;
create policy reception on fichier for update to dun_web
  using (etat = 'ATTENDU' and exists (select from dun.piece p where p.id = piece_id and dun.mon_depot(p)))
  with check ((etat = 'RECU' and recu_le = now() and fin_le is null and motif is null)
    or (etat = 'ABANDONNE' and recu_le is null and fin_le = now()));

drop policy reception on objet;
create policy reception on objet for update to dun_web
  using (etat = 'ATTENDU' and seau = 'quarantaine' and exists (
    select from dun.fichier f join dun.piece p on p.id = f.piece_id where f.id = fichier_id and dun.mon_depot(p)))
  with check (seau = 'quarantaine'
    and ((etat = 'PRESENT' and present_le = now() and a_detruire_le is null)
      or (etat = 'A_DETRUIRE' and present_le is null and a_detruire_le = now())));

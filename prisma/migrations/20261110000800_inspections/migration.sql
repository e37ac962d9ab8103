-- Inspections of partners beside those of markets, and the superior's word on both.
alter table visit add column party_id uuid;
alter table visit add column review_state text not null default 'NONE';
alter table visit add column reviewed_by uuid;
alter table visit add column reviewed_at timestamptz(3);
alter table visit add column review_note text;
create index visit_party_id_idx on visit (bank_id, party_id);
alter table visit add constraint visit_review_state_check check (review_state in ('NONE', 'WAITING', 'PASSED', 'RETURNED'));

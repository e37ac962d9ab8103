-- The call on the enhancer of a joint issue, one for each payment whose reserve is short: told ten working days before the
-- date, asked to pay from five before it, and answered by the enhancer on its own desk.
create table issue_call (
    bank_id uuid not null,
    id uuid not null,
    party_id uuid not null,
    pool_id uuid not null,
    payment_id uuid not null,
    pool_name text not null,
    issuer text not null,
    due_on date not null,
    amount_fen bigint not null,
    paid_fen bigint,
    stage text not null,
    state text not null,
    sent_on date not null,
    answer_note text,
    answered_on date,
    answered_by uuid,
    version integer not null default 1,
    constraint issue_call_pkey primary key (bank_id, id)
);
create unique index issue_call_payment_id_key on issue_call (bank_id, payment_id);
create index issue_call_pool_id_idx on issue_call (bank_id, pool_id);
create index issue_call_party_id_idx on issue_call (bank_id, party_id);
alter table issue_call add constraint issue_call_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table issue_call add constraint issue_call_pool_id_fkey foreign key (bank_id, pool_id) references issue_pool (bank_id, id) on delete no action on update no action;
alter table issue_call add constraint issue_call_payment_id_fkey foreign key (bank_id, payment_id) references issue_payment (bank_id, id) on delete no action on update no action;
alter table issue_call add constraint issue_call_stage_check check (stage in ('NOTICE', 'ENHANCER', 'DEFAULT'));
alter table issue_call add constraint issue_call_state_check check (state in ('SENT', 'ACCEPTED', 'DISPUTED', 'SETTLED'));
alter table issue_call add constraint issue_call_amount_fen_not_negative check (amount_fen >= 0);
-- settled is what was paid on the date, no more than was missing
alter table issue_call add constraint issue_call_paid_check check ((state = 'SETTLED') = (paid_fen is not null) and (paid_fen is null or paid_fen between 0 and amount_fen));
alter table issue_call add constraint issue_call_disputed_check check (state <> 'DISPUTED' or answer_note is not null);
select fangshi_schema.protect('issue_call', 'own', 'party_id', false);

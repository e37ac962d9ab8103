-- A filing belongs to one drawdown: the next one is filed anew.
alter table partner_case add column drawdown_id uuid;
alter table partner_case add constraint partner_case_drawdown_id_fkey foreign key (bank_id, drawdown_id) references drawdown (bank_id, id) on delete no action on update no action;
create unique index partner_case_drawdown_id_kind_key on partner_case (bank_id, drawdown_id, kind);

-- Who stands behind the guarantor: whoever guarantees the bank for a loan counter-guarantees the guarantor for the same.
create table counter_guarantee (
    bank_id uuid not null,
    id uuid not null,
    party_id uuid not null,
    application_id uuid not null,
    kind text not null,
    giver text not null,
    giver_id_no text,
    amount_fen bigint not null,
    rank integer,
    document_no text not null,
    state text not null,
    recorded_by uuid,
    recorded_on date not null,
    released_on date,
    note text,
    version integer not null default 1,
    constraint counter_guarantee_pkey primary key (bank_id, id)
);
create index counter_guarantee_party_id_idx on counter_guarantee (bank_id, party_id);
create index counter_guarantee_application_id_idx on counter_guarantee (bank_id, application_id);
create unique index counter_guarantee_document_key on counter_guarantee (bank_id, application_id, document_no);
alter table counter_guarantee add constraint counter_guarantee_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table counter_guarantee add constraint counter_guarantee_application_id_fkey foreign key (bank_id, application_id) references application (bank_id, id) on delete no action on update no action;
alter table counter_guarantee add constraint counter_guarantee_kind_check check (kind in ('PERSON', 'COMPANY', 'MORTGAGE', 'PLEDGE', 'DEPOSIT'));
alter table counter_guarantee add constraint counter_guarantee_state_check check (state in ('IN_FORCE', 'RELEASED'));
alter table counter_guarantee add constraint counter_guarantee_amount_fen_not_negative check (amount_fen > 0);
alter table counter_guarantee add constraint counter_guarantee_rank_check check (rank between 1 and 9);
select fangshi_schema.protect('counter_guarantee', 'own', 'party_id', false);

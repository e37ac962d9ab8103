-- Guarantees that merchants gave for each other outside the groups, as the bank's people learn of them: edges of the network.
create table outside_guarantee (
    bank_id uuid not null,
    id uuid not null,
    from_merchant_id uuid not null,
    to_merchant_id uuid not null,
    amount_fen bigint not null,
    source text not null,
    noted_on date not null,
    ended_on date,
    noted_by uuid,
    version integer not null default 1,
    constraint outside_guarantee_pkey primary key (bank_id, id)
);
create index outside_guarantee_from_merchant_id_idx on outside_guarantee (bank_id, from_merchant_id);
create index outside_guarantee_to_merchant_id_idx on outside_guarantee (bank_id, to_merchant_id);
alter table outside_guarantee add constraint outside_guarantee_from_merchant_id_fkey foreign key (bank_id, from_merchant_id) references merchant (bank_id, id) on delete no action on update no action;
alter table outside_guarantee add constraint outside_guarantee_to_merchant_id_fkey foreign key (bank_id, to_merchant_id) references merchant (bank_id, id) on delete no action on update no action;
alter table outside_guarantee add constraint outside_guarantee_not_itself check (from_merchant_id <> to_merchant_id);
alter table outside_guarantee add constraint outside_guarantee_amount_fen_not_negative check (amount_fen > 0);
alter table outside_guarantee add constraint outside_guarantee_source_check check (source in ('CREDIT_REPORT', 'DECLARED', 'COURT', 'OTHER'));
select fangshi_schema.protect('outside_guarantee', 'closed', null, false);

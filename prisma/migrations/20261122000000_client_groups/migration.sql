-- Households and controller groups are kept by two people: one says who belongs together, another agrees.
create table client_group_change (
    bank_id uuid not null,
    id uuid not null,
    merchant_id uuid not null,
    -- with whom; null: it stands alone from now on
    other_id uuid,
    reason text not null,
    state text not null,
    proposed_by uuid,
    proposed_at timestamptz(3) not null,
    decided_by uuid,
    decided_at timestamptz(3),
    decision_note text,
    version integer not null default 1,
    constraint client_group_change_pkey primary key (bank_id, id)
);
create index client_group_change_merchant_id_idx on client_group_change (bank_id, merchant_id);
create index client_group_change_other_id_idx on client_group_change (bank_id, other_id);
create unique index client_group_change_open_key on client_group_change (bank_id, merchant_id) where state = 'PROPOSED';
alter table client_group_change add constraint client_group_change_merchant_id_fkey foreign key (bank_id, merchant_id) references merchant (bank_id, id) on delete no action on update no action;
alter table client_group_change add constraint client_group_change_other_id_fkey foreign key (bank_id, other_id) references merchant (bank_id, id) on delete no action on update no action;
alter table client_group_change add constraint client_group_change_state_check check (state in ('PROPOSED', 'AGREED', 'REFUSED'));
alter table client_group_change add constraint client_group_change_other_check check (other_id is null or other_id <> merchant_id);
select fangshi_schema.protect('client_group_change', 'closed', null, false);

create index merchant_household_key_idx on merchant (bank_id, household_key);
-- those that a morning measures anew although nothing was booked: few of a bank's loans
create index loan_full_line_idx on loan (bank_id, merchant_id) where monitoring_line = 'FULL' and state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED');

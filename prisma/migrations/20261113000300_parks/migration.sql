-- What a park loan pays for: price and value, its way from advance registration to a mortgage, its insurance, and the stages
-- in which building and renovation are paid. While there is no mortgage the developer stands in for the borrower.
create table park_asset (
    bank_id uuid not null,
    id uuid not null,
    application_id uuid not null,
    party_id uuid,
    asset_type text not null,
    description text not null,
    identity_no text not null,
    price_fen bigint not null,
    appraised_fen bigint,
    appraised_on date,
    cap_fen bigint not null,
    cap_trace jsonb not null,
    down_payment_fen bigint not null,
    down_payment_ref text not null,
    seller text not null,
    seller_account text not null,
    contract_no text not null,
    invoice_no text,
    state text not null,
    registration_no text,
    registered_on date,
    certificate_no text,
    in_custody_on date,
    insurance_no text,
    insured_fen bigint,
    insured_until date,
    developer_guarantees boolean not null,
    guarantee_ended_on date,
    recorded_by uuid,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint park_asset_pkey primary key (bank_id, id)
);
create index park_asset_application_id_idx on park_asset (bank_id, application_id);
create index park_asset_party_id_idx on park_asset (bank_id, party_id);
create unique index park_asset_identity_no_key on park_asset (bank_id, identity_no) where state <> 'RELEASED';
alter table park_asset add constraint park_asset_application_id_fkey foreign key (bank_id, application_id) references application (bank_id, id) on delete no action on update no action;
alter table park_asset add constraint park_asset_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table park_asset add constraint park_asset_type_check check (asset_type in ('PLANT', 'OFFICE', 'EQUIP_NEW', 'EQUIP_USED', 'RENOVATION', 'CONSTRUCTION'));
alter table park_asset add constraint park_asset_state_check check (state in ('RECORDED', 'ADVANCE_REGISTERED', 'MORTGAGED', 'RELEASED'));
alter table park_asset add constraint park_asset_price_fen_not_negative check (price_fen > 0);
alter table park_asset add constraint park_asset_appraised_fen_not_negative check (appraised_fen > 0);
alter table park_asset add constraint park_asset_cap_fen_not_negative check (cap_fen >= 0);
alter table park_asset add constraint park_asset_down_payment_fen_not_negative check (down_payment_fen >= 0);
alter table park_asset add constraint park_asset_insured_fen_not_negative check (insured_fen >= 0);
-- INV-PK3: the developer is let go only with the mortgage certificate in the bank's custody
alter table park_asset add constraint park_asset_guarantee_end_check check (guarantee_ended_on is null or in_custody_on is not null);
select fangshi_schema.protect('park_asset', 'closed', null, false);

create table park_stage (
    bank_id uuid not null,
    id uuid not null,
    asset_id uuid not null,
    no integer not null,
    name text not null,
    amount_fen bigint not null,
    planned_on date not null,
    certificate_no text,
    certified_on date,
    certified_by uuid,
    planned_by uuid,
    state text not null,
    version integer not null default 1,
    constraint park_stage_pkey primary key (bank_id, id)
);
create unique index park_stage_asset_id_no_key on park_stage (bank_id, asset_id, no);
alter table park_stage add constraint park_stage_asset_id_fkey foreign key (bank_id, asset_id) references park_asset (bank_id, id) on delete no action on update no action;
alter table park_stage add constraint park_stage_state_check check (state in ('PLANNED', 'CERTIFIED'));
alter table park_stage add constraint park_stage_amount_fen_not_negative check (amount_fen > 0);
alter table park_stage add constraint park_stage_certified_check check ((state = 'CERTIFIED') = (certified_on is not null));
select fangshi_schema.protect('park_stage', 'closed', null, false);

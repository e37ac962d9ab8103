-- What stands behind a loan besides persons: an asset once in the bank, each charge on it through its life, and what it was
-- worth when. An asset is known by its certificate or serial number.
create table collateral (
    bank_id uuid not null,
    id uuid not null,
    kind text not null,
    certificate_no text not null,
    certificate_key text not null,
    description text not null,
    owner_name text not null,
    owner_id_no text not null,
    price_fen bigint,
    value_fen bigint not null,
    appraised_on date not null,
    version integer not null default 1,
    created_by uuid,
    created_at timestamptz(3) not null default current_timestamp,
    constraint collateral_pkey primary key (bank_id, id)
);
create unique index collateral_certificate_key_key on collateral (bank_id, certificate_key);
alter table collateral add constraint collateral_kind_check check (kind in
  ('PLANT', 'OFFICE', 'EQUIP_NEW', 'EQUIP_USED', 'RENOVATION', 'CONSTRUCTION', 'HOUSE', 'VEHICLE', 'OTHER'));
alter table collateral add constraint collateral_value_positive check (value_fen > 0 and (price_fen is null or price_fen > 0));

create table collateral_valuation (
    bank_id uuid not null,
    id uuid not null,
    collateral_id uuid not null,
    value_fen bigint not null,
    appraised_on date not null,
    appraiser text not null,
    file_id uuid not null,
    recorded_by uuid,
    at timestamptz(3) not null,
    constraint collateral_valuation_pkey primary key (bank_id, id)
);
create index collateral_valuation_collateral_id_idx on collateral_valuation (bank_id, collateral_id);
create index collateral_valuation_file_id_idx on collateral_valuation (bank_id, file_id);
alter table collateral_valuation add constraint collateral_valuation_collateral_id_fkey
  foreign key (bank_id, collateral_id) references collateral (bank_id, id) on delete no action on update no action;
alter table collateral_valuation add constraint collateral_valuation_file_id_fkey
  foreign key (bank_id, file_id) references file_object (bank_id, id) on delete no action on update no action;
alter table collateral_valuation add constraint collateral_valuation_value_positive check (value_fen > 0);

create table collateral_charge (
    bank_id uuid not null,
    id uuid not null,
    collateral_id uuid not null,
    application_id uuid not null,
    secured_fen bigint not null,
    state text not null,
    reuse_note text,
    registry text,
    advance_no text,
    advance_on date,
    register_no text,
    registered_on date,
    released_on date,
    file_id uuid,
    proposal jsonb,
    proposed_by uuid,
    confirmed_by uuid,
    version integer not null default 1,
    created_by uuid,
    created_at timestamptz(3) not null default current_timestamp,
    constraint collateral_charge_pkey primary key (bank_id, id)
);
create index collateral_charge_collateral_id_idx on collateral_charge (bank_id, collateral_id);
create index collateral_charge_application_id_idx on collateral_charge (bank_id, application_id);
create index collateral_charge_file_id_idx on collateral_charge (bank_id, file_id);
create index collateral_charge_state_idx on collateral_charge (bank_id, state);
create unique index collateral_charge_live_key on collateral_charge (bank_id, collateral_id, application_id)
  where state in ('RECORDED', 'ADVANCE', 'REGISTERED');
alter table collateral_charge add constraint collateral_charge_collateral_id_fkey
  foreign key (bank_id, collateral_id) references collateral (bank_id, id) on delete no action on update no action;
alter table collateral_charge add constraint collateral_charge_application_id_fkey
  foreign key (bank_id, application_id) references application (bank_id, id) on delete no action on update no action;
alter table collateral_charge add constraint collateral_charge_file_id_fkey
  foreign key (bank_id, file_id) references file_object (bank_id, id) on delete no action on update no action;
alter table collateral_charge add constraint collateral_charge_state_check
  check (state in ('RECORDED', 'ADVANCE', 'REGISTERED', 'RELEASED', 'WITHDRAWN'));
alter table collateral_charge add constraint collateral_charge_secured_positive check (secured_fen > 0);

select fangshi_schema.protect('collateral', 'closed', null, false);
select fangshi_schema.protect('collateral_valuation', 'closed', null, true);
select fangshi_schema.protect('collateral_charge', 'closed', null, false);

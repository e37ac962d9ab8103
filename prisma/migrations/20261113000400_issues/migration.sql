-- Direct financing: several enterprises issue together, each owing its own part. The bank refers, builds the pool, collects
-- papers and watches it; investors' money and the reserve lie with the trustee.
create table issue_pool (
    bank_id uuid not null,
    id uuid not null,
    code text not null,
    name text not null,
    kind text not null,
    market_id uuid not null,
    state text not null,
    underwriter_id uuid,
    enhancer_id uuid,
    trustee_id uuid,
    enhancement_fen bigint not null,
    senior_ppm integer not null,
    mezz_ppm integer not null,
    junior_ppm integer not null,
    rate_ppm integer,
    registration_no text,
    rating text,
    issued_on date,
    matures_on date,
    created_by uuid,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint issue_pool_pkey primary key (bank_id, id)
);
create unique index issue_pool_code_key on issue_pool (bank_id, code);
create index issue_pool_market_id_idx on issue_pool (bank_id, market_id);
create index issue_pool_underwriter_id_idx on issue_pool (bank_id, underwriter_id);
create index issue_pool_enhancer_id_idx on issue_pool (bank_id, enhancer_id);
create index issue_pool_trustee_id_idx on issue_pool (bank_id, trustee_id);
alter table issue_pool add constraint issue_pool_market_id_fkey foreign key (bank_id, market_id) references market (bank_id, id) on delete no action on update no action;
alter table issue_pool add constraint issue_pool_underwriter_id_fkey foreign key (bank_id, underwriter_id) references party (bank_id, id) on delete no action on update no action;
alter table issue_pool add constraint issue_pool_enhancer_id_fkey foreign key (bank_id, enhancer_id) references party (bank_id, id) on delete no action on update no action;
alter table issue_pool add constraint issue_pool_trustee_id_fkey foreign key (bank_id, trustee_id) references party (bank_id, id) on delete no action on update no action;
alter table issue_pool add constraint issue_pool_kind_check check (kind in ('NOTE', 'BOND', 'TRUST'));
alter table issue_pool add constraint issue_pool_state_check check (state in ('PROSPECT', 'DUE_DILIGENCE', 'RATED', 'ENHANCEMENT_AGREED', 'REGISTERED', 'ISSUED', 'IN_SERVICE', 'TRIGGERED', 'REDEEMED', 'DROPPED'));
alter table issue_pool add constraint issue_pool_tranches_check check (senior_ppm + mezz_ppm + junior_ppm = 1000000 and senior_ppm >= 0 and mezz_ppm >= 0 and junior_ppm >= 0);
alter table issue_pool add constraint issue_pool_enhancement_fen_not_negative check (enhancement_fen >= 0);
select fangshi_schema.protect('issue_pool', 'closed', null, false);

create table issuer_slot (
    bank_id uuid not null,
    id uuid not null,
    pool_id uuid not null,
    name text not null,
    uscc text not null,
    legal_person boolean not null,
    net_assets_fen bigint not null,
    existing_notes_fen bigint not null,
    amount_fen bigint not null,
    state text not null,
    dropped_on date,
    drop_reason text,
    version integer not null default 1,
    constraint issuer_slot_pkey primary key (bank_id, id)
);
create unique index issuer_slot_pool_id_uscc_key on issuer_slot (bank_id, pool_id, uscc);
alter table issuer_slot add constraint issuer_slot_pool_id_fkey foreign key (bank_id, pool_id) references issue_pool (bank_id, id) on delete no action on update no action;
alter table issuer_slot add constraint issuer_slot_state_check check (state in ('IN', 'DROPPED'));
alter table issuer_slot add constraint issuer_slot_amount_fen_not_negative check (amount_fen > 0);
alter table issuer_slot add constraint issuer_slot_existing_notes_fen_not_negative check (existing_notes_fen >= 0);
select fangshi_schema.protect('issuer_slot', 'closed', null, false);

create table issue_payment (
    bank_id uuid not null,
    id uuid not null,
    pool_id uuid not null,
    slot_id uuid not null,
    due_on date not null,
    principal_fen bigint not null,
    interest_fen bigint not null,
    reserved_fen bigint not null default 0,
    issuer_fen bigint not null default 0,
    enhancer_fen bigint not null default 0,
    unpaid_fen bigint not null default 0,
    state text not null,
    stage text not null default 'NONE',
    trace jsonb,
    version integer not null default 1,
    constraint issue_payment_pkey primary key (bank_id, id)
);
create unique index issue_payment_slot_id_due_on_key on issue_payment (bank_id, slot_id, due_on);
create index issue_payment_pool_id_due_on_idx on issue_payment (bank_id, pool_id, due_on);
alter table issue_payment add constraint issue_payment_pool_id_fkey foreign key (bank_id, pool_id) references issue_pool (bank_id, id) on delete no action on update no action;
alter table issue_payment add constraint issue_payment_slot_id_fkey foreign key (bank_id, slot_id) references issuer_slot (bank_id, id) on delete no action on update no action;
alter table issue_payment add constraint issue_payment_state_check check (state in ('DUE', 'PAID', 'DEFAULTED'));
alter table issue_payment add constraint issue_payment_stage_check check (stage in ('NONE', 'NOTICE', 'ENHANCER', 'DEFAULT'));
alter table issue_payment add constraint issue_payment_principal_fen_not_negative check (principal_fen >= 0);
alter table issue_payment add constraint issue_payment_interest_fen_not_negative check (interest_fen >= 0);
alter table issue_payment add constraint issue_payment_reserved_fen_not_negative check (reserved_fen >= 0 and reserved_fen <= principal_fen + interest_fen);
alter table issue_payment add constraint issue_payment_paid_check check (state = 'DUE' or reserved_fen + issuer_fen + enhancer_fen + unpaid_fen = principal_fen + interest_fen);
select fangshi_schema.protect('issue_payment', 'closed', null, false);

create table issue_deposit (
    bank_id uuid not null,
    id uuid not null,
    payment_id uuid not null,
    amount_fen bigint not null,
    value_date date not null,
    reference text not null,
    recorded_by uuid,
    at timestamptz(3) not null,
    constraint issue_deposit_pkey primary key (bank_id, id)
);
create unique index issue_deposit_reference_key on issue_deposit (bank_id, reference);
create index issue_deposit_payment_id_idx on issue_deposit (bank_id, payment_id);
alter table issue_deposit add constraint issue_deposit_payment_id_fkey foreign key (bank_id, payment_id) references issue_payment (bank_id, id) on delete no action on update no action;
alter table issue_deposit add constraint issue_deposit_amount_fen_not_negative check (amount_fen > 0);
select fangshi_schema.protect('issue_deposit', 'closed', null, true);

create table issue_disclosure (
    bank_id uuid not null,
    id uuid not null,
    pool_id uuid not null,
    kind text not null,
    due_on date not null,
    done_on date,
    reference text,
    done_by uuid,
    version integer not null default 1,
    constraint issue_disclosure_pkey primary key (bank_id, id)
);
create unique index issue_disclosure_pool_id_kind_due_on_key on issue_disclosure (bank_id, pool_id, kind, due_on);
alter table issue_disclosure add constraint issue_disclosure_pool_id_fkey foreign key (bank_id, pool_id) references issue_pool (bank_id, id) on delete no action on update no action;
alter table issue_disclosure add constraint issue_disclosure_kind_check check (kind in ('ISSUE_RESULT', 'ANNUAL_REPORT', 'HALF_YEAR_REPORT', 'PAYMENT_NOTICE', 'TRACKING_RATING'));
select fangshi_schema.protect('issue_disclosure', 'closed', null, false);

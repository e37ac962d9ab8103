-- Partners as the bank knows them: what they are, who is behind them, their figures over time, their reviews; agreements
-- with limits that hold, in versions to which the partner agrees.
create table partner_profile (
    bank_id uuid not null,
    party_id uuid not null,
    legal_form text not null,
    licence_no text,
    licence_valid_until date,
    established_on date,
    paid_in_capital_fen bigint,
    rating text,
    government_backed boolean not null default false,
    mainly_small_or_agri boolean not null default false,
    listed_in_plan boolean not null default false,
    review_due_on date,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint partner_profile_pkey primary key (bank_id, party_id)
);
create index partner_profile_review_due_on_idx on partner_profile (bank_id, review_due_on);
alter table partner_profile add constraint partner_profile_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table partner_profile add constraint partner_profile_legal_form_check check (legal_form in ('COMPANY', 'BRANCH', 'STATE_ORGAN', 'NONPROFIT', 'PUBLIC_INSTITUTION', 'POOL'));
alter table partner_profile add constraint partner_profile_paid_in_capital_fen_not_negative check (paid_in_capital_fen >= 0);

create table partner_person (
    bank_id uuid not null,
    id uuid not null,
    party_id uuid not null,
    role text not null,
    name text not null,
    id_no text,
    phone text,
    share_ppm integer,
    since date not null,
    until date,
    version integer not null default 1,
    constraint partner_person_pkey primary key (bank_id, id)
);
create index partner_person_party_id_idx on partner_person (bank_id, party_id);
create index partner_person_id_no_idx on partner_person (bank_id, id_no);
alter table partner_person add constraint partner_person_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table partner_person add constraint partner_person_role_check check (role in ('LEGAL_REP', 'CONTROLLER', 'SHAREHOLDER', 'CONTACT'));
alter table partner_person add constraint partner_person_share_check check (share_ppm between 0 and 1000000);
alter table partner_person add constraint partner_person_time_check check (until is null or until >= since);

create table partner_document (
    bank_id uuid not null,
    id uuid not null,
    party_id uuid not null,
    kind text not null,
    file_id uuid,
    number text,
    issued_on date,
    valid_until date,
    recorded_by uuid,
    at timestamptz(3) not null,
    constraint partner_document_pkey primary key (bank_id, id)
);
create index partner_document_party_id_idx on partner_document (bank_id, party_id);
alter table partner_document add constraint partner_document_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table partner_document add constraint partner_document_kind_check check (kind in ('BUSINESS_LICENCE', 'QUALIFICATION', 'CHARTER', 'FINANCIAL_STATEMENTS', 'RESOLUTION', 'HEAD_OFFICE_AUTHORISATION', 'FUND_RULES', 'LAND_USE_RIGHT', 'PLANNING_PERMIT', 'POOL_AGREEMENT', 'OTHER'));

create table partner_financial (
    bank_id uuid not null,
    id uuid not null,
    party_id uuid not null,
    as_of date not null,
    audited boolean not null,
    figures jsonb not null,
    recorded_by uuid,
    at timestamptz(3) not null,
    constraint partner_financial_pkey primary key (bank_id, id)
);
create index partner_financial_party_id_as_of_idx on partner_financial (bank_id, party_id, as_of);
alter table partner_financial add constraint partner_financial_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;

create table pool_share (
    bank_id uuid not null,
    pool_id uuid not null,
    party_id uuid not null,
    share_ppm integer not null,
    lead boolean not null default false,
    constraint pool_share_pkey primary key (bank_id, pool_id, party_id)
);
alter table pool_share add constraint pool_share_pool_id_fkey foreign key (bank_id, pool_id) references party (bank_id, id) on delete no action on update no action;
alter table pool_share add constraint pool_share_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table pool_share add constraint pool_share_share_check check (share_ppm between 1 and 1000000);
alter table pool_share add constraint pool_share_not_itself check (pool_id <> party_id);
create index pool_share_party_id_idx on pool_share (bank_id, party_id);

create table partner_review (
    bank_id uuid not null,
    id uuid not null,
    party_id uuid not null,
    kind text not null,
    state text not null,
    tests jsonb not null,
    trace jsonb not null,
    recommendation text not null,
    rating text,
    opinion text not null,
    proposed_by uuid,
    proposer_key text not null,
    proposed_at timestamptz(3) not null,
    decided_by uuid,
    decided_at timestamptz(3),
    decision text,
    version integer not null default 1,
    constraint partner_review_pkey primary key (bank_id, id)
);
create index partner_review_party_id_idx on partner_review (bank_id, party_id);
create unique index partner_review_open_key on partner_review (bank_id, party_id) where state = 'PROPOSED';
alter table partner_review add constraint partner_review_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table partner_review add constraint partner_review_kind_check check (kind in ('ADMISSION', 'YEARLY', 'EVENT'));
alter table partner_review add constraint partner_review_state_check check (state in ('PROPOSED', 'AGREED', 'REFUSED'));
alter table partner_review add constraint partner_review_recommendation_check check (recommendation in ('ADMIT', 'KEEP', 'WATCH', 'STOP', 'DECLINE'));

-- An agreement's limits are held by the database: what is used never passes the total, and a single deal never a client.
alter table cooperation_scheme add column number text, add column single_deal_limit_fen bigint, add column used_fen bigint not null default 0,
  add column supersedes_id uuid, add column activated_by uuid, add column activated_at timestamptz(3);
drop index cooperation_scheme_market_id_mode_version_no_key;
create unique index cooperation_scheme_market_id_mode_party_id_version_no_key on cooperation_scheme (bank_id, market_id, mode, party_id, version_no);
create unique index cooperation_scheme_one_active on cooperation_scheme (bank_id, market_id, mode, party_id) where state = 'ACTIVE';
alter table cooperation_scheme add constraint cooperation_scheme_used_fen_not_negative check (used_fen >= 0);
alter table cooperation_scheme add constraint cooperation_scheme_single_deal_limit_fen_not_negative check (single_deal_limit_fen >= 0);
alter table cooperation_scheme add constraint cooperation_scheme_limit_order check (single_deal_limit_fen <= single_client_limit_fen and single_client_limit_fen <= total_coop_limit_fen);
alter table cooperation_scheme add constraint cooperation_scheme_used_within check (used_fen <= total_coop_limit_fen);

create table scheme_consent (
    bank_id uuid not null,
    id uuid not null,
    scheme_id uuid not null,
    party_id uuid not null,
    state text not null,
    changes jsonb not null,
    asked_by uuid,
    asked_at timestamptz(3) not null,
    answered_by uuid,
    answered_at timestamptz(3),
    note text,
    version integer not null default 1,
    constraint scheme_consent_pkey primary key (bank_id, id)
);
create index scheme_consent_party_id_idx on scheme_consent (bank_id, party_id);
create unique index scheme_consent_scheme_id_party_id_key on scheme_consent (bank_id, scheme_id, party_id);
alter table scheme_consent add constraint scheme_consent_scheme_id_fkey foreign key (bank_id, scheme_id) references cooperation_scheme (bank_id, id) on delete no action on update no action;
alter table scheme_consent add constraint scheme_consent_state_check check (state in ('ASKED', 'CONSENTED', 'REFUSED'));

create table scheme_hold (
    bank_id uuid not null,
    scheme_id uuid not null,
    application_id uuid not null,
    client_key text not null,
    amount_fen bigint not null,
    used_fen bigint not null,
    state text not null,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint scheme_hold_pkey primary key (bank_id, scheme_id, application_id)
);
create index scheme_hold_application_id_idx on scheme_hold (bank_id, application_id);
create index scheme_hold_scheme_id_client_key_idx on scheme_hold (bank_id, scheme_id, client_key);
alter table scheme_hold add constraint scheme_hold_scheme_id_fkey foreign key (bank_id, scheme_id) references cooperation_scheme (bank_id, id) on delete no action on update no action;
alter table scheme_hold add constraint scheme_hold_application_id_fkey foreign key (bank_id, application_id) references application (bank_id, id) on delete no action on update no action;
alter table scheme_hold add constraint scheme_hold_state_check check (state in ('HELD', 'DRAWN', 'RELEASED'));
alter table scheme_hold add constraint scheme_hold_amount_fen_not_negative check (amount_fen >= 0);
alter table scheme_hold add constraint scheme_hold_used_fen_not_negative check (used_fen >= 0 and used_fen <= amount_fen);

alter table party drop constraint party_kind_check;
alter table party add constraint party_kind_check check (kind in ('OPERATOR', 'GUARANTOR', 'INSURER', 'INSURANCE_POOL', 'GOV_FUND', 'PARK', 'DEVELOPER', 'UNDERWRITER', 'TRUSTEE'));

select fangshi_schema.protect('partner_profile', 'closed', null, false);
select fangshi_schema.protect('partner_person', 'closed', null, false);
select fangshi_schema.protect('partner_document', 'closed', null, true);
select fangshi_schema.protect('partner_financial', 'closed', null, true);
select fangshi_schema.protect('pool_share', 'closed', null, false);
select fangshi_schema.protect('partner_review', 'closed', null, false);
select fangshi_schema.protect('scheme_consent', 'own', 'party_id', false);
select fangshi_schema.protect('scheme_hold', 'closed', null, false);

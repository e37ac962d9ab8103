-- Accounts of all kinds that secure or share a risk. What may move on each is written into the table of movements, so that
-- no program, whatever it thinks, can take money out another way.
alter table margin_account add column party_id uuid, add column scheme_id uuid, add column interest_owner text not null default 'MEMBER';
alter table margin_account add constraint margin_account_interest_owner_check check (interest_owner in ('POOL', 'MEMBER'));
alter table margin_account drop constraint margin_account_type_check;
alter table margin_account add constraint margin_account_type_check check (type in ('JG_MARGIN', 'ASSIST_FUND', 'RISK_COMP_FUND', 'GUARANTOR_MARGIN', 'DEVELOPER_MARGIN', 'DEBT_SERVICE_RESERVE'));
alter table margin_account add constraint margin_account_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table margin_account add constraint margin_account_scheme_id_fkey foreign key (bank_id, scheme_id) references cooperation_scheme (bank_id, id) on delete no action on update no action;
create index margin_account_party_id_idx on margin_account (bank_id, party_id);
create index margin_account_scheme_id_idx on margin_account (bank_id, scheme_id);
create unique index margin_account_id_type_key on margin_account (bank_id, id, type);

-- available = ledger − frozen ≥ 0 (INV-A4). A court may freeze more than there is: then what is there is frozen.
alter table margin_account add constraint margin_account_available_check check (frozen_fen <= ledger_fen);
alter table margin_sub_ledger add constraint margin_sub_ledger_available_check check (frozen_fen <= ledger_fen);
alter table margin_sub_ledger alter column application_id drop not null;

alter table movement_request add column reverses_id uuid;
alter table movement_request drop constraint movement_request_kind_check;
alter table movement_request add constraint movement_request_kind_check check (kind in ('MARGIN_IN', 'REPLENISH_IN', 'DEPOSIT_INTEREST', 'RECOVERY_IN', 'SEED_IN', 'TOPUP_IN', 'COMPENSATION_OUT', 'RELEASE_OUT', 'INTEREST_OUT', 'PROGRAM_END_OUT', 'BOND_PAYMENT_OUT', 'REVERSAL'));
create unique index movement_request_reverses_key on movement_request (bank_id, reverses_id) where state <> 'REJECTED' and reverses_id is not null;

alter table account_movement no force row level security;
alter table margin_account no force row level security;
alter table account_movement add column account_type text, add column seq integer, add column effect_fen bigint, add column reverses_id uuid;
update account_movement m set account_type = a.type, effect_fen = m.after_fen - m.before_fen, seq = n.seq
  from margin_account a, (select bank_id, id, row_number() over (partition by bank_id, sub_ledger_id order by at, id) as seq from account_movement) n
  where a.bank_id = m.bank_id and a.id = m.account_id and n.bank_id = m.bank_id and n.id = m.id;
alter table account_movement alter column account_type set not null, alter column seq set not null, alter column effect_fen set not null;
alter table account_movement force row level security;
alter table margin_account force row level security;
alter table account_movement drop constraint account_movement_account_id_fkey;
alter table account_movement add constraint account_movement_account_id_fkey foreign key (bank_id, account_id, account_type) references margin_account (bank_id, id, type) on delete no action on update no action;
alter table account_movement add constraint account_movement_reverses_id_fkey foreign key (bank_id, reverses_id) references account_movement (bank_id, id) on delete no action on update no action;
alter table account_movement drop constraint account_movement_kind_check;
-- The table of §2.1.3, and nothing else (INV-A3).
alter table account_movement add constraint account_movement_kind_check check (kind in ('MARGIN_IN', 'REPLENISH_IN', 'DEPOSIT_INTEREST', 'RECOVERY_IN', 'SEED_IN', 'TOPUP_IN', 'COMPENSATION_OUT', 'RELEASE_OUT', 'INTEREST_OUT', 'PROGRAM_END_OUT', 'BOND_PAYMENT_OUT', 'REVERSAL'));
alter table account_movement add constraint account_movement_permitted_check check (
  kind = 'REVERSAL'
  or (account_type in ('JG_MARGIN', 'ASSIST_FUND') and kind in ('MARGIN_IN', 'REPLENISH_IN', 'DEPOSIT_INTEREST', 'RECOVERY_IN', 'COMPENSATION_OUT', 'RELEASE_OUT', 'INTEREST_OUT'))
  or (account_type = 'RISK_COMP_FUND' and kind in ('SEED_IN', 'TOPUP_IN', 'DEPOSIT_INTEREST', 'RECOVERY_IN', 'COMPENSATION_OUT', 'PROGRAM_END_OUT'))
  or (account_type = 'GUARANTOR_MARGIN' and kind in ('MARGIN_IN', 'REPLENISH_IN', 'DEPOSIT_INTEREST', 'COMPENSATION_OUT', 'RELEASE_OUT'))
  or (account_type = 'DEVELOPER_MARGIN' and kind in ('MARGIN_IN', 'REPLENISH_IN', 'COMPENSATION_OUT', 'RELEASE_OUT'))
  or (account_type = 'DEBT_SERVICE_RESERVE' and kind in ('MARGIN_IN', 'BOND_PAYMENT_OUT')));
-- Before, effect and after agree; what comes in raises, what goes out lowers; a reversal names what it takes back (INV-A8).
alter table account_movement add constraint account_movement_effect_check check (
  after_fen = before_fen + effect_fen and abs(effect_fen) = amount_fen and amount_fen > 0
  and case when kind = 'REVERSAL' then reverses_id is not null
           when kind like '%\_IN' or kind = 'DEPOSIT_INTEREST' then effect_fen > 0 and reverses_id is null
           else effect_fen < 0 and reverses_id is null end);
-- Two people always; a compensation has its claim and the account that it pays (INV-A1).
alter table account_movement add constraint account_movement_two_people_check check (maker_id <> checker_id);
alter table account_movement add constraint account_movement_claim_check check (kind <> 'COMPENSATION_OUT' or (claim_id is not null and beneficiary_account is not null));
create unique index account_movement_sub_ledger_seq_key on account_movement (bank_id, sub_ledger_id, seq);
create unique index account_movement_reverses_id_key on account_movement (bank_id, reverses_id);
drop index account_movement_account_id_idx;
create index account_movement_account_id_idx on account_movement (bank_id, account_id, account_type);
create index account_movement_value_date_idx on account_movement (bank_id, account_id, value_date);

create table account_freeze (
    bank_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    sub_ledger_id uuid not null,
    amount_fen bigint not null,
    authority text not null,
    document_no text not null,
    state text not null,
    frozen_on date not null,
    frozen_by uuid not null,
    lift_document_no text,
    lifted_on date,
    lifted_by uuid,
    version integer not null default 1,
    constraint account_freeze_pkey primary key (bank_id, id)
);
create index account_freeze_account_id_idx on account_freeze (bank_id, account_id);
create index account_freeze_sub_ledger_id_idx on account_freeze (bank_id, sub_ledger_id);
alter table account_freeze add constraint account_freeze_account_id_fkey foreign key (bank_id, account_id) references margin_account (bank_id, id) on delete no action on update no action;
alter table account_freeze add constraint account_freeze_sub_ledger_id_fkey foreign key (bank_id, sub_ledger_id) references margin_sub_ledger (bank_id, id) on delete no action on update no action;
alter table account_freeze add constraint account_freeze_state_check check (state in ('ACTIVE', 'LIFTED'));
alter table account_freeze add constraint account_freeze_amount_fen_not_negative check (amount_fen >= 0);
alter table account_freeze add constraint account_freeze_two_people_check check (lifted_by is null or lifted_by <> frozen_by);
select fangshi_schema.protect('account_freeze', 'closed', null, false);

-- What each account was at the end of a day: main account, sub-ledgers, and the core where it has spoken (INV-A4).
create table account_reconciliation (
    bank_id uuid not null,
    account_id uuid not null,
    day date not null,
    ledger_fen bigint not null,
    sub_fen bigint not null,
    core_fen bigint,
    frozen_fen bigint not null,
    difference_fen bigint not null,
    at timestamptz(3) not null,
    constraint account_reconciliation_pkey primary key (bank_id, account_id, day)
);
alter table account_reconciliation add constraint account_reconciliation_account_id_fkey foreign key (bank_id, account_id) references margin_account (bank_id, id) on delete no action on update no action;
alter table account_reconciliation add constraint account_reconciliation_ledger_fen_not_negative check (ledger_fen >= 0);
alter table account_reconciliation add constraint account_reconciliation_sub_fen_not_negative check (sub_fen >= 0);
alter table account_reconciliation add constraint account_reconciliation_frozen_fen_not_negative check (frozen_fen >= 0);
select fangshi_schema.protect('account_reconciliation', 'closed', null, true);

-- The portfolio as it stood on a day, counted once and read often; and what became of loans from month to month.
create table portfolio_day (
    bank_id uuid not null,
    as_on date not null,
    taken_at timestamptz(3) not null,
    loans integer not null,
    constraint portfolio_day_pkey primary key (bank_id, as_on)
);
-- bucket: days past due 0, 1-30, 31-60, 61-90, 91-180, 181-360, over 360, as 0 to 6
create table portfolio_cell (
    bank_id uuid not null,
    as_on date not null,
    market_id uuid not null,
    mode text not null,
    grade text not null,
    bucket integer not null,
    class text not null,
    borrower_type text not null,
    loans integer not null,
    principal_fen bigint not null,
    provision_fen bigint not null,
    constraint portfolio_cell_pkey primary key (bank_id, as_on, market_id, mode, grade, bucket, class, borrower_type)
);
alter table portfolio_cell add constraint portfolio_cell_day_fkey
  foreign key (bank_id, as_on) references portfolio_day (bank_id, as_on) on delete no action on update no action;
-- to_bucket: 7 paid back, 8 written off
create table roll_cell (
    bank_id uuid not null,
    month date not null,
    from_bucket integer not null,
    to_bucket integer not null,
    loans integer not null,
    principal_fen bigint not null,
    constraint roll_cell_pkey primary key (bank_id, month, from_bucket, to_bucket)
);
create table vintage_cell (
    bank_id uuid not null,
    start_month date not null,
    month date not null,
    loans integer not null,
    granted_fen bigint not null,
    new_late_loans integer not null,
    new_late_fen bigint not null,
    constraint vintage_cell_pkey primary key (bank_id, start_month, month)
);
select fangshi_schema.protect('portfolio_day', 'closed', null, false);
select fangshi_schema.protect('portfolio_cell', 'closed', null, false);
select fangshi_schema.protect('roll_cell', 'closed', null, false);
select fangshi_schema.protect('vintage_cell', 'closed', null, false);

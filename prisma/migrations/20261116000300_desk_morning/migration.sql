-- What the worker has done for a bank's desks on a business day: done once, beside the end of day and not within it.
create table desk_morning (
  bank_id uuid not null,
  day date not null,
  counts jsonb not null default '{}',
  done_at timestamptz(3) not null,
  primary key (bank_id, day)
);
select fangshi_schema.protect('desk_morning', 'closed', null, false);

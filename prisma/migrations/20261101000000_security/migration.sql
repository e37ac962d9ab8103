-- What every table of this schema goes through, so that one bank, and one party, never sees another's rows.
-- Runs as the owner of the schema; the application's role is fangshi_app (see docs/operations.md).

create extension if not exists pg_trgm;

grant usage on schema public to fangshi_app;

create schema fangshi_schema;

-- party_mode: 'own'    rows whose party_column is the partner user's own party
--             'flag'   rows whose boolean party_column says that partners may read them
--             'open'   every row of the bank (calendar, counters)
--             'closed' bank staff only
-- The settings are compared inside (select ...) so that they are read once a statement, not once a row.
-- app.party_id holds the party, or the word 'staff'; unset means no row at all.
create function fangshi_schema.protect(tbl text, party_mode text, party_column text, append_only boolean)
returns void language plpgsql set search_path = pg_catalog, public as $$
declare
  tenant constant text := 'bank_id = (select nullif(current_setting(''app.bank_id'', true), '''')::uuid)';
  party  constant text := '(select current_setting(''app.party_id'', true))';
  test   text;
begin
  execute format('alter table public.%I enable row level security', tbl);
  execute format('alter table public.%I force row level security', tbl);
  execute format('create policy tenant on public.%I using (%s) with check (%s)', tbl, tenant, tenant);
  test := case party_mode
    when 'own'    then format('%s = ''staff'' or %I::text = %s', party, party_column, party)
    when 'flag'   then format('%s = ''staff'' or %I', party, party_column)
    when 'closed' then format('%s = ''staff''', party)
    when 'open'   then format('%s is not null', party)
  end;
  if test is null then
    raise exception 'unknown party mode %', party_mode;
  end if;
  execute format('create policy party on public.%I as restrictive using (%s) with check (%s)', tbl, test, test);
  if append_only then
    execute format('grant select, insert on public.%I to fangshi_app', tbl);
  else
    execute format('grant select, insert, update, delete on public.%I to fangshi_app', tbl);
  end if;
end $$;

revoke all on function fangshi_schema.protect(text, text, text, boolean) from public;

-- On a connection where app.party_id was once set for a transaction, it reads as '' afterwards, not as null. Rows that
-- are open to every partner need somebody who looks: an empty setting is nobody.
create or replace function fangshi_schema.protect(tbl text, party_mode text, party_column text, append_only boolean)
returns void language plpgsql set search_path = pg_catalog, public as $$
declare
  tenant constant text := 'bank_id = (select nullif(current_setting(''app.bank_id'', true), '''')::uuid)';
  party  constant text := '(select nullif(current_setting(''app.party_id'', true), ''''))';
  test   text;
begin
  execute format('alter table public.%I enable row level security', tbl);
  execute format('alter table public.%I force row level security', tbl);
  execute format('drop policy if exists tenant on public.%I', tbl);
  execute format('drop policy if exists party on public.%I', tbl);
  execute format('create policy tenant on public.%I using (%s) with check (%s)', tbl, tenant, tenant);
  test := case party_mode
    when 'own'    then format('%s = ''staff'' or %I::text = %s', party, party_column, party)
    when 'flag'   then format('%s = ''staff'' or (%I and %s is not null)', party, party_column, party)
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

select fangshi_schema.protect('parameter', 'flag', 'open_to_partners', false);
select fangshi_schema.protect('bank_setting', 'open', null, false);
select fangshi_schema.protect('calendar_day', 'open', null, false);
select fangshi_schema.protect('counter', 'open', null, false);
select fangshi_schema.protect('audit_head', 'open', null, false);

-- A condition of an approval that is no more: neither met nor let go, it lapses with what it was set for.
alter table condition drop constraint condition_state_check;
alter table condition add constraint condition_state_check
  check (state in ('OPEN', 'SUBMITTED', 'VERIFIED', 'REJECTED', 'WAIVED', 'LAPSED'));

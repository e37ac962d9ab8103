-- A later list with nothing unusual in it is decided below the first level.
alter table credit_plan drop constraint credit_plan_level_check;
alter table credit_plan add constraint credit_plan_level_check check (level in ('ADD_ON', 'L1', 'L2', 'L3', 'L4'));

-- The queue is read in the order of its due times: an unnamed seat has no user to stand in between.
drop index countersign_seat_waiting_idx;
create index countersign_seat_unnamed_idx on countersign_seat (bank_id, role, due_at, id) where state = 'WAITING' and user_id is null;

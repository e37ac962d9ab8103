-- A score's age counts in the bank's business dates, not in the clock's: the day is kept beside the instant.
alter table score_result add column scored_on date;

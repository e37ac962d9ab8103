-- Lifting a suspension takes the agreement of two heads (domain rules §10.1): each is a decision on the market.
alter table market_decision drop constraint market_decision_decision_check;
alter table market_decision add constraint market_decision_decision_check
  check (decision in ('ADMIT', 'CONDITIONAL', 'REJECT', 'RETURN', 'REINSTATE'));

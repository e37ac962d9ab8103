import { describe, expect, it } from 'vitest'
import { APPROVAL_DEFAULTS } from '@/lib/approvals/parameters'
import {
  checkReconsideration,
  isFresh,
  merchantApprovalExpired,
  merchantValidity,
  planExpired,
  planValidity,
} from '@/lib/approvals/rules/validity'
import { date } from '@/lib/platform/dates'

const p = APPROVAL_DEFAULTS.validity
const approved = date('2026-03-02')

describe('validity (§6.4)', () => {
  it('does not make new business under a plan older than twelve months, or unused for six', () => {
    expect(planValidity(approved, p).validUntil.toString()).toBe('2027-03-02')
    expect(planExpired(approved, date('2026-06-01'), date('2027-03-02'), p)).toBe(false)
    expect(planExpired(approved, date('2026-06-01'), date('2027-03-03'), p)).toBe(true)
    expect(planExpired(approved, null, date('2026-09-02'), p)).toBe(false)
    expect(planExpired(approved, null, date('2026-09-03'), p)).toBe(true)
  })
  it('lets an approval lapse after 60 days unsigned and 90 days undrawn', () => {
    const v = merchantValidity(approved, date('2027-03-02'), p)
    expect([v.signBy.toString(), v.drawBy.toString()]).toEqual(['2026-05-01', '2026-05-31'])
    expect(merchantApprovalExpired(v, false, date('2026-05-01'))).toBe(false)
    expect(merchantApprovalExpired(v, false, date('2026-05-02'))).toBe(true)
    expect(merchantApprovalExpired(v, true, date('2026-05-31'))).toBe(false)
    expect(merchantApprovalExpired(v, true, date('2026-06-01'))).toBe(true)
    expect(merchantValidity(approved, date('2026-03-10'), p).signBy.toString()).toBe('2026-03-10')
  })
  it('does not count a check from the future or one day too old', () => {
    const on = date('2026-03-10')
    expect(isFresh(date('2026-03-07'), on, 3)).toBe(true)
    expect(isFresh(date('2026-03-06'), on, 3)).toBe(false)
    expect(isFresh(date('2026-03-11'), on, 3)).toBe(false)
  })
  it('reconsiders once, within thirty days, with new facts', () => {
    const ask = { rejectedOn: approved, today: date('2026-04-01'), earlier: 0, newFacts: '新增抵押' }
    expect(checkReconsideration(ask, p)).toBeNull()
    expect(checkReconsideration({ ...ask, earlier: 1 }, p)).toBe('E_RECONSIDERATION_USED')
    expect(checkReconsideration({ ...ask, today: date('2026-04-02') }, p)).toBe('E_RECONSIDERATION_LATE')
    expect(checkReconsideration({ ...ask, newFacts: ' ' }, p)).toBe('E_RECONSIDERATION_FACTS')
  })
})

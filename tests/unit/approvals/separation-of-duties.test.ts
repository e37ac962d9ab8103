import { describe, expect, it } from 'vitest'
import {
  ACT_ROLES,
  ACTS,
  type Act,
  mayAct,
  type PastAct,
  type Person,
  relatedBy,
  SOD_PAIRS,
  twoPersons,
} from '@/lib/approvals/rules/separation-of-duties'

const lin: Person = { personId: 'lin', idNumber: '330199198511300129' }
const zhou: Person = { personId: 'zhou', idNumber: null }
const t0 = new Date('2026-03-02T09:00:00+08:00')
const later = (hours: number) => new Date(t0.getTime() + hours * 3_600_000)
const did = (act: Act, on: PastAct['on'], person = lin): PastAct => ({ act, person, at: t0, on })
const attempt = (act: Act, on: PastAct['on'], person = lin, at = later(1), roles: string[] = []) => ({
  act,
  person,
  roles,
  at,
  on,
})

describe('separation of duties (§6.3)', () => {
  it('every pair of the matrix is refused on the same object and allowed on another, or to another person', () => {
    for (const pair of SOD_PAIRS) {
      for (const kind of pair.on) {
        const past = [did(pair.did, { [kind]: ['x', 'y'] })]
        const hit = mayAct(attempt(pair.mayNot, { [kind]: ['y', 'z'] }), past)
        expect(hit, `${pair.did} → ${pair.mayNot} on ${kind}`).toMatchObject({
          ok: false,
          code: 'E_SOD',
          params: { act: pair.mayNot, earlierAct: pair.did, turn: [...ACT_ROLES[pair.mayNot]] },
        })
        expect(mayAct(attempt(pair.mayNot, { [kind]: ['z'] }), past).ok).toBe(true)
        expect(mayAct(attempt(pair.mayNot, { [kind]: ['y'] }, zhou), past).ok).toBe(true)
      }
    }
  })

  it('no pair of acts outside the matrix is refused', () => {
    const listed = new Set(SOD_PAIRS.map((s) => `${s.did}>${s.mayNot}`))
    const all = {
      merchant: ['x'],
      batch: ['x'],
      plan: ['x'],
      loan: ['x'],
      movement: ['x'],
      score: ['x'],
      scorecard: ['x'],
    }
    for (const first of ACTS) {
      for (const second of ACTS) {
        const result = mayAct(attempt(second, all), [did(first, all)])
        expect(result.ok, `${first} → ${second}`).toBe(!listed.has(`${first}>${second}`))
      }
    }
  })

  it.each([
    ['COLLECT_PACKET', 'DISBURSEMENT_REVIEW'],
    ['RECOMMEND', 'CR_SEAT'],
    ['SCORE', 'OVERRIDE_SCORE'],
    ['SCORE', 'SB_SEAT'],
    ['WRITE_PLAN', 'SB_REVIEW'],
    ['SB_REVIEW', 'CR_SEAT'],
    ['CR_SEAT', 'DISBURSEMENT_APPROVE'],
    ['SB_SEAT', 'CONFIRM_CP'],
    ['CR_SEAT', 'MARGIN_MAKE'],
    ['MANAGE_LOAN', 'WRITE_OFF'],
    ['MANAGE_LOAN', 'CONFIRM_COMPENSATION'],
    ['OPS_MAKE', 'OPS_CHECK'],
    ['CLASSIFY_INITIAL', 'CLASSIFY_APPROVE'],
    ['DISBURSEMENT_REVIEW', 'DISBURSEMENT_APPROVE'],
    ['DEFINE_SCORECARD', 'PUBLISH_SCORECARD'],
  ] satisfies [Act, Act][])('the table’s row stands: who did %s may not %s', (first, second) => {
    expect(SOD_PAIRS.some((s) => s.did === first && s.mayNot === second)).toBe(true)
    expect(SOD_PAIRS.some((s) => s.did === second && s.mayNot === first)).toBe(true)
  })

  it('does not fall for a second account of the same natural person', () => {
    const other: Person = { personId: 'lin2', idNumber: '330199198511300129 ' }
    expect(mayAct(attempt('OPS_CHECK', { movement: ['v'] }, other), [did('OPS_MAKE', { movement: ['v'] })]).ok).toBe(
      false,
    )
  })

  it('does not let a publisher approve with his own scorecard within a day', () => {
    const past = [did('PUBLISH_SCORECARD', { scorecard: ['c1'] })]
    expect(mayAct(attempt('CR_SEAT', { scorecard: ['c1'] }, lin, later(23.9)), past).ok).toBe(false)
    expect(mayAct(attempt('CR_SEAT', { scorecard: ['c1'] }, lin, later(24)), past).ok).toBe(true)
  })

  it('gives administrators and auditors no business act, and names the roles whose turn it is', () => {
    const by = (roles: string[], act: Act = 'CR_SEAT') => mayAct(attempt(act, { plan: ['p'] }, lin, t0, roles), [])
    expect(by(['AUDITOR'])).toMatchObject({ ok: false, params: { earlierAct: null } })
    expect(by(['TENANT_ADMIN'])).toMatchObject({
      ok: false,
      params: { turn: ['CR_REVIEWER', 'CR_APPROVER', 'CR_HEAD'] },
    })
    expect(by(['TENANT_ADMIN'], 'PUBLISH_SCORECARD').ok).toBe(true)
    expect(by(['CR_APPROVER']).ok).toBe(true)
  })

  it('takes two different people for signing, investigating and surveying', () => {
    const rm = { person: lin, roles: ['RM'] }
    expect(twoPersons('SIGNING', [rm, { person: zhou, roles: ['CONTRACT_OFFICER'] }])).toBe(true)
    expect(twoPersons('SIGNING', [{ person: lin, roles: ['RM', 'CONTRACT_OFFICER'] }])).toBe(false)
    const double = { person: { personId: 'lin2', idNumber: lin.idNumber }, roles: ['EVALUATOR'] }
    expect(twoPersons('INVESTIGATION', [rm, double])).toBe(false)
  })

  it('finds a related person by declaration, identity number, phone and address', () => {
    const party = {
      id: 'm1',
      contacts: [{ idNumber: '33019919800115001x', phone: '138 0013 8000', address: '云江市 1 号' }],
    }
    const person = { idNumber: null, phone: null, address: null, declaredPartyIds: [] }
    expect(relatedBy(person, party)).toBeNull()
    expect(relatedBy({ ...person, declaredPartyIds: ['m1'] }, party)).toBe('DECLARED')
    expect(relatedBy({ ...person, idNumber: '33019919800115001X' }, party)).toBe('ID')
    expect(relatedBy({ ...person, phone: '+8613800138000' }, party)).toBe('PHONE')
    expect(relatedBy({ ...person, address: '云江市1号' }, party)).toBe('ADDRESS')
    const unknown = { id: 'm2', contacts: [{ idNumber: null, phone: null, address: null }] }
    expect(relatedBy(person, unknown)).toBeNull()
  })
})

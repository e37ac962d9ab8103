import { describe, expect, it } from 'vitest'
import { APPROVAL_DEFAULTS } from '@/lib/approvals/parameters'
import { type Condition, mayCloseCondition, mergeConditions, openConditions } from '@/lib/approvals/rules/conditions'
import {
  mayOpine,
  type Opinion,
  type Round,
  roundOutcome,
  type Seat,
  seatClock,
} from '@/lib/approvals/rules/countersign'
import { diffPlans, opinionsAfter } from '@/lib/approvals/rules/material-change'
import { date, WEEKDAYS } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'

const p = APPROVAL_DEFAULTS.countersign
const agree: Opinion = { opinion: 'AGREE', conditions: [], lines: {}, otherLines: 'APPROVE' }
const seat = (id: 'SB' | 'CR', opinion: Opinion | null): Seat => ({
  id,
  role: id === 'SB' ? 'SB_HEAD' : 'CR_APPROVER',
  department: id,
  chair: id === 'CR',
  personId: `person-${id}`,
  opinion,
})
const lines = Array.from({ length: 10 }, (_, i) => ({ id: `l${i}`, amountFen: yuan('300000') }))
const round = (sb: Opinion | null, cr: Opinion | null, over: Partial<Round> = {}): Round => ({
  order: 'PARALLEL',
  seats: [seat('SB', sb), seat('CR', cr)],
  lines,
  chairConfirmed: false,
  ...over,
})
const reject: Opinion = { opinion: 'REJECT', reason: '集中度' }
const back = (text: string): Opinion => ({ opinion: 'RETURN_FOR_SUPPLEMENT', items: [{ text, lineId: null }] })
const condition = (seatId: string, over: Partial<Condition>): Condition => ({
  seatId,
  text: '补充保证金',
  type: 'CP',
  ownerId: null,
  due: null,
  evidence: null,
  term: null,
  lineId: null,
  ...over,
})
const withConditions = (...conditions: Condition[]): Opinion => ({
  ...agree,
  opinion: 'AGREE_WITH_CONDITIONS',
  conditions,
})

describe('countersign (§6.2)', () => {
  it('one reject decides at once, whatever the others say or have not said', () => {
    expect(roundOutcome(round(reject, null), p).state).toBe('REJECTED')
    expect(roundOutcome(round(back('x'), reject), p).state).toBe('REJECTED')
  })

  it('returns with the lists of all seats merged', () => {
    const outcome = roundOutcome(round(back('流水'), back('租约')), p)
    expect(outcome).toMatchObject({ state: 'RETURNED', cause: 'ITEMS' })
    if (outcome.state === 'RETURNED') expect(outcome.items.map((i) => i.text)).toEqual(['流水', '租约'])
    expect(roundOutcome(round(back('流水'), null), p)).toMatchObject({ state: 'PENDING', waitingFor: ['CR'] })
  })

  it('waits for every seat, and for a new person where one abstained', () => {
    expect(roundOutcome(round(agree, null), p)).toMatchObject({ state: 'PENDING', waitingFor: ['CR'] })
    const abstained = roundOutcome(round(agree, { opinion: 'ABSTAIN', conflict: '亲属' }), p)
    expect(abstained).toMatchObject({ state: 'PENDING', reassign: ['CR'] })
    expect(roundOutcome(round(null, null, { seats: [] }), p).state).toBe('PENDING')
  })

  it('approves every line that both seats approve, at the lower amount where one reduces', () => {
    const cr: Opinion = { ...agree, lines: { l3: { vote: 'REDUCE', amountFen: yuan('200000') } } }
    const sb: Opinion = { ...agree, lines: { l3: { vote: 'REDUCE', amountFen: yuan('250000') } } }
    const outcome = roundOutcome(round(sb, cr), p)
    expect(outcome.state).toBe('APPROVED')
    if (outcome.state !== 'APPROVED') return
    expect(outcome.lines[3]).toEqual({ lineId: 'l3', result: 'APPROVED_REDUCED', amountFen: yuan('200000') })
    expect(outcome.lines[0]).toEqual({ lineId: 'l0', result: 'APPROVED', amountFen: yuan('300000') })
  })

  it('rejects single merchants under an approved plan, but returns the batch above 30 %', () => {
    const no = (n: number): Opinion => ({
      ...agree,
      lines: Object.fromEntries(lines.slice(0, n).map((l) => [l.id, { vote: 'REJECT', reason: '负债' }])),
    })
    const three = roundOutcome(round(agree, no(3)), p)
    expect(three.state).toBe('APPROVED')
    if (three.state === 'APPROVED') expect(three.lines.filter((l) => l.result === 'REJECTED')).toHaveLength(3)
    expect(roundOutcome(round(agree, no(4)), p)).toMatchObject({ state: 'RETURNED', cause: 'TOO_MANY_REJECTED' })
  })

  it('never approves a line that a seat has not voted on', () => {
    const outcome = roundOutcome(round(agree, { ...agree, otherLines: null, lines: { l0: { vote: 'APPROVE' } } }), p)
    expect(outcome).toMatchObject({ state: 'PENDING' })
    if (outcome.state === 'PENDING') expect(outcome.linesWithoutVote).toHaveLength(9)
  })

  it('keeps the stricter of two conditions and lets the chair confirm it', () => {
    const sb = withConditions(condition('SB', { term: { kind: 'MARGIN_MIN', ppm: 100_000 } }))
    const cr = withConditions(condition('CR', { term: { kind: 'MARGIN_MIN', ppm: 150_000 } }))
    expect(roundOutcome(round(sb, cr), p)).toMatchObject({ state: 'PENDING', chairMustConfirm: true })
    const outcome = roundOutcome(round(sb, cr, { chairConfirmed: true }), p)
    expect(outcome.state).toBe('APPROVED_WITH_CONDITIONS')
    if (outcome.state === 'APPROVED_WITH_CONDITIONS') {
      expect(outcome.conditions.conditions.map((c) => c.term)).toEqual([{ kind: 'MARGIN_MIN', ppm: 150_000 }])
    }
  })

  it.each([
    [
      { kind: 'AMOUNT_MAX', fen: 5n },
      { kind: 'AMOUNT_MAX', fen: 4n },
    ],
    [
      { kind: 'TENOR_MAX', months: 12 },
      { kind: 'TENOR_MAX', months: 6 },
    ],
    [
      { kind: 'RATE_MIN', ppm: 38_000 },
      { kind: 'RATE_MIN', ppm: 40_000 },
    ],
    [
      { kind: 'COVERAGE_MIN', ppm: 700_000 },
      { kind: 'COVERAGE_MIN', ppm: 800_000 },
    ],
  ] as const)('takes %o less strict than %o, in either order', (loose, strict) => {
    const [a, b] = [condition('SB', { term: loose }), condition('CR', { term: strict })]
    expect(mergeConditions([a, b]).conditions[0]!.term).toEqual(strict)
    expect(mergeConditions([b, a]).conditions[0]!.term).toEqual(strict)
    expect(mergeConditions([a, b]).conflicts).toHaveLength(1)
  })

  it('keeps conditions on different merchants, different figures and the same text apart', () => {
    const merged = mergeConditions([
      condition('SB', { term: { kind: 'AMOUNT_MAX', fen: 5n }, lineId: 'l1' }),
      condition('CR', { term: { kind: 'AMOUNT_MAX', fen: 4n }, lineId: 'l2' }),
      condition('SB', {}),
      condition('CR', {}),
    ])
    expect(merged.conditions).toHaveLength(3)
    expect(merged.conflicts).toEqual([])
  })

  it('does not let the person who must satisfy a condition close it, or pay out before it is closed', () => {
    expect(mayCloseCondition({ ownerId: 'rm' }, 'rm')).toBe(false)
    expect(mayCloseCondition({ ownerId: 'rm' }, 'disb')).toBe(true)
    const states = ['OPEN', 'SUBMITTED', 'REJECTED', 'VERIFIED', 'WAIVED'] as const
    expect(openConditions(states.map((state) => ({ type: 'CP', state }))).map((c) => c.state)).toEqual([
      'OPEN',
      'SUBMITTED',
      'REJECTED',
    ])
    expect(openConditions([{ type: 'COVENANT', state: 'OPEN' }])).toEqual([])
  })

  it('lets the credit department speak second when the round is sequential', () => {
    const sequential = (sb: Opinion | null) => round(sb, null, { order: 'SEQUENTIAL' })
    expect(mayOpine(sequential(null), 'CR')).toBe(false)
    expect(mayOpine(sequential(agree), 'CR')).toBe(true)
    expect(mayOpine(sequential(null), 'SB')).toBe(true)
    expect(mayOpine(round(null, null), 'CR')).toBe(true)
    expect(mayOpine(round(agree, null), 'SB')).toBe(false)
  })

  it('reminds after one working day and escalates after two, over the weekend too', () => {
    const clock = (today: string) => seatClock(date('2026-03-06'), date(today), WEEKDAYS, p)
    expect(['2026-03-06', '2026-03-08', '2026-03-09', '2026-03-10'].map(clock)).toEqual([
      'IN_TIME',
      'IN_TIME',
      'REMIND',
      'ESCALATE',
    ])
  })
})

describe('material changes (§6.2)', () => {
  const plan = {
    mode: 'JG',
    aggregateLimitFen: 100n,
    waterfall: ['own', 'mutual', 'joint'],
    merchants: { m1: { amountFen: 10n, tenorMonths: 12 }, m2: { amountFen: 20n, tenorMonths: 12 } },
    attachments: ['a.pdf'],
  }
  it('keeps opinions when only an attachment changed', () => {
    const changes = diffPlans(plan, { ...plan, attachments: ['a.pdf', 'b.pdf'] })
    expect(changes.map((c) => [c.path, c.material])).toEqual([['attachments', false]])
    expect(opinionsAfter(changes)).toBe('KEPT')
    expect(opinionsAfter(diffPlans(plan, structuredClone(plan)))).toBe('KEPT')
  })
  it.each([
    ['aggregateLimitFen', { aggregateLimitFen: 101n }],
    ['waterfall', { waterfall: ['mutual', 'own', 'joint'] }],
    ['merchants.m2.amountFen', { merchants: { ...plan.merchants, m2: { amountFen: 19n, tenorMonths: 12 } } }],
    ['merchants.m2', { merchants: { m1: plan.merchants.m1 } }],
    ['insurerId', { insurerId: 'i1' }],
  ])('voids opinions when %s changed', (path, over) => {
    const changes = diffPlans(plan, { ...plan, ...over })
    expect(changes.map((c) => c.path)).toEqual([path])
    expect(opinionsAfter(changes)).toBe('VOID')
  })
  it('tells two lists apart that read alike', () => {
    expect(diffPlans({ groups: ['a, b'] }, { groups: ['a', 'b'] })).toHaveLength(1)
  })
})

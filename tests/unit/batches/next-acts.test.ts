import { describe, expect, test } from 'vitest'
import { batchFunnel, FUNNEL_STEPS } from '@/lib/batches/funnel'
import { type NextAct, nextActs, relatedWork, type Standing, turnOf } from '@/lib/batches/next-acts'
import { applicationMachine, batchMachine } from '@/lib/batches/workflow'
import { BANK_ROLES, type Role } from '@/lib/platform/actor'
import { allowedEvents } from '@/lib/platform/workflow'

const standing = (more: Partial<Standing>): Standing => ({
  state: 'SUBMITTED',
  mode: 'JG',
  roles: ['RM'],
  counts: { SUBMITTED: 3, PACKET_OK: 2 },
  operatorSubmits: true,
  planId: null,
  seatWaits: false,
  totalClock: null,
  ...more,
})
const mains = (acts: NextAct[]) => acts.filter((a) => a.main).map((a) => a.key)

describe('what a person is offered', () => {
  test('nobody is offered an event that the machine would refuse them', () => {
    for (const state of batchMachine.states) {
      for (const role of BANK_ROLES) {
        const actor = { roles: [role] as Role[] } as Parameters<typeof allowedEvents>[2]
        const allowed: string[] = allowedEvents(batchMachine, state, actor)
        const offered = nextActs(standing({ state, roles: [role], operatorSubmits: false, totalClock: 'RUNNING' }))
          .filter((a) => a.kind === 'act' && a.key !== 'split')
          .map((a) => a.key)
        expect({ state, role, refused: offered.filter((e) => !allowed.includes(e)) }).toEqual({
          state,
          role,
          refused: [],
        })
      }
    }
  })

  test('papers come first; a batch with open papers is not taken in, and it is said how many are open', () => {
    const acts = nextActs(standing({}))
    expect(mains(acts)).toEqual(['check'])
    expect(acts.find((a) => a.key === 'accept')).toMatchObject({ missing: { code: 'UNCHECKED', count: 3 } })
    expect(acts.some((a) => a.key === 'return')).toBe(false)
  })

  test('a merchant that was sent back leads to returning the batch, not to taking it in', () => {
    const acts = nextActs(standing({ counts: { RETURNED: 1, PACKET_OK: 4, DROPPED: 1 } }))
    expect(mains(acts)).toEqual(['return'])
    expect(acts.find((a) => a.key === 'accept')).toMatchObject({ main: false, missing: { count: 1 } })
  })

  test('all checked: the batch can be taken in', () => {
    expect(mains(nextActs(standing({ counts: { PACKET_OK: 4, DROPPED: 2 } })))).toEqual(['accept'])
  })

  test('a batch whose merchants are all gone is not taken in', () => {
    const acts = nextActs(standing({ counts: { DROPPED: 2, WITHDRAWN: 1 } }))
    expect(acts.find((a) => a.key === 'accept')).toMatchObject({ main: false, missing: { code: 'NONE' } })
  })

  test('the customer manager submits only where nobody at the operator can', () => {
    const draft = { state: 'DRAFT', counts: { READY: 3, DRAFT: 1 } } as const
    expect(mains(nextActs(standing(draft)))).toEqual([])
    const alone = nextActs(standing({ ...draft, operatorSubmits: false }))
    expect(alone[0]).toMatchObject({ key: 'submit', main: true, missing: { code: 'UNREADY', count: 1 } })
  })

  test('nobody but the customer manager can end, split or stop the clock of a batch', () => {
    for (const role of BANK_ROLES.filter((r) => r !== 'RM')) {
      for (const state of batchMachine.states) {
        const keys = nextActs(standing({ state, roles: [role], totalClock: 'RUNNING' })).map((a) => a.key)
        expect(keys.filter((k) => ['withdraw', 'split', 'pause-clock', 'resume-clock'].includes(k))).toEqual([])
      }
    }
  })

  test('a clock that stands is started again, not stopped a second time', () => {
    const keys = (totalClock: Standing['totalClock']) =>
      nextActs(standing({ state: 'SCORING', totalClock })).flatMap((a) => (a.kind === 'clock' ? [a.key] : []))
    expect([keys('RUNNING'), keys('PAUSED'), keys(null)]).toEqual([['pause-clock'], ['resume-clock'], []])
  })

  test('an auditor reads and does nothing', () => {
    for (const state of batchMachine.states) expect(nextActs(standing({ state, roles: ['AUDITOR'] }))).toEqual([])
  })
})

test('work is linked once it exists, and only to screens that the person may open', () => {
  const at = (more: Partial<Standing>) => relatedWork(standing(more))
  expect(at({ state: 'DRAFT' })).toEqual(['papers'])
  expect(at({ state: 'DRAFT', roles: ['CR_HEAD'] })).toEqual([])
  expect(at({ state: 'SUBMITTED' })).toEqual(['check'])
  expect(at({ state: 'SCORING', roles: ['CR_APPROVER'] })).toEqual(['check', 'results', 'groups'])
  expect(at({ state: 'COUNTERSIGNING', mode: 'GC', planId: 'p', roles: ['SB_HEAD'] })).toEqual([
    'check',
    'results',
    'plan',
  ])
  expect(at({ state: 'ACTIVE', planId: 'p', counts: { ACTIVE: 3 }, roles: ['POST_MKT'] })).toEqual(['loans'])
})

test('there is somebody whose turn it is in every state that waits for a person', () => {
  const waiting = batchMachine.states.filter((s) => !(batchMachine.final as readonly string[]).includes(s))
  expect(waiting.filter((s) => turnOf(s) === null)).toEqual([])
})

describe('the funnel', () => {
  test('never widens, and counts every merchant once', () => {
    const counts = Object.fromEntries(applicationMachine.states.map((s, i) => [s, i + 1]))
    const steps = batchFunnel(counts)
    expect(steps.map((s) => s.step)).toEqual([...FUNNEL_STEPS])
    expect(steps[0]?.count).toBe(Object.values(counts).reduce((a, b) => a + b, 0))
    for (const [i, s] of steps.entries()) if (i > 0) expect(s.count).toBeLessThanOrEqual(steps[i - 1]!.count)
  })

  test('a refused merchant was admitted, one that was not admitted had its papers checked', () => {
    const at = (step: string, counts: Record<string, number>) => batchFunnel(counts).find((s) => s.step === step)?.count
    expect(at('ADMITTED', { REJECTED: 1, NOT_ADMITTED: 2 })).toBe(1)
    expect(at('CHECKED', { REJECTED: 1, NOT_ADMITTED: 2, DROPPED: 5 })).toBe(3)
  })
})

import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { zWaterfallInput } from '@/lib/guarantees/calculator-inputs'
import { calculateWaterfall } from '@/lib/guarantees/calculators'
import { parseInput } from '@/lib/platform/commands'
import { Refusal } from '@/lib/platform/errors'
import golden from '@/tests/fixtures/golden-vectors.json' with { type: 'json' }

const run = (body: object) => calculateWaterfall(parseInput(zWaterfallInput, body)).value
const refused = (body: object) => {
  try {
    run(body)
  } catch (e) {
    if (e instanceof Refusal) return `${e.error.status} ${e.error.fields.map((f) => `${f.code} ${f.path}`).join(', ')}`
    throw e
  }
  return 'no refusal'
}
const jg = zWaterfallInput.meta()?.example as { members: { name: string; loanAmount: string; margin: string }[] }
const others = zWaterfallInput.meta()?.examples as { mode: string }[]
const example = (mode: string) => others.find((e) => e.mode === mode)!

describe('who pays, asked over the API', () => {
  it('answers the worked joint guarantee in the words of the API', () => {
    const g = golden.comp
    expect(run(jg)).toMatchObject({
      mode: 'JG',
      claim: '356832.50',
      ownMargin: g.own,
      shortfall: g.shortfall,
      otherMargins: Object.entries(g.others).map(([id, amount]) => ({ id, amount })),
      jointLiability: Object.entries(g.joint_liability_internal_share).map(([id, amount]) => ({ id, amount })),
      replenishments: Object.entries(golden.replenish).map(([id, amount]) => ({ id, amount })),
      bank: '0.00',
    })
  })
  it('answers the other worked claims', () => {
    expect(run(example('AF'))).toMatchObject({
      enterprise: golden.assist_loss.ent,
      gov: golden.assist_loss.gov,
      bank: golden.assist_loss.bank,
      capAfter: golden.assist_after.cap,
      poolDepleted: true,
      overCap: false,
    })
    expect(run(example('GC'))).toMatchObject({ guarantor: '1600000.00', bankPrincipal: '400000.00' })
    expect(run(example('LI'))).toMatchObject({ claimBase: '1010875.00', payout: '727830.00' })
    expect(run(example('PK'))).toMatchObject({ covered: '750000.00', bank: '150000.00' })
    expect(run(example('DF'))).toMatchObject({ juniorLoss: '10000000.00', mezzLoss: '15000000.00', seniorLoss: '0.00' })
  })
  it('fills margins from the ratio and finds members by id or name', () => {
    const members = jg.members.map(({ name, loanAmount }, i) => ({ id: `m${i}`, name, loan: loanAmount }))
    expect(run({ ...jg, members, marginRatio: '10' })).toMatchObject({ shortfall: golden.comp.shortfall })
    expect(run({ ...jg, members, defaulter: 'm4' })).toEqual(run({ ...jg, members }))
  })
  it('reads principal and whole debt of a guarantee company claim apart', () => {
    expect(run({ mode: 'GC', claim: '2100000', unpaidPrincipal: '2000000' })).toMatchObject({
      guarantor: '1600000.00',
      bankInterest: '100000.00',
      bank: '500000.00',
    })
    expect(run({ mode: 'GC', claim: '2000000' })).toMatchObject({ bank: '400000.00' })
    expect(
      run({ mode: 'GC', unpaidPrincipal: '2000000', programmeVolume: '50000000', compensatedToDate: '900000' }),
    ).toMatchObject({ guarantor: '600000.00', capReached: true })
  })
  it('takes tranches as shares or amounts, and only shares that make 100 %', () => {
    expect(run({ mode: 'DF', loss: '5', pool: '100', seniorShare: '80', juniorShare: '20' })).toMatchObject({
      juniorLoss: '5.00',
    })
    expect(refused({ mode: 'DF', loss: '5', pool: '100', seniorShare: '80' })).toBe('422 E_TRANCHE_SUM seniorShare')
    expect(run({ mode: 'DF', loss: '5', junior: '2', mezz: '1', senior: '9' })).toMatchObject({ seniorLoss: '2.00' })
  })
  it('refuses a stranger as defaulter, doubled members, unknown fields and unknown modes', () => {
    expect(refused({ ...jg, defaulter: '己' })).toBe('422 E_GROUP_NOT_MEMBER defaulter')
    expect(refused({ ...jg, members: [...jg.members, jg.members[0]] })).toBe('422 E_DUPLICATE members')
    expect(refused({ ...jg, members: [{ ...jg.members[4], colour: 'red' }] })).toContain(
      'E_UNKNOWN_FIELD members.0.colour',
    )
    expect(refused({ ...example('AF'), mode: 'XX' })).toMatch(/^400/)
    expect(refused({ ...example('AF'), govFundBalance: '1' })).toContain('E_FIELDS_CONFLICT govFund')
    expect(refused({ mode: 'LI', interestInScope: '1' })).toBe('422 E_REQUIRED unpaidPrincipal')
  })
  it('stands in the API document with every mode', () => {
    const json = z.toJSONSchema(zWaterfallInput, { io: 'input' }) as { oneOf?: unknown[]; anyOf?: unknown[] }
    expect(json.oneOf ?? json.anyOf).toHaveLength(6)
  })
})

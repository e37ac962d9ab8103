/** Each kind of inspection asks what it must (§8.1), and what is answered reaches the indicator that reads it, exactly. */
import { describe, expect, test } from 'vitest'
import { faultsOf, saysAnswers, templateOf } from '@/lib/monitoring/rules/templates'
import { DEFAULT_WARNINGS } from '@/lib/monitoring/rules/warning-table'
import { evaluateWarning } from '@/lib/monitoring/rules/warnings'

const of = (kind: string, partyKind: string | null = null, inGroup = false) => templateOf({ kind, partyKind, inGroup })
const keys = (...given: Parameters<typeof of>) => of(...given).map((q) => q.key)
const all = [
  of('MARKET_INSPECTION'),
  ...['GUARANTOR', 'INSURER', 'INSURANCE_POOL', 'GOV_FUND', 'PARK'].map((k) => of('PARTNER_CHECK', k)),
  of('ROUTINE', null, true),
]

describe('templates', () => {
  test('a market’s, each partner’s and a group member’s are different; a single merchant’s visit asks no more', () => {
    expect(keys('MARKET_INSPECTION')).toContain('listReranked')
    expect(keys('PARTNER_CHECK', 'GUARANTOR')).toEqual(
      expect.arrayContaining(['netAssetsYoY', 'multiple', 'compensationRate']),
    )
    expect(keys('PARTNER_CHECK', 'INSURER')).toContain('comprehensiveSolvency')
    expect(keys('PARTNER_CHECK', 'GOV_FUND')).toContain('fundBalance')
    expect(keys('PARTNER_CHECK', 'UNDERWRITER')).toEqual(['dutiesKept', 'changes'])
    expect(keys('ROUTINE', null, true)).toEqual(['memberChange', 'keyPerson', 'integrity'])
    expect(keys('ROUTINE')).toEqual([])
  })
  test('every answer that is to say something says it to an indicator and a reading that exist', () => {
    for (const template of all)
      for (const q of template) {
        const answer = q.type === 'EVENT' ? q.events[0]! : '1'
        if (q.type === 'EVENT' || ('says' in q && q.says))
          expect(saysAnswers([q], { [q.key]: answer }, DEFAULT_WARNINGS), q.key).toHaveLength(1)
      }
  })
})

describe('answers', () => {
  test('what is required, in its unit, one of the choices, and nothing that was not asked', () => {
    expect(
      faultsOf(of('PARTNER_CHECK', 'GUARANTOR'), { multiple: '9.1234', authority: 'BANKRUPT', joke: '1' }),
    ).toEqual([
      { key: 'joke', code: 'E_ANSWER' },
      { key: 'netAssetsYoY', code: 'E_REQUIRED' },
      { key: 'multiple', code: 'E_NUMBER' },
      { key: 'authority', code: 'E_ANSWER' },
    ])
    expect(
      faultsOf(of('PARTNER_CHECK', 'GUARANTOR'), { multiple: '9', netAssetsYoY: '-15', authority: 'NONE' }),
    ).toEqual([])
  })
  test('a figure on the line of an indicator is that level, one unit beside it the one before', () => {
    const level = (answer: string) => {
      const [said] = saysAnswers(of('PARTNER_CHECK', 'GUARANTOR'), { multiple: answer }, DEFAULT_WARNINGS)
      return evaluateWarning('W-P01', [{ reading: said!.reading!, value: Number(said!.value) }], DEFAULT_WARNINGS).level
    }
    expect(['6.999', '7', '9', '10', '10.001'].map(level)).toEqual([null, 'YELLOW', 'ORANGE', 'ORANGE', 'RED'])
  })
  test('none, and what is left empty, says nothing', () => {
    expect(saysAnswers(of('MARKET_INSPECTION'), { operatorChange: 'NONE', closedDays: '' }, DEFAULT_WARNINGS)).toEqual(
      [],
    )
  })
})

import { describe, expect, it } from 'vitest'
import { APPROVAL_DEFAULTS, APPROVAL_RANGES } from '@/lib/approvals/parameters'
import { DISBURSEMENT_DEFAULTS, DISBURSEMENT_RANGES } from '@/lib/disbursement/parameters'
import { MONITORING_DEFAULTS, MONITORING_RANGES } from '@/lib/monitoring/parameters'
import { PLAN_DEFAULTS, PLAN_RANGES } from '@/lib/plans/parameters'
import { Refusal } from '@/lib/platform/errors'
import { yuan } from '@/lib/platform/money'
import { listParameters, outOfRange, withOverrides } from '@/lib/platform/parameters'

const codeOf = (run: () => unknown) => {
  try {
    run()
    return 'no refusal'
  } catch (e) {
    return e instanceof Refusal ? e.error.code : String(e)
  }
}

describe('parameters', () => {
  it.each([
    ['plans', PLAN_DEFAULTS, PLAN_RANGES],
    ['approvals', APPROVAL_DEFAULTS, APPROVAL_RANGES],
    ['disbursement', DISBURSEMENT_DEFAULTS, DISBURSEMENT_RANGES],
    ['monitoring', MONITORING_DEFAULTS, MONITORING_RANGES],
  ])('every default of %s lies inside its range, and every range belongs to a parameter', (_, defaults, ranges) => {
    expect(outOfRange(defaults, ranges)).toEqual([])
    const paths = new Set(listParameters(defaults, ranges).map((r) => r.path))
    expect(Object.keys(ranges).filter((path) => !paths.has(path))).toEqual([])
    expect(listParameters(defaults, ranges).filter((r) => r.range !== null)).toHaveLength(Object.keys(ranges).length)
  })

  it('lays a bank’s own values over the defaults and leaves the defaults alone', () => {
    const own = withOverrides(PLAN_DEFAULTS, PLAN_RANGES, {
      'jg.marginRatioPpm': '15',
      'modeCaps.jgSingleMemberCapFen': '1500000.00',
      'jg.marginMutualised': 'false',
      'pricing.floorPpm': '3.45',
    })
    expect(own.jg).toMatchObject({ marginRatioPpm: 150_000, marginMutualised: false, sizeMin: 5 })
    expect(own.modeCaps.jgSingleMemberCapFen).toBe(yuan('1500000'))
    expect(own.pricing.floorPpm).toBe(34_500)
    expect(PLAN_DEFAULTS.jg.marginRatioPpm).toBe(100_000)
  })

  it('never takes a value outside its range, an unknown path or an unreadable value', () => {
    const set = (path: string, value: string) =>
      codeOf(() => withOverrides(PLAN_DEFAULTS, PLAN_RANGES, { [path]: value }))
    expect(set('jg.marginRatioPpm', '4.99')).toBe('E_PARAMETER_RANGE')
    expect(set('jg.marginRatioPpm', '5')).toBe('no refusal')
    expect(set('gc.leverageCap', '11')).toBe('E_PARAMETER_RANGE')
    expect(set('jg.nothing', '1')).toBe('E_PARAMETER_UNKNOWN')
    expect(set('jg.sizeMin', 'many')).toBe('E_PARAMETER_FORMAT')
    expect(set('jg.marginMutualised', 'perhaps')).toBe('E_PARAMETER_FORMAT')
  })

  it('shows a deviation that sends a plan one level up', () => {
    const odd = { ...PLAN_DEFAULTS, jg: { ...PLAN_DEFAULTS.jg, marginRatioPpm: 40_000 } }
    expect(outOfRange(odd, PLAN_RANGES)).toEqual(['jg.marginRatioPpm'])
  })
})

/** What a bank may configure about what secures its loans (§2.6, §12); the park's assets have their ratios with that mode. */
import type { Ppm } from '@/lib/platform/money'
import type { ParameterRanges } from '@/lib/platform/parameters'

export type CollateralParameters = {
  /** loan to value of what is no park asset */
  ltvPpm: { HOUSE: Ppm; VEHICLE: Ppm; OTHER: Ppm }
  /** a valuation older than this is made anew before the money goes out; used equipment sooner */
  appraisalMonths: number
  usedEquipmentAppraisalMonths: number
  /** an asset that secured another loan less than so long ago is asked about */
  reuseMonths: number
}

const PCT = 10_000

export const COLLATERAL_DEFAULTS: CollateralParameters = {
  ltvPpm: { HOUSE: 70 * PCT, VEHICLE: 50 * PCT, OTHER: 50 * PCT },
  appraisalMonths: 12,
  usedEquipmentAppraisalMonths: 6,
  reuseMonths: 6,
}

export const COLLATERAL_RANGES: ParameterRanges = {
  'ltvPpm.HOUSE': { min: '0', max: '70' },
  'ltvPpm.VEHICLE': { min: '0', max: '60' },
  'ltvPpm.OTHER': { min: '0', max: '60' },
  appraisalMonths: { min: '1', max: '12' },
  usedEquipmentAppraisalMonths: { min: '1', max: '6' },
  reuseMonths: { min: '1', max: '24' },
}

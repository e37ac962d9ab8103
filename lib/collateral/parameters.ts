/** What a bank may configure about what secures its loans (§2.6, §12); the park's assets have their ratios with that mode. */
import type { ParameterRanges } from '@/lib/platform/parameters'
import type { CollateralParameters } from './rules'

export type { CollateralParameters }

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

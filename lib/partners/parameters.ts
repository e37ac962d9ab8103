/** What a bank may configure about its partners (§2.1.2, §2.4–§2.7, §12). */
import { type Ppm, yuan } from '@/lib/platform/money'
import type { ParameterRanges } from '@/lib/platform/parameters'
import type { PartnerParameters } from './rules/admission'

export type { PartnerParameters }

const pct = (n: number): Ppm => n * 10_000

export const PARTNER_DEFAULTS: PartnerParameters = {
  reviewMonths: 12,
  reviewNoticeDays: 60,
  financialsMaxMonths: 15,
  insurer: { coreSolvencyPpm: pct(75), comprehensiveSolvencyPpm: pct(150) },
  developer: { minPaidInCapitalFen: yuan('20000000'), debtRatioMaxPpm: pct(80) },
  underwriter: { minYears: 3 },
  behindMany: 5,
  stress: { pdPpm: { A1: 4_000, A2: 9_000, B1: 19_000, B2: 40_000, C: 80_000 } },
}

export const PARTNER_RANGES: ParameterRanges = {
  behindMany: { min: '2', max: '100' },
  reviewMonths: { min: '1', max: '12' },
  reviewNoticeDays: { min: '10', max: '120' },
  financialsMaxMonths: { min: '6', max: '24' },
  'insurer.coreSolvencyPpm': { min: '50', max: '500' },
  'insurer.comprehensiveSolvencyPpm': { min: '100', max: '500' },
}

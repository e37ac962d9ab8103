/** Grades and modes as the credit rules read them. The cards that give the grades are §3; the modes are §2.1.1. */
import type { Ppm } from '@/lib/platform/money'

export type MarketGrade = 'AAA' | 'AA' | 'A' | 'B' | 'C'
export type CustomerGrade = 'A1' | 'A2' | 'B1' | 'B2' | 'C'
export type Mode = 'JG' | 'AF' | 'GC' | 'LI' | 'PK' | 'DF'
export type BorrowerType = 'ENTERPRISE' | 'INDIVIDUAL_BUSINESS' | 'MSE_OWNER' | 'FARM_COOP'

export const MARKET_GRADES = ['AAA', 'AA', 'A', 'B', 'C'] as const satisfies readonly MarketGrade[]
export const CUSTOMER_GRADES = ['A1', 'A2', 'B1', 'B2', 'C'] as const satisfies readonly CustomerGrade[]
export const MODES = ['JG', 'AF', 'GC', 'LI', 'PK', 'DF'] as const satisfies readonly Mode[]

/** Coefficients by grade, in ppm (1.00 = 1,000,000). */
export type MarketCoefficients = Record<MarketGrade, Ppm>
export type CustomerCoefficients = Record<CustomerGrade, Ppm>

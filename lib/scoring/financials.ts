/**
 * The figures of the dual investigation that the limit engine needs (§5.3, §2.2), as the two investigators recorded them.
 * Stored in investigation.financials in this JSON form; read back through the same schema.
 */
import { z } from 'zod'
import { zDecimal, zSignedPercent, zSignedYuan, zYuan } from '@/lib/platform/schema'

export const Financials = z.strictObject({
  method: z
    .enum(['FULL', 'SIMPLIFIED'])
    .default('SIMPLIFIED')
    .meta({ description: 'how the working-capital need is computed' }),
  lastYearSales: zYuan.meta({ description: 'sales of the last twelve months, verified', example: '2600000.00' }),
  lastYearSalesProfitMargin: zSignedPercent.meta({ example: '6.10' }),
  expectedSalesGrowth: zSignedPercent.meta({ example: '2.00' }),
  costOfSales: zYuan.optional(),
  inventoryDays: zDecimal.meta({ example: '88' }),
  receivableDays: zDecimal.meta({ example: '20' }),
  payableDays: zDecimal.meta({ example: '15' }),
  prepaymentDays: zDecimal.optional(),
  advanceReceiptDays: zDecimal.optional(),
  ownFunds: zSignedYuan.meta({ example: '120000.00' }),
  existingWorkingCapitalLoans: zYuan,
  otherSources: zYuan,
  householdNetAssets: zYuan.meta({ example: '960000.00' }),
  otherExposure: zYuan.meta({ description: 'all other credit of the same client in this bank' }),
  monthlyNetCashFlow: zYuan,
  outsideGuarantees: zYuan.meta({ description: 'what the merchant guarantees outside the group' }),
  wholesaleOrRetail: z.boolean().default(true),
  mainSupplier: z.string().trim().max(60).optional(),
  householdKey: z.string().trim().max(60).optional().meta({ description: 'same household, same key' }),
  controllerKey: z.string().trim().max(60).optional(),
  spouse: z
    .strictObject({ name: z.string().trim().min(2).max(30), idNo: z.string().trim().max(18), cosigns: z.boolean() })
    .optional(),
  turnoverSources: z
    .strictObject({
      settlement: zYuan.optional().meta({ description: '(a) operator settlement or invoices' }),
      receipts: zYuan.optional().meta({ description: '(b) bank + QR + POS operating credits' }),
      reconstructed: zYuan.optional().meta({ description: '(c) purchases ÷ (1 − gross margin)' }),
    })
    .optional(),
  repaymentMethod: z.enum(['ANNUITY', 'EQUAL_PRINCIPAL', 'BULLET', 'INTEREST_AT_MATURITY']).default('BULLET'),
  annualRent: zYuan.optional().meta({ description: "what a year's rent is, when the loan pays rent (§5.3)" }),
  netProfit: zSignedYuan.optional().meta({ description: 'of the last year; with the five below for a park (§2.6)' }),
  depreciation: zYuan.optional(),
  annualInterest: zYuan.optional().meta({ description: 'interest paid in the last year' }),
  annualPrincipal: zYuan.optional().meta({ description: 'principal of other debts due within a year' }),
  totalDebt: zYuan.optional(),
  totalAssets: zYuan.optional(),
  settlementAccount: z
    .string()
    .trim()
    .max(40)
    .optional()
    .meta({ description: "the borrower's account with this bank" }),
})
export type Financials = z.output<typeof Financials>
export type FinancialsJson = z.input<typeof Financials>

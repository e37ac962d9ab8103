/** An accepted batch in a graded market, brought to SCORING by the command; merchants as many as a test needs. */
import { startScoring } from '@/lib/batches/commands/split'
import type { Actor } from '@/lib/platform/actor'
import type { Result } from '@/lib/platform/errors'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { saveInvestigations } from '@/lib/scoring/commands/save'
import { scoreApplications } from '@/lib/scoring/commands/score'
import { signInvestigations } from '@/lib/scoring/commands/sign'
import type { FinancialsJson } from '@/lib/scoring/financials'
import type { SheetRowJson } from '@/lib/scoring/investigation'
import golden from '@/tests/fixtures/golden-vectors.json' with { type: 'json' }
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'

export type World = { bank: BankRow; operator: string; rm: Person; evaluator: Person; sbHead: Person; staff: Actor }

export async function scoringWorld(code: string): Promise<World> {
  const bank = await testBank(code)
  const operator = await testParty(bank, `${code}-OP`)
  const rm = await testPerson(bank, 'rm', ['RM'])
  const evaluator = await testPerson(bank, 'evaluator', ['EVALUATOR'])
  const sbHead = await testPerson(bank, 'sbhead', ['SB_HEAD'])
  return { bank, operator, rm, evaluator, sbHead, staff: rm }
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

export function refusal<T>(result: Result<T>): string {
  if (result.ok) throw new Error('was not refused')
  return result.error.code
}

const THRESHOLD: Record<string, number> = { AAA: 60, AA: 60, A: 65, B: 70 }

/** A market of this grade, as its survey would have left it. */
export async function gradedMarket(world: World, code: string, grade: 'AAA' | 'A'): Promise<string> {
  const { bank, operator, rm, evaluator } = world
  const id = newId()
  const result = newId()
  await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    await tx.market.create({
      data: {
        bankId: bank.id,
        id,
        code,
        name: `${code} 市场`,
        city: '杭州',
        trade: '五金机电',
        operatorPartyId: operator,
        state: 'ADMITTED',
        rmId: rm.userId,
        evaluatorId: evaluator.userId,
        merchantCount: 100,
        allowedModes: ['JG'],
        pyFull: code,
        pyInitials: code.toLowerCase(),
      },
    })
    await tx.scoreResult.create({
      data: {
        bankId: bank.id,
        id: result,
        cardCode: 'MSC-DEFAULT',
        cardVersion: 1,
        subjectType: 'MARKET',
        subjectId: id,
        inputs: {},
        sources: {},
        points: {},
        total: grade === 'AAA' ? 91 : 66,
        grade,
        decision: 'ADMIT',
        vetoes: [],
        missing: [],
        trace: {},
        inputHash: 'x',
        scoredAt: new Date(),
      },
    })
    await tx.marketGrading.create({
      data: {
        bankId: bank.id,
        marketId: id,
        grade,
        scoreTotal: grade === 'AAA' ? 91 : 66,
        scoreResultId: result,
        coefficientPpm: grade === 'AAA' ? 1_000_000 : 750_000,
        threshold: THRESHOLD[grade]!,
        gradedOn: new Date('2026-11-01'),
        validUntil: new Date('2027-11-01'),
      },
    })
  })
  return id
}

export type NewItem = {
  name: string
  rank: number
  requestedFen?: bigint
  consent?: boolean
  ownerIdNo?: string
  marketEntryDate?: string
}

/** An accepted batch with these merchants, in SCORING. */
export async function scoringBatch(
  world: World,
  marketId: string,
  merchants: NewItem[],
  code = `B-${newId().slice(-6)}`,
): Promise<{ batchId: string; items: string[] }> {
  const { bank, operator } = world
  const batchId = newId()
  const items = merchants.map(() => newId())
  await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    await tx.batch.create({
      data: {
        bankId: bank.id,
        id: batchId,
        code,
        marketId,
        partyId: operator,
        mode: 'JG',
        state: 'ACCEPTED',
        rankedCount: 100,
        rmId: world.rm.userId,
        evaluatorId: world.evaluator.userId,
        listDate: new Date('2026-11-10'),
        acceptedAt: new Date(),
      },
    })
    await tx.application.createMany({
      data: merchants.map((m, i) => ({
        bankId: bank.id,
        id: items[i]!,
        batchId,
        partyId: operator,
        state: 'PACKET_OK',
        rowNo: String(i + 1),
        position: i,
        name: m.name,
        borrowerType: 'INDIVIDUAL_BUSINESS',
        stallNo: `A-${i + 1}`,
        phone: `1380000${String(i).padStart(4, '0')}`,
        ownerName: m.name,
        ownerIdNo: m.ownerIdNo ?? null,
        marketEntryDate: m.marketEntryDate ? new Date(m.marketEntryDate) : null,
        annualTurnoverFen: 260_000_000n,
        annualRentFen: 6_000_000n,
        requestedFen: m.requestedFen ?? 40_000_000n,
        requestedTermMonths: 12,
        rank: m.rank,
        pyFull: 'zhou',
        pyInitials: 'zhou',
      })),
    })
    await tx.consent.createMany({
      data: merchants.flatMap((m, i) =>
        m.consent === false
          ? []
          : [
              {
                bankId: bank.id,
                applicationId: items[i]!,
                partyId: operator,
                kind: 'CREDIT_QUERY',
                state: 'GIVEN',
                receiver: bank.name,
                purpose: '贷前调查',
                givenAt: new Date('2026-11-01T02:00:00Z'),
              },
            ],
      ),
    })
  })
  value(await startScoring(world.rm, { batchId }))
  return { batchId, items }
}

export const FIGURES: FinancialsJson = {
  lastYearSales: '2600000.00',
  lastYearSalesProfitMargin: '6.10',
  expectedSalesGrowth: '2.00',
  inventoryDays: '88',
  receivableDays: '20',
  payableDays: '15',
  ownFunds: '120000.00',
  existingWorkingCapitalLoans: '0.00',
  otherSources: '0.00',
  householdNetAssets: '960000.00',
  otherExposure: '0.00',
  monthlyNetCashFlow: '18000.00',
  outsideGuarantees: '0.00',
}

type Customer = 'C1' | 'C2' | 'C3' | 'C4'

/** The worked customers of §3.2 as a sheet: every value with the first kind of evidence that fits. */
export function goldenSheet(customer: Customer, applicationId: string): SheetRowJson {
  const rows = golden[`customer ${customer}`].rows as unknown as Record<string, [string | number, number]>
  return {
    applicationId,
    visitedOn: '2026-11-20',
    place: 'A-1',
    values: Object.fromEntries(Object.entries(rows).map(([code, [v]]) => [code, String(v)])),
    sources: Object.fromEntries(Object.keys(rows).map((code) => [code, { kinds: ['INTERVIEW'] }])),
    financials: FIGURES,
  }
}

export const goldenTotal = (customer: Customer): number => golden[`customer ${customer}`].score

/** Saved, signed by both, scored by the evaluator. */
export async function investigateAndScore(world: World, batchId: string, rows: SheetRowJson[]) {
  for (let i = 0; i < rows.length; i += 200)
    value(await saveInvestigations(world.rm, { batchId, rows: rows.slice(i, i + 200) }))
  const applicationIds = rows.map((r) => r.applicationId)
  value(await signInvestigations(world.rm, { batchId, applicationIds }))
  value(await signInvestigations(world.evaluator, { batchId, applicationIds }))
  return scoreApplications(world.evaluator, { batchId })
}

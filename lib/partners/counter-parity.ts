/** The register of counter-guarantees against what the bank itself holds for the same loans (§2.4). */
import { loadParameters } from '@/lib/admin/parameters'
import { readParticulars } from '@/lib/contracts/particulars'
import type { CommandContext } from '@/lib/platform/commands'
import { type Fen, mulRate } from '@/lib/platform/money'
import { termsOf } from './read'
import { type BankSecurity, counterParity, type ParityGap } from './rules/counter-parity'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

const MOVABLES = ['EQUIP_NEW', 'EQUIP_USED', 'VEHICLE', 'OTHER']

/**
 * What is missing behind the guarantor, by application: third parties that guarantee the bank by contract and are not the
 * guarantee company itself, and mortgages on land and buildings in the register of collateral.
 */
export async function parityGaps(
  ctx: Ctx,
  partyId: string,
  cases: readonly { applicationId: string; amountFen: Fen }[],
): Promise<Map<string, ParityGap[]>> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const ids = [...new Set(cases.map((c) => c.applicationId))]
  if (ids.length === 0) return new Map()
  const scheme = await tx.cooperationScheme.findFirst({
    where: { bankId, partyId, mode: 'GC', state: { in: ['ACTIVE', 'STOPPED'] } },
    orderBy: [{ state: 'asc' }, { versionNo: 'desc' }],
    select: { params: true },
  })
  const coveragePpm = scheme
    ? termsOf(scheme.params).compensationPpm
    : (await loadParameters(tx, bankId, today)).plans.gc.coveragePpm
  const partner = await tx.party.findFirst({ where: { bankId, id: partyId }, select: { name: true, uscc: true } })
  const noted = await tx.contractParticulars.findMany({ where: { bankId, applicationId: { in: ids } } })
  const charges = await tx.collateralCharge.findMany({
    where: {
      bankId,
      applicationId: { in: ids },
      state: { in: ['RECORDED', 'ADVANCE', 'REGISTERED'] },
      collateral: { kind: { notIn: MOVABLES } },
    },
    include: { collateral: { select: { ownerName: true, ownerIdNo: true } } },
  })
  const register = await tx.counterGuarantee.findMany({
    where: { bankId, partyId, applicationId: { in: ids }, state: 'IN_FORCE' },
  })
  const gaps = new Map<string, ParityGap[]>()
  for (const id of ids) {
    const amountFen = cases
      .filter((c) => c.applicationId === id)
      .reduce((m, c) => (c.amountFen > m ? c.amountFen : m), 0n)
    const g = readParticulars(noted.find((n) => n.applicationId === id)?.data).guarantor
    const bank: BankSecurity[] = [
      ...(g && !g.licensed && g.uscc !== partner?.uscc && g.name !== partner?.name
        ? [{ kind: 'GUARANTEE' as const, giver: g.name, giverIdNo: g.uscc, amountFen }]
        : []),
      ...charges
        .filter((c) => c.applicationId === id)
        .map((c) => ({
          kind: 'MORTGAGE' as const,
          giver: c.collateral.ownerName,
          giverIdNo: c.collateral.ownerIdNo,
          amountFen: c.securedFen,
        })),
    ]
    const found = counterParity(
      bank,
      register.filter((c) => c.applicationId === id),
      mulRate(amountFen, coveragePpm),
    )
    if (found.length > 0) gaps.set(id, found)
  }
  return gaps
}

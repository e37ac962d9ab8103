import type { Tx } from '@/lib/platform/tenant'

/**
 * B3: the operator's administrator submits; the customer manager only for an operator without a login, or a batch that
 * the bank's own people began for the operator.
 */
export async function operatorSubmits(
  tx: Tx,
  batch: { bankId: string; partyId: string; createdBy: string | null },
): Promise<boolean> {
  const { bankId, partyId, createdBy } = batch
  const [administrators, byStaff] = [
    await tx.appUser.count({
      where: {
        bankId,
        partyId,
        state: 'ACTIVE',
        roleGrants: { some: { role: 'OPERATOR_ADMIN', state: 'ACTIVE' } },
      },
    }),
    await (createdBy ? tx.appUser.count({ where: { bankId, id: createdBy, partyId: null } }) : 0),
  ]
  return administrators > 0 && byStaff === 0
}

/** The bank's own organisation: head office, branches, sub-branches. */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import { BANK_ADMIN, BANK_READERS } from './access'
import { BranchDetails, NewBranch } from './schema'

export const createBranch = defineCommand({
  name: 'admin.createBranch',
  input: NewBranch,
  access: BANK_ADMIN,
  async run({ tx, actor, input, audit }) {
    const taken = await tx.branch.findFirst({ where: { bankId: actor.bankId, code: input.code } })
    if (taken) {
      throw refuse('E_CODE_TAKEN', { code: input.code }, { fields: [{ path: 'code', code: 'E_CODE_TAKEN' }] })
    }
    if (input.parentId) await parentOf(tx, actor.bankId, input.parentId)
    const branch = await tx.branch.create({ data: { bankId: actor.bankId, ...input } })
    audit({ objectType: 'branch', objectId: branch.id, to: 'ACTIVE', detail: { code: input.code } })
    return { id: branch.id }
  },
})

export const updateBranch = defineCommand({
  name: 'admin.updateBranch',
  input: BranchDetails.extend({ branchId: zId }),
  access: BANK_ADMIN,
  async run({ tx, actor, input, audit }) {
    const { branchId, ...details } = input
    const where = { bankId: actor.bankId, id: branchId }
    if (!(await tx.branch.findFirst({ where }))) throw refuse('E_NOT_FOUND', { object: 'branch' })
    for (let up = details.parentId; up; ) {
      if (up === branchId) {
        throw refuse('E_BRANCH_CYCLE', {}, { fields: [{ path: 'parentId', code: 'E_BRANCH_CYCLE' }] })
      }
      up = (await parentOf(tx, actor.bankId, up)).parentId
    }
    await tx.branch.updateMany({ where, data: details })
    audit({ objectType: 'branch', objectId: branchId, detail: details })
    return { id: branchId }
  },
})

async function parentOf(tx: Tx, bankId: string, id: string) {
  const parent = await tx.branch.findFirst({ where: { bankId, id } })
  if (!parent)
    throw refuse('E_NOT_FOUND', { object: 'branch' }, { fields: [{ path: 'parentId', code: 'E_NOT_FOUND' }] })
  return parent
}

/** All branches with their parents' names and how many people belong to each. */
export const branchList = defineQuery({
  name: 'admin.branches',
  input: z.strictObject({}),
  access: BANK_READERS,
  async run({ tx, actor }) {
    const rows = await tx.branch.findMany({
      where: { bankId: actor.bankId },
      include: { parent: { select: { name: true } }, _count: { select: { appUsers: true } } },
      orderBy: [{ code: 'asc' }],
    })
    return rows.map((b) => ({
      id: b.id,
      code: b.code,
      name: b.name,
      nameEn: b.nameEn,
      level: b.level,
      parentId: b.parentId,
      parent: b.parent?.name ?? null,
      people: b._count.appUsers,
    }))
  },
})

/** Setting the bank's targets of a month, splitting them down to the managers, and how far each has come (§9 row 14). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { addMonths, type PlainDate, parseDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zId, zWhole, zYuan } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import { payInputs } from '../pay/inputs'
import { type Amounts, achieved, attainment, splitFault, type TargetNode, targetTree } from '../rules/targets'

const zMonth = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'E_DATE')
const zAmounts = { volume: zYuan, newClients: zWhole }

const firstOf = (month: string | undefined, today: PlainDate): PlainDate =>
  month ? parseDate(`${month}-01`)! : today.with({ day: 1 })

/** The tree as the bank is organised today. */
async function treeOf(tx: Tx, bankId: string): Promise<TargetNode[]> {
  const units = await tx.branch.findMany({
    where: { bankId },
    select: { id: true, code: true, name: true, nameEn: true, level: true, parentId: true },
  })
  const managers = await tx.appUser.findMany({
    where: { bankId, state: 'ACTIVE', partyId: null, roleGrants: { some: { state: 'ACTIVE', role: 'RM' } } },
    select: { id: true, name: true, branchId: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  return targetTree(bankId, units, managers)
}

/** The nodes that this head may split: all for who sits at head office or in no branch, else the own branch and below. */
async function headOf(
  tx: Tx,
  bankId: string,
  userId: string | null,
  nodes: readonly TargetNode[],
): Promise<Set<string>> {
  const me = await tx.appUser.findFirst({ where: { bankId, id: userId ?? '' }, select: { branchId: true } })
  const root = me?.branchId && nodes.some((n) => n.id === me.branchId) ? me.branchId : null
  if (!root) {
    const sits = me?.branchId ? await tx.branch.findFirst({ where: { bankId, id: me.branchId }, select: { level: true } }) : null // biome-ignore format: one line
    return new Set(!sits || sits.level === 'HEAD' ? nodes.map((n) => n.id) : [])
  }
  const mine = new Set([root])
  for (const n of nodes) if (n.parentId && mine.has(n.parentId)) mine.add(n.id)
  return mine
}

/** What stands under a node whose amounts have changed has to be split anew: it would not add up any more. */
async function forget(tx: Tx, bankId: string, month: PlainDate, ids: readonly string[]): Promise<number> {
  return tx.$executeRaw`
    with recursive below as (
      select node_id from work_target where bank_id = ${bankId}::uuid and month = ${month.toString()}::date and parent_id = any(${ids}::uuid[])
      union select t.node_id from work_target t join below b on t.parent_id = b.node_id where t.bank_id = ${bankId}::uuid and t.month = ${month.toString()}::date)
    delete from work_target t using below b where t.bank_id = ${bankId}::uuid and t.month = ${month.toString()}::date and t.node_id = b.node_id`
}

function notOver({ today }: CommandContext<unknown>, month: PlainDate): void {
  if (month.toString() < today.with({ day: 1 }).toString())
    throw refuse('E_TARGET_MONTH', {}, { fields: [{ path: 'month', code: 'E_TARGET_MONTH' }] })
}

/** The bank's own target of a month that is not over. Changed, all splits of it are made anew. */
export const setTarget = defineCommand({
  name: 'targets.set',
  input: z.strictObject({ month: zMonth, ...zAmounts }),
  access: { roles: ['SB_HEAD'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const { bankId } = actor
    const month = firstOf(input.month, today)
    notOver(ctx, month)
    const nodes = await treeOf(tx, bankId)
    if (!(await headOf(tx, bankId, actor.userId, nodes)).has(bankId))
      throw refuse('E_FORBIDDEN', { roles: ['SB_HEAD'] })
    const amounts = { volumeFen: input.volume, newClients: input.newClients, setBy: actor.userId, setAt: now }
    await tx.workTarget.upsert({
      where: { bankId_month_nodeId: { bankId, month: toDb(month), nodeId: bankId } },
      create: { bankId, month: toDb(month), nodeId: bankId, kind: 'BANK', ...amounts },
      update: amounts,
    })
    const undone = await forget(tx, bankId, month, [bankId])
    ctx.audit({ objectType: 'work-target', objectId: input.month, detail: { event: 'set', volume: toYuan(input.volume), newClients: input.newClients, undone } }) // biome-ignore format: one line
    return { month: input.month, undone }
  },
})

/** A node's target in the hands of those under it, all of them at once; refused unless they add up to it exactly. */
export const splitTarget = defineCommand({
  name: 'targets.split',
  input: z.strictObject({ month: zMonth, nodeId: zId, children: z.record(zId, z.strictObject(zAmounts)) }),
  access: { roles: ['SB_HEAD'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const { bankId } = actor
    const month = firstOf(input.month, today)
    notOver(ctx, month)
    const nodes = await treeOf(tx, bankId)
    const node = nodes.find((n) => n.id === input.nodeId)
    if (!node || !(await headOf(tx, bankId, actor.userId, nodes)).has(node.id))
      throw refuse('E_NOT_FOUND', { object: 'work-target' })
    const parent = await tx.workTarget.findFirst({ where: { bankId, month: toDb(month), nodeId: node.id } })
    if (!parent) throw refuse('E_TARGET_PARENT')
    const given = Object.keys(input.children)
    const stranger = given.find((id) => !node.children.includes(id))
    if (stranger) throw refuse('E_NOT_FOUND', { object: 'work-target' })
    const left = node.children.find((id) => !given.includes(id))
    if (left) throw refuse('E_REQUIRED:children', {}, { fields: [{ path: `children.${left}.volume`, code: 'E_REQUIRED' }] }) // biome-ignore format: one line
    const parts = node.children.map((id) => ({ id, volumeFen: input.children[id]!.volume, newClients: input.children[id]!.newClients })) // biome-ignore format: one line
    const fault = splitFault(parent, parts)
    if (fault) {
      const said = fault.metric === 'VOLUME' ? { wanted: toYuan(fault.wanted), given: toYuan(fault.given) } : { wanted: fault.wanted, given: fault.given } // biome-ignore format: one line
      throw refuse(`E_TARGET_SUM:${fault.metric}`, said)
    }
    const before = await tx.workTarget.findMany({ where: { bankId, month: toDb(month), parentId: node.id } })
    const changed = before.filter((b) => !parts.some((p) => p.id === b.nodeId && p.volumeFen === b.volumeFen && p.newClients === b.newClients)) // biome-ignore format: one line
    const undone = await forget(tx, bankId, month, changed.map((c) => c.nodeId)) // biome-ignore format: one line
    await tx.workTarget.deleteMany({ where: { bankId, month: toDb(month), parentId: node.id } })
    await tx.workTarget.createMany({
      data: parts.map((p) => ({
        bankId,
        month: toDb(month),
        nodeId: p.id,
        kind: nodes.find((n) => n.id === p.id)!.kind,
        parentId: node.id,
        volumeFen: p.volumeFen,
        newClients: p.newClients,
        setBy: actor.userId,
        setAt: now,
      })),
    })
    ctx.audit({ objectType: 'work-target', objectId: input.month, detail: { event: 'split', node: node.id, parts: parts.length, undone } }) // biome-ignore format: one line
    return { month: input.month, parts: parts.length, undone }
  },
})

/** The month's tree with what was achieved so far: a manager sees himself, those who lead all that they look after. */
export const targetBoard = defineQuery({
  name: 'targets.board',
  input: z.strictObject({ month: zMonth.optional() }),
  access: { roles: ['RM', 'SB_HEAD', 'CR_HEAD', 'RISK_MGR', 'AUDITOR'] },
  async run({ tx, actor, input, today }) {
    const { bankId } = actor
    const month = firstOf(input.month, today)
    const nodes = await treeOf(tx, bankId)
    const leads = actor.roles.some((r) => r !== 'RM')
    const heads = actor.roles.includes('SB_HEAD')
    const all = actor.roles.some((r) => ['CR_HEAD', 'RISK_MGR', 'AUDITOR'].includes(r))
    const mine = heads ? await headOf(tx, bankId, actor.userId, nodes) : new Set<string>()
    const seen = (n: TargetNode) => (leads ? all || mine.has(n.id) : n.id === actor.userId)
    const rows = await tx.workTarget.findMany({ where: { bankId, month: toDb(month) } })
    const { pay } = (await loadParameters(tx, bankId, today)).manager
    const own = new Map<string, Amounts>(
      (await payInputs(tx, bankId, month, pay)).map(({ userId, inputs }) => [userId, { volumeFen: inputs.volumes.reduce((sum, v) => sum + v.volumeFen, 0n), newClients: inputs.newClients }]), // biome-ignore format: one line
    )
    const done = achieved(nodes, own)
    const open = month.toString() >= today.with({ day: 1 }).toString()
    return {
      month,
      before: addMonths(month, -1),
      after: addMonths(month, 1),
      maySet: open && mine.has(bankId),
      items: nodes.filter(seen).map((n) => {
        const target = rows.find((r) => r.nodeId === n.id) ?? null
        const got = done.get(n.id)!
        const children = n.children.map((id) => rows.find((r) => r.nodeId === id && r.parentId === n.id))
        return {
          id: n.id,
          kind: n.kind,
          name: n.name,
          nameEn: n.nameEn,
          depth: leads ? n.depth : 0,
          target: target && { volumeFen: target.volumeFen, newClients: target.newClients },
          achieved: got,
          volume: target && attainment('volume', got.volumeFen, target.volumeFen),
          clients: target && attainment('clients', BigInt(got.newClients), BigInt(target.newClients)),
          /** all of those under it carry their part, and together the whole */
          split: n.children.length === 0 ? null : children.every((c) => c !== undefined),
          maySplit: open && target !== null && n.children.length > 0 && mine.has(n.id),
          parts: n.children.map((id, i) => ({
            id,
            name: nodes.find((x) => x.id === id)!.name,
            nameEn: nodes.find((x) => x.id === id)!.nameEn,
            amounts: children[i] ? { volumeFen: children[i].volumeFen, newClients: children[i].newClients } : null,
          })),
        }
      }),
    }
  },
})
export type TargetBoard = Awaited<ReturnType<typeof targetBoard>>

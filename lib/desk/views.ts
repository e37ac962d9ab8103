/** Saved views: how a person keeps a list's search, filters, order and columns under a name, for oneself or for colleagues. */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { Prisma } from '@/lib/platform/tenant'
import { LIST_NAMES } from './list-names'

/** How many a person can keep of one list. */
export const MOST_VIEWS = 50
/** How many of one's own and of colleagues' are shown. */
const SHOWN = 200

/** Which page one stood on is no part of a view. */
const NOT_KEPT = ['after', 'before']

/** The query string of the list's page, in its own order of keys. */
const zAddress = z
  .string()
  .max(2000)
  .transform((text) => {
    const params = new URLSearchParams(text)
    for (const key of NOT_KEPT) params.delete(key)
    return params.toString()
  })

/** Columns that are switched from what the list shows by itself: true is hidden. */
const zColumns = z.record(z.string().max(40), z.boolean()).refine((c) => Object.keys(c).length <= 60, 'E_RANGE')

export const savedViews = defineQuery({
  name: 'views.list',
  input: z.strictObject({ list: z.enum(LIST_NAMES) }),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, input }) {
    if (!actor.userId) return { items: [] }
    const rows = await tx.savedView.findMany({
      where: {
        bankId: actor.bankId,
        list: input.list,
        // colleagues are the bank's people for one of the bank, and one's own party's for a partner
        partyId: actor.partyId,
        OR: [{ userId: actor.userId }, { shared: true }],
      },
      include: { user: { select: { name: true } } },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: SHOWN,
    })
    return {
      items: rows.map((v) => ({
        id: v.id,
        name: v.name,
        query: v.query,
        columns: v.columns as Record<string, boolean> | null,
        shared: v.shared,
        mine: v.userId === actor.userId,
        owner: v.user.name,
      })),
    }
  },
})

/** Keeps a view; one's own of the same name is replaced. Refuses E_TOO_MANY_VIEWS. */
export const saveView = defineCommand({
  name: 'views.save',
  input: z.strictObject({
    list: z.enum(LIST_NAMES),
    name: z.string().trim().min(1, 'E_REQUIRED:name').max(40),
    query: zAddress,
    columns: zColumns.optional(),
    shared: z.boolean().default(false),
  }),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, input, audit }) {
    const { bankId, userId, partyId } = actor
    if (!userId) throw refuse('E_FORBIDDEN')
    const { list, name } = input
    // one save of a person at a time, so that two at once cannot both be the fiftieth
    await tx.$queryRaw`select 1 from app_user where bank_id = ${bankId}::uuid and id = ${userId}::uuid for no key update`
    const held = await tx.savedView.findMany({ where: { bankId, userId, list }, select: { id: true, name: true } })
    const before = held.find((v) => v.name === name)
    if (!before && held.length >= MOST_VIEWS) throw refuse('E_TOO_MANY_VIEWS', { most: MOST_VIEWS })
    const data = { query: input.query, columns: input.columns ?? Prisma.DbNull, shared: input.shared }
    const view = before
      ? await tx.savedView.update({ where: { bankId_id: { bankId, id: before.id } }, data })
      : await tx.savedView.create({ data: { bankId, userId, partyId, list, name, ...data } })
    audit({
      objectType: 'view',
      objectId: view.id,
      to: before ? 'REPLACED' : 'SAVED',
      detail: { list, name, query: view.query, shared: view.shared },
    })
    return { id: view.id, replaced: before !== undefined }
  },
})

/** Deletes one's own; another person's is not there. */
export const deleteView = defineCommand({
  name: 'views.delete',
  input: z.strictObject({ viewId: zId }),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, input, audit }) {
    const { bankId, userId } = actor
    const view = userId && (await tx.savedView.findFirst({ where: { bankId, userId, id: input.viewId } }))
    if (!view) throw refuse('E_NOT_FOUND', { object: 'view' })
    await tx.savedView.delete({ where: { bankId_id: { bankId, id: view.id } } })
    audit({ objectType: 'view', objectId: view.id, to: 'DELETED', detail: { list: view.list, name: view.name } })
    return { id: view.id }
  },
})

import { z } from 'zod'
import { evidenceOf } from '@/lib/evidence/evidence'
import { fromDb, parseDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { allowedEvents } from '@/lib/platform/workflow'
import { templateOf } from './rules/templates'
import { visitMachine } from './workflow'

export const READERS = [
  'RM',
  'EVALUATOR',
  'RISK_MGR',
  'POST_MKT',
  'POST_PARTNER',
  'COLLECTOR',
  'SB_REVIEWER',
  'SB_HEAD',
  'CR_REVIEWER',
  'CR_APPROVER',
  'CR_HEAD',
  'AUDITOR',
  'OPS_MAKER',
  'OPS_CHECKER',
  'TENANT_ADMIN',
] as const

/** The signals of a market by level, the visits due, the named persons: the monitoring board. */
export const monitoringBoard = defineQuery({
  name: 'monitoring.board',
  input: z.strictObject({}),
  access: { roles: READERS },
  async run({ tx, actor, today }) {
    const bankId = actor.bankId
    const rows = await tx.$queryRaw<
      {
        id: string
        code: string
        name: string
        state: string
        grade: string | null
        loans: bigint
        balance: bigint | null
        overdue: bigint | null
        npl: bigint | null
        yellow: bigint
        orange: bigint
        red: bigint
        post: string | null
        deputy: string | null
      }[]
    >`
      select m.id, m.code, m.name, m.state, g.grade, count(distinct l.id) as loans, sum(s.principal_fen)::bigint as balance,
        sum(s.principal_fen) filter (where s.dpd > 0)::bigint as overdue, sum(s.principal_fen) filter (where s.class in ('SUBSTANDARD','DOUBTFUL','LOSS'))::bigint as npl,
        (select count(*) from warning_signal w where w.bank_id = m.bank_id and w.market_id = m.id and w.level = 'YELLOW' and w.state not in ('CLOSED','FALSE_ALARM')) as yellow,
        (select count(*) from warning_signal w where w.bank_id = m.bank_id and w.market_id = m.id and w.level = 'ORANGE' and w.state not in ('CLOSED','FALSE_ALARM')) as orange,
        (select count(*) from warning_signal w where w.bank_id = m.bank_id and w.market_id = m.id and w.level = 'RED' and w.state not in ('CLOSED','FALSE_ALARM')) as red,
        (select u.name from app_user u where u.bank_id = m.bank_id and u.id = m.post_mkt_id) as post, (select u.name from app_user u where u.bank_id = m.bank_id and u.id = m.post_mkt_deputy_id) as deputy
      from market m left join market_grading g on g.bank_id = m.bank_id and g.market_id = m.id
      left join loan l on l.bank_id = m.bank_id and l.market_id = m.id and l.state not in ('SETTLED','WRITTEN_OFF') left join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
      where m.bank_id = ${bankId}::uuid and m.state in ('ADMITTED','CONDITIONAL','SUSPENDED') group by m.id, m.bank_id, m.code, m.name, m.state, g.grade, m.post_mkt_id, m.post_mkt_deputy_id order by m.code`
    return {
      asOf: today,
      markets: rows.map((r) => ({
        id: r.id,
        code: r.code,
        name: r.name,
        state: r.state,
        grade: r.grade,
        loans: Number(r.loans),
        balanceFen: r.balance ?? 0n,
        overdueFen: r.overdue ?? 0n,
        nplFen: r.npl ?? 0n,
        yellow: Number(r.yellow),
        orange: Number(r.orange),
        red: Number(r.red),
        named: r.post,
        deputy: r.deputy,
      })),
    }
  },
})

/** Visits by due day, by keyset: mine, or all. */
export const visitList = defineQuery({
  name: 'visits.list',
  input: z.strictObject({
    mine: z.coerce.boolean().optional(),
    state: z.string().max(60).default('PLANNED'),
    loanId: zId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    /** the last visit of the page before, by its due day and id */
    cursor: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}:[0-9a-f-]{36}$/i, 'E_CURSOR')
      .optional(),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const [dueOn = '', lastId = ''] = input.cursor?.split(':') ?? []
    const after = parseDate(dueOn)
    const rows = await tx.visit.findMany({
      where: {
        bankId: actor.bankId,
        ...(after ? { OR: [{ dueOn: { gt: toDb(after) } }, { dueOn: toDb(after), id: { gt: lastId } }] } : {}),
        state: { in: input.state.split(',') },
        ...(input.mine && actor.userId ? { assigneeId: actor.userId } : {}),
        ...(input.loanId ? { loanId: input.loanId } : {}),
      },
      orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
      take: input.limit + 1,
      include: {
        market: { select: { code: true, name: true } },
        loan: { select: { id: true, number: true, merchant: { select: { name: true, stallNo: true } } } },
      },
    })
    const page = rows.slice(0, input.limit)
    const last = page.at(-1)
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: page.map((r) => r.assigneeId).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    return {
      asOf: today,
      nextCursor: rows.length > input.limit && last ? `${fromDb(last.dueOn)}:${last.id}` : null,
      items: page.map((v) => ({
        id: v.id,
        kind: v.kind,
        state: v.state,
        market: v.market,
        loan: v.loan && { id: v.loan.id, number: v.loan.number },
        merchant: v.loan?.merchant.name ?? null,
        stallNo: v.loan?.merchant.stallNo ?? null,
        plannedOn: fromDb(v.plannedOn),
        dueOn: fromDb(v.dueOn),
        isOnsite: v.isOnsite,
        assignee: people.find((p) => p.id === v.assigneeId)?.name ?? null,
        doneAt: v.doneAt,
      })),
    }
  },
})

export const visitDetail = defineQuery({
  name: 'visits.detail',
  input: z.strictObject({ visitId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const v = await tx.visit.findFirst({
      where: { bankId: actor.bankId, id: input.visitId },
      include: {
        market: { select: { id: true, code: true, name: true } },
        loan: {
          select: {
            id: true,
            number: true,
            groupId: true,
            principalFen: true,
            startDate: true,
            merchant: { select: { name: true, stallNo: true, ownerName: true } },
            application: { select: { purpose: true } },
          },
        },
      },
    })
    if (!v) throw refuse('E_NOT_FOUND', { object: 'visit' })
    const party = v.partyId
      ? await tx.party.findFirst({
          where: { bankId: actor.bankId, id: v.partyId },
          select: { id: true, name: true, kind: true },
        })
      : null
    const photos = await evidenceOf(tx, actor.bankId, 'visit', [v.id])
    const takers = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: photos.map((p) => p.createdBy).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    return {
      id: v.id,
      kind: v.kind,
      photos: photos.map((p) => ({
        id: p.id,
        kind: p.source,
        note: p.note,
        observedAt: p.observedAt,
        latitude: p.latitude,
        longitude: p.longitude,
        createdByName: takers.find((u) => u.id === p.createdBy)?.name ?? null,
        createdAt: p.createdAt,
        file: p.file && { ...p.file, sizeBytes: Number(p.file.sizeBytes) },
      })),
      /** of the month's plan: it must show check-in, photos and counter-sign (§9 row 2) */
      planned: v.source === 'PLAN',
      timeWindow: v.timeWindow,
      checkedInAt: v.checkedInAt,
      checkInMetres: v.checkInMetres,
      gapReason: v.gapReason,
      state: v.state,
      version: v.version,
      market: v.market,
      party: party && { id: party.id, name: party.name },
      /** what this kind of inspection asks */
      template: [...templateOf({ kind: v.kind, partyKind: party?.kind ?? null, inGroup: Boolean(v.loan?.groupId) })],
      merchantId: v.merchantId,
      loan: v.loan && {
        id: v.loan.id,
        number: v.loan.number,
        principalFen: v.loan.principalFen,
        startDate: fromDb(v.loan.startDate),
        merchant: v.loan.merchant.name,
        stallNo: v.loan.merchant.stallNo,
        purpose: v.loan.application.purpose,
      },
      plannedOn: fromDb(v.plannedOn),
      dueOn: fromDb(v.dueOn),
      isOnsite: v.isOnsite,
      form: v.form as Record<string, unknown> | null,
      doneAt: v.doneAt,
      counterSignedBy: v.counterSignedBy,
      reviewState: v.reviewState,
      reviewNote: v.reviewNote,
      mayReview:
        v.reviewState === 'WAITING' &&
        v.doneBy !== actor.userId &&
        actor.roles.some((r) => r === 'RISK_MGR' || r === 'SB_HEAD'),
      latitude: v.latitude,
      longitude: v.longitude,
      allowedEvents: allowedEvents(visitMachine, v.state, actor),
    }
  },
})

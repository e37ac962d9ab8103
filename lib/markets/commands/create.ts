/** A market enters the bank's book (§10.1 create), with its operator when that is new too. */
import type { z } from 'zod'
import { checkUscc } from '@/lib/merchants/rules/uscc'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { nextCode } from '@/lib/platform/numbering'
import { pinyinOfName } from '@/lib/platform/pinyin'
import { startClock } from '@/lib/platform/sla'
import { isUniqueViolation, newId } from '@/lib/platform/tenant'
import { recordCreation } from '@/lib/platform/workflow'
import { CreateMarket, type NewOperator, UpdateMarket } from '../schema'
import { lockMarket } from '../survey'
import { marketMachine, START_SURVEY_DAYS } from '../workflow'

/** Refuses E_MARKET_CODE_TAKEN, E_NOT_FOUND (operator), E_PARTY_EXISTS, E_USCC_*, E_DATE (opened in the future). */
export const createMarket = defineCommand({
  name: 'markets.create',
  input: CreateMarket,
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    if (input.openedOn && isAfter(input.openedOn, today)) throw futureOpening()
    const operatorPartyId = input.operator ? await createOperator(ctx, input.operator) : input.operatorPartyId!
    if (!input.operator) await checkOperator(ctx, operatorPartyId)
    const code = input.code ?? (await nextCode(tx, actor.bankId, 'M', today.year, 3))
    const taken = await tx.market.findFirst({ where: { bankId: actor.bankId, code }, select: { id: true } })
    if (taken) throw codeTaken(code)
    const id = newId()
    const py = pinyinOfName(input.name)
    try {
      await tx.market.create({
        data: {
          bankId: actor.bankId,
          id,
          code,
          name: input.name,
          nameEn: input.nameEn || null,
          city: input.city,
          address: input.address || null,
          trade: input.trade,
          operatorPartyId,
          state: marketMachine.initial,
          rmId: actor.userId,
          openedOn: input.openedOn ? toDb(input.openedOn) : null,
          merchantCount: input.merchantCount ?? null,
          turnoverFen: input.turnover ?? null,
          pyFull: py.full,
          pyInitials: py.initials,
          createdBy: actor.userId,
        },
      })
    } catch (error) {
      throw isUniqueViolation(error) ? codeTaken(code) : error
    }
    await recordCreation(ctx, marketMachine, { id }, { code, name: input.name })
    await startClock(tx, actor.bankId, {
      objectType: 'market',
      objectId: id,
      partyId: null,
      kind: 'START_SURVEY',
      profile: 'NORMAL',
      green: START_SURVEY_DAYS,
      normal: START_SURVEY_DAYS,
      ownerRole: 'RM',
      at: now,
    })
    ctx.emit('market.created', { marketId: id, code })
    return { id, code, state: marketMachine.initial, version: 1, operatorPartyId }
  },
})

/** The RM corrects the market's facts before the survey is scored; afterwards they belong to the record. */
export const updateMarket = defineCommand({
  name: 'markets.update',
  input: UpdateMarket,
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const market = await lockMarket(ctx, input.marketId)
    checkVersion(market.version, ctx.ifMatch)
    if (!['DRAFT', 'SURVEYING'].includes(market.state))
      throw refuse('E_STATE', { object: 'market', state: market.state, event: 'update' })
    if (input.openedOn && isAfter(input.openedOn, today)) throw futureOpening()
    const { marketId, openedOn, turnover, name, ...rest } = input
    const py = name ? pinyinOfName(name) : null
    await tx.market.updateMany({
      where: { bankId: actor.bankId, id: marketId },
      data: {
        ...rest,
        ...(name && py ? { name, pyFull: py.full, pyInitials: py.initials } : {}),
        ...(openedOn ? { openedOn: toDb(openedOn) } : {}),
        ...(turnover === undefined ? {} : { turnoverFen: turnover }),
        version: { increment: 1 },
      },
    })
    const changed = Object.keys(input).filter((k) => k !== 'marketId')
    ctx.audit({
      objectType: 'market',
      objectId: marketId,
      objectVersion: market.version + 1,
      detail: { event: 'update', changed },
    })
    return { id: marketId, state: market.state, version: market.version + 1 }
  },
})

function codeTaken(code: string) {
  return refuse(
    'E_MARKET_CODE_TAKEN',
    { code },
    { fields: [{ path: 'code', code: 'E_MARKET_CODE_TAKEN', params: { code } }] },
  )
}

function futureOpening() {
  return refuse('E_DATE', {}, { fields: [{ path: 'openedOn', code: 'E_DATE' }] })
}

type Ctx = CommandContext<unknown>

async function checkOperator(ctx: Ctx, id: string): Promise<void> {
  const { tx, actor } = ctx
  const party = await tx.party.findFirst({ where: { bankId: actor.bankId, id }, select: { kind: true, state: true } })
  const field = (code: string) => ({ fields: [{ path: 'operatorPartyId', code }] })
  if (party?.kind !== 'OPERATOR') throw refuse('E_NOT_FOUND', { object: 'operator' }, field('E_NOT_FOUND'))
  if (['STOPPED', 'EXITED'].includes(party.state)) throw refuse('E_PARTY_STOPPED', {}, field('E_PARTY_STOPPED'))
}

/** A new operator applies together with its market; the market's admission admits it. Returns its id. */
async function createOperator(ctx: Ctx, o: z.output<typeof NewOperator>): Promise<string> {
  const { tx, actor, today } = ctx
  const uscc = o.uscc ? readUscc(o.uscc) : null
  const known = await tx.party.findFirst({
    where: { bankId: actor.bankId, kind: 'OPERATOR', ...(uscc ? { uscc } : { name: o.name }) },
    select: { id: true, code: true, name: true },
  })
  if (known) {
    const path = uscc ? 'operator.uscc' : 'operator.name'
    const params = { party: known.code, partyName: known.name }
    throw refuse('E_PARTY_EXISTS', params, { fields: [{ path, code: 'E_PARTY_EXISTS', params }] })
  }
  const id = newId()
  const code = await nextCode(tx, actor.bankId, 'OP', today.year, 3)
  const py = pinyinOfName(o.name)
  await tx.party.create({
    data: {
      bankId: actor.bankId,
      id,
      code,
      kind: 'OPERATOR',
      name: o.name,
      nameEn: o.nameEn || null,
      uscc,
      state: 'APPLYING',
      contact: { name: o.contactName ?? null, phone: o.contactPhone ?? null },
      accountNo: o.accountNo || null,
      pyFull: py.full,
      pyInitials: py.initials,
    },
  })
  ctx.audit({ objectType: 'party', objectId: id, to: 'APPLYING', detail: { event: 'create', code, kind: 'OPERATOR' } })
  return id
}

function readUscc(text: string): string {
  const result = checkUscc(text)
  const [code] = result.codes
  if (code) throw refuse(code, {}, { fields: [{ path: 'operator.uscc', code }] })
  return result.parts.normalized
}

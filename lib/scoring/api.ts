/** REST routes of scoring: a scorecard run on given inputs. */
import { z } from 'zod'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zTrace } from '@/lib/platform/http/answers'
import { queryRoute, type Route } from '@/lib/platform/http/route'
import { defineQuery } from '@/lib/platform/queries'
import { calculateScore, ScoreRequest } from './calculators'
import { cardFromJson } from './card-json'
import { DEFAULT_CARDS } from './default-cards'

/** The bank's own published card of that code, the latest in force; else the standard one. */
const score = defineQuery({
  name: 'scoring.scoreInputs',
  input: ScoreRequest.extend({ code: z.string().max(40) }),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, today, input }) {
    const { code, ...request } = input
    const own = await tx.scorecard.findFirst({
      where: { bankId: actor.bankId, code, state: 'PUBLISHED', effectiveFrom: { lte: toDb(today) } },
      orderBy: { versionNo: 'desc' },
      select: { definition: true },
    })
    const card = own ? cardFromJson(own.definition) : DEFAULT_CARDS[code]
    if (!card) throw refuse('E_NOT_FOUND', { object: 'scorecard', code })
    return calculateScore(card, request)
  },
})

const zScore = z.object({
  version: z.int(),
  total: z.int(),
  grade: z.string().nullable(),
  decision: z.string(),
  coefficient: z.string().nullable(),
  points: z.record(z.string(), z.int()),
  vetoes: z.array(z.string()),
  missing: z.array(z.string()),
  trace: zTrace,
})

export const routes: Route[] = [
  queryRoute({
    method: 'POST',
    path: '/scorecards/{code}/score',
    tag: 'calculators',
    summary: { 'zh-CN': '评分卡试算', en: 'Score inputs on a card' },
    query: score,
    input: ({ params, body }) => ({ ...body, code: params.code }),
    response: zScore,
  }),
]

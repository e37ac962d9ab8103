/** REST routes of the yearly review (domain rules §8.7). */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { approveReview, concludeReview, recordConsent, returnReview, signReview, surveyReview } from './commands/review'
import { reviewDetail, reviewList } from './queries'

const tag = 'reviews'
const act = (event: string, zh: string, en: string, command: Parameters<typeof commandRoute>[0]['command']) =>
  commandRoute({
    method: 'POST',
    path: `/reviews/{id}/${event}`,
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => ({ reviewId: params.id, ...body }),
  })

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/reviews',
    tag,
    summary: { 'zh-CN': '年审清单', en: 'Yearly reviews' },
    query: reviewList,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/reviews/{id}',
    tag,
    summary: { 'zh-CN': '一笔年审', en: 'A yearly review' },
    query: reviewDetail,
    input: ({ params }) => ({ reviewId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/review-consents/{id}',
    tag,
    summary: { 'zh-CN': '登记年审同意书', en: 'Record a consent' },
    command: recordConsent,
    input: ({ params, body }) => ({ consentId: params.id, ...body }),
  }),
  act('survey', '年审调查', 'Survey', surveyReview),
  act('conclude', '年审结论', 'Conclude', concludeReview),
  act('return', '退回年审', 'Send back', returnReview),
  act('approve', '年审审批', 'Approve', approveReview),
  act('sign', '年审签约', 'Sign', signReview),
]

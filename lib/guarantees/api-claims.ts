/** REST routes of claims: raised and confirmed, asked for by letter with their papers, paid, recovered. */
import { actsOf, commandRoute, queryRoute, type Route, readsOf } from '@/lib/platform/http/route'
import { answerNotice, confirmDelivery, notifyClaim, recordAnswer } from './commands/claim-answers'
import { debitAccepted, decideReceipt, endClaim, requestReceipt } from './commands/claim-money'
import { queryClaimPaper, recordClaimPaper } from './commands/claim-papers'
import { confirmCompensation, createClaim, makeCompensation, reviewClaim, submitClaim } from './commands/claims'
import { debitGuarantorMargin } from './commands/guarantor-margin'
import { decideRecovery, requestRecovery } from './commands/recovery'
import { claimList } from './queries'
import { claimDetail } from './queries-claims'

const tag = 'claims'
const act = actsOf(tag)

export const claimRoutes: Route[] = [
  readsOf(tag)('/claims', '代偿列表', 'Claims', claimList),
  queryRoute({
    method: 'GET',
    path: '/claims/{id}',
    tag,
    summary: { 'zh-CN': '代偿详情', en: 'A claim' },
    query: claimDetail,
    input: ({ params }) => ({ claimId: params.id }),
  }),
  act('/claims', '发起代偿', 'Raise a claim', createClaim),
  act('/claims/{id}/review', '代偿审核', 'Review', reviewClaim, 'claimId'),
  act('/claims/{id}/make', '代偿经办', 'Make (first hand)', makeCompensation, 'claimId'),
  act('/claims/{id}/confirm', '代偿复核扣划', 'Confirm (second hand)', confirmCompensation, 'claimId'),
  act('/claims/{id}/submit', '提交或作废代偿草稿', 'Submit or drop a draft', submitClaim, 'claimId'),
  act('/claims/{id}/notify', '发出代偿函', 'Send the letters of a claim', notifyClaim, 'claimId'),
  act(
    '/claims/{id}/debit-margin',
    '扣划担保机构保证金',
    'Debit the guarantor’s margin',
    debitGuarantorMargin,
    'claimId',
  ),
  act('/claims/{id}/debit', '扣划已确认的代偿', 'Debit what was accepted', debitAccepted, 'claimId'),
  act('/claims/{id}/end', '认定不足或关闭代偿', 'Shortfall or close', endClaim, 'claimId'),
  act('/claim-letters/{id}/delivered', '登记送达', 'Record a delivery', confirmDelivery, 'noticeId'),
  act('/claim-letters/{id}/answer', '答复代偿函（合作方）', 'Answer a letter (partner)', answerNotice, 'noticeId'),
  act('/claim-letters/{id}/record-answer', '登记答复', 'Take up an answer', recordAnswer, 'noticeId'),
  commandRoute({
    method: 'POST',
    path: '/claim-lines/{id}/receipts',
    status: 201,
    tag,
    summary: { 'zh-CN': '登记代偿收款（经办）', en: 'Request a receipt (maker)' },
    command: requestReceipt,
    input: ({ params, body }) => ({ lineId: params.id, ...body }),
  }),
  act('/claim-receipts/{id}/decide', '复核代偿收款', 'Decide a receipt (checker)', decideReceipt, 'receiptId'),
  commandRoute({
    method: 'POST',
    path: '/loans/{id}/recoveries',
    status: 201,
    tag,
    summary: { 'zh-CN': '登记追偿回款（经办）', en: 'Request a recovery (maker)' },
    command: requestRecovery,
    input: ({ params, body }) => ({ loanId: params.id, ...body }),
  }),
  act('/recoveries/{id}/decide', '复核追偿回款', 'Decide a recovery (checker)', decideRecovery, 'recoveryId'),
  act('/claim-papers/{id}/record', '登记理赔材料', 'Record a paper of a claim', recordClaimPaper, 'paperId'),
  act(
    '/claim-papers/{id}/query',
    '要求补正理赔材料（保险公司）',
    'Ask for a paper again (insurer)',
    queryClaimPaper,
    'paperId',
  ),
]

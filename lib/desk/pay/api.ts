/** REST routes of performance pay. */
import { actsOf, type Route, readsOf } from '@/lib/platform/http/route'
import { answerPay, confirmPay, objectToPay, payList, payPreview } from './pay'

const tag = 'desk'
const read = readsOf(tag)
const act = actsOf(tag)

export const routes: Route[] = [
  read('/pay-statements', '绩效薪酬单', 'Pay statements with their arithmetic', payList),
  read('/pay-preview', '本月绩效试算', 'This month’s pay as it stands', payPreview),
  act('/pay-statements/{id}/confirm', '确认绩效', 'Confirm a statement', confirmPay, 'statementId'),
  act('/pay-statements/{id}/object', '对绩效提出异议', 'Object to a statement', objectToPay, 'statementId'),
  act('/pay-statements/{id}/answer', '答复异议', 'Answer an objection', answerPay, 'statementId'),
]

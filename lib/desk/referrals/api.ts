/** REST routes of referrals to authorities. */
import { actsOf, type Route, readsOf } from '@/lib/platform/http/route'
import { decideReferral, fileReferralPapers, followReferral, openReferral, proposeReferral, referralList } from './referrals' // biome-ignore format: one line

const tag = 'desk'
const read = readsOf(tag)
const act = actsOf(tag)

export const routes: Route[] = [
  read('/external-referrals', '移送有关部门的事项', 'Cases referred to authorities', referralList),
  act('/external-referrals', '新建移送事项', 'Begin a referral', openReferral),
  act(
    '/external-referrals/{id}/documents',
    '登记移送材料',
    'Note where its papers are',
    fileReferralPapers,
    'referralId',
  ),
  act('/external-referrals/{id}/propose', '提请移送', 'Propose a referral', proposeReferral, 'referralId'),
  act('/external-referrals/{id}/decide', '审批移送', 'Decide on a referral', decideReferral, 'referralId'),
  act('/external-referrals/{id}/follow', '登记移送进展', 'Record what became of it', followReferral, 'referralId'),
]

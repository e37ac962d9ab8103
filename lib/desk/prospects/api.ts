/** REST routes of prospects. */
import { actsOf, type Route, readsOf } from '@/lib/platform/http/route'
import { addProspect, importProspects, moveProspect } from './prospects'
import { prospectList } from './queries'

const tag = 'desk'
const read = readsOf(tag)
const act = actsOf(tag)

export const routes: Route[] = [
  read('/prospects', '目标客户名单与漏斗', 'Prospects and how far the bank has come with them', prospectList),
  act('/prospects', '登记目标客户', 'Take in a prospect', addProspect),
  act('/prospects/import', '导入市场调查名单', 'Take in a market’s survey', importProspects),
  act('/prospects/{id}/move', '推进目标客户', 'Move a prospect on', moveProspect, 'prospectId'),
]
